import { Option, type Command } from 'commander';

import type { CommandContext } from './context.ts';
import { verboseOption } from './flags.ts';
import { LazyCommand } from './lazy-command.ts';
import type { ListEventsFlags } from './list-events/list.ts';
import { sourceOptions } from './source-options.ts';

/** `rte list-events`: the catalogue, and beside it what the server offers. */
export function listEventsCommand(context: CommandContext): LazyCommand {
  return new LazyCommand('list-events', (command) => declare(command, context))
    .description('list the events that there are, and which of them your server offers')
    .argument('[pattern]', 'only events whose name matches: a glob, or a part of the name');
}

function declare(command: Command, context: CommandContext): void {
  command
    .addOption(
      new Option('-o, --output <form>', 'table for people, json for programs')
        .choices(['table', 'json'])
        .default('table'),
    )
    .option('--offline', 'ask no server');
  for (const option of sourceOptions()) command.addOption(option);
  command
    .addOption(verboseOption())
    .addHelpText('after', examples)
    .action(async (pattern: string | undefined, flags: ListEventsFlags) => {
      const { listEvents } = await import('./list-events/list.ts');
      await listEvents(pattern, flags, context);
    });
}

const examples = `
Examples:
  rte list-events
  rte list-events 'UserCallIn*'
  rte list-events wrapup
  rte list-events -o json | jq -r '.[] | select(.entity == "Queue").name'
`;
