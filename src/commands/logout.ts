import { Command } from 'commander';

import type { CommandContext } from './context.ts';
import { profileOption } from './flags.ts';
import { notLoggedIn, profileName } from './source.ts';

/** `rte logout`: forget a profile. */
export function logoutCommand(context: CommandContext): Command {
  return new Command('logout')
    .description('forget an account on this machine')
    .addOption(profileOption())
    .addHelpText('after', '\nExamples:\n  rte logout\n  rte logout --profile test\n')
    .action(async (flags: { profile?: string }) => {
      const { ProfileStore } = await import('../account/profiles.ts');
      const store = new ProfileStore(context.terminal.env);
      const name = profileName(flags.profile, context);
      const username = store.get(name)?.username;
      if (!store.remove(name)) throw notLoggedIn(name, store);
      context.terminal.stderr.write(
        `Forgot ${username}. Its secret key is still valid; it can be revoked in the web interface.\n`,
      );
    });
}
