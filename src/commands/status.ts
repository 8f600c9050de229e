import { Option, type Command } from 'commander';

import type { CommandContext } from './context.ts';
import { insecureOption, profileOption, verboseOption } from './flags.ts';
import { LazyCommand } from './lazy-command.ts';
import type { StatusFlags } from './status/show-status.ts';

/** `rte status`: which account is used, and whether it works. */
export function statusCommand(context: CommandContext): LazyCommand {
  return new LazyCommand('status', (command) => declare(command, context)).description(
    'show which account is used, and where it is kept',
  );
}

function declare(command: Command, context: CommandContext): void {
  command
    .option('--check', 'ask the server whether the secret key is still accepted')
    .addOption(
      new Option('-o, --output <form>', 'text for people, json for programs')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addOption(profileOption())
    .addOption(insecureOption())
    .addOption(verboseOption())
    .addHelpText(
      'after',
      '\nExamples:\n  rte status --check\n  rte status -o json | jq -r .userId\n',
    )
    .action(async (flags: StatusFlags) => {
      const { showStatus } = await import('./status/show-status.ts');
      await showStatus(flags, context);
    });
}
