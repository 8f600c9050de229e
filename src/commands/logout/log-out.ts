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
export async function logOut(flags: LogoutFlags, context: CommandContext): Promise<void> {
  const { terminal, signal } = context;
  const store = new ProfileStore(terminal.env);
  const name = profileName(flags.profile, context);
  // Where there is none, nothing is written.
  const removed = store.get(name) && (await store.remove(name, signal));
  if (removed === undefined) throw notLoggedIn(name, store);
  terminal.stderr.write(
    safe`Forgot ${sanitize(removed.username)}. Its secret key is still valid; it can be revoked in the web interface.\n`,
  );
}
