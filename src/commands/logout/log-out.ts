import { ProfileStore } from '../../account/profiles.ts';
import { safe, sanitize } from '../../terminal/safe-text.ts';
import type { CommandContext } from '../context.ts';
import { notLoggedIn, profileName } from '../source.ts';

/** The flags of `rte logout`. */
export interface LogoutFlags {
  profile?: string;
}

/**
 * Removes a profile.
 *
 * @throws RteError unauthorized, when there is none.
 */
export function logOut(flags: LogoutFlags, context: CommandContext): void {
  const store = new ProfileStore(context.terminal.env);
  const name = profileName(flags.profile, context);
  const username = store.get(name)?.username;
  if (!store.remove(name)) throw notLoggedIn(name, store);
  context.terminal.stderr.write(
    safe`Forgot ${sanitize(username ?? name)}. Its secret key is still valid; it can be revoked in the web interface.\n`,
  );
}
