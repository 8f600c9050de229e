import { Command, Option } from 'commander';

import type { CommandContext } from './context.ts';
import type { DoctorFlags } from './doctor/examine.ts';
import { verboseOption } from './flags.ts';
import { sourceOptions } from './source.ts';

/** `rte doctor`: each step from the configuration to events, and which one fails. */
export function doctorCommand(context: CommandContext): Command {
  const command = new Command('doctor')
    .description('check each step of connecting, and say what is in the way')
    .option('--no-ping', "don't wait for the hub's first ping, which may take half a minute")
    .addOption(
      new Option('-o, --output <form>', 'text for people, json for programs')
        .choices(['text', 'json'])
        .default('text'),
    );
  for (const option of sourceOptions()) command.addOption(option);
  return command
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
