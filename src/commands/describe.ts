import { Option, type Command } from 'commander';

import type { CommandContext } from './context.ts';
import type { DescribeFlags } from './describe/describe-event.ts';
import { LazyCommand } from './lazy-command.ts';

/** `rte describe`: what is in an event. */
export function describeCommand(context: CommandContext): LazyCommand {
  return new LazyCommand('describe', (command) => declare(command, context))
    .description('show what is in an event: fields, types, meanings, known values, a sample')
    .argument('<event>', 'name of the event, in any case');
}

function declare(command: Command, context: CommandContext): void {
  command
    .addOption(
      new Option('-o, --output <form>', 'text for people, json for programs')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('--schema', "print a JSON Schema (2020-12) of the event's data")
    .addHelpText('after', examples)
    .action(async (event: string, flags: DescribeFlags) => {
      const { describeEvent } = await import('./describe/describe-event.ts');
      await describeEvent(event, flags, context);
    });
}

const examples = `
Examples:
  rte describe UserStatus
  rte describe queuestatus -o json | jq .sample
  rte describe CallbackChanged --schema > callback-changed.schema.json
`;
