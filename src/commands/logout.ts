import type { Command } from 'commander';

import type { CommandContext } from './context.ts';
import { profileOption } from './flags.ts';
import { LazyCommand } from './lazy-command.ts';
import type { LogoutFlags } from './logout/log-out.ts';

/** `rte logout`: forget a profile. */
export function logoutCommand(context: CommandContext): LazyCommand {
  return new LazyCommand('logout', (command) => declare(command, context)).description(
    'forget an account on this machine',
  );
}

function declare(command: Command, context: CommandContext): void {
  command
    .addOption(profileOption())
    .addHelpText('after', '\nExamples:\n  rte logout\n  rte logout --profile test\n')
    .action(async (flags: LogoutFlags) => {
      const { logOut } = await import('./logout/log-out.ts');
      await logOut(flags, context);
    });
}
