import { Option, type Command } from 'commander';

import type { CommandContext } from './context.ts';
import type { DoctorFlags } from './doctor/examine.ts';
import { verboseOption } from './flags.ts';
import { LazyCommand } from './lazy-command.ts';
import { sourceOptions } from './source-options.ts';

/** `rte doctor`: each step from the configuration to events, and which one fails. */
export function doctorCommand(context: CommandContext): LazyCommand {
  return new LazyCommand('doctor', (command) => declare(command, context)).description(
    'check each step of connecting, and say what is in the way',
  );
}

function declare(command: Command, context: CommandContext): void {
  command
    .option('--no-ping', "don't wait for the hub's first ping, which may take half a minute")
    .addOption(
      new Option('-o, --output <form>', 'text for people, json for programs')
        .choices(['text', 'json'])
        .default('text'),
    );
  for (const option of sourceOptions()) command.addOption(option);
  command
    .addOption(verboseOption())
    .addHelpText('after', examples)
    .action(async (flags: DoctorFlags) => {
      const { examine } = await import('./doctor/examine.ts');
      await examine(flags, context);
    });
}

const examples = `
Examples:
  rte doctor
  rte doctor --profile test --no-ping
  rte doctor -o json | jq -r '.steps[] | select(.status == "failed").error.hint'
  rte doctor --sim --fault hub-status=503
`;
