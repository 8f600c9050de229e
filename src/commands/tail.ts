import { Option, type Command } from 'commander';

import { outputForms } from '../render/renderer.ts';
import type { CommandContext } from './context.ts';
import { integer, list, repeated, verboseOption } from './flags.ts';
import { LazyCommand } from './lazy-command.ts';
import { sourceOptions } from './source-options.ts';
import type { TailOptions } from './tail/options.ts';

/** `rte tail`: subscribe, and stream events until told to stop. */
export function tailCommand(context: CommandContext): LazyCommand {
  return new LazyCommand('tail', (command) => declare(command, context)).description(
    'subscribe to events and stream them',
  );
}

function declare(command: Command, context: CommandContext): void {
  command
    .optionsGroup('What:')
    .option(
      '-u, --user <id>',
      "users: ids, names, or 'me'; repeatable, or separated by commas",
      list,
    )
    .option('-Q, --queue <id>', 'queues: ids or names; likewise', list)
    .option('-l, --call-list <id>', 'call lists: ids or names; likewise', list)
    .option(
      '-e, --event <pattern>',
      'events: names or globs, in any case; default: all of the given entities',
      list,
    )
    .option('-E, --exclude-event <pattern>', 'events to leave out', list)
    .option(
      '--subscriptions <file>',
      "more subscriptions in the hub's own form, a JSON list; '-' for stdin",
    )
    .optionsGroup('Form:')
    .addOption(
      new Option('-o, --output <form>', 'lines on a terminal, else ndjson').choices(outputForms),
    )
    .option(
      '-f, --fields <names>',
      'only these fields, separated by commas; as columns with -o table',
      list,
    )
    .option(
      '-w, --where <condition>',
      'only events that meet it, such as talking=true (= != < <= > >= ~); repeatable',
      repeated,
    )
    .option('--changes', 'of events that tell a state, only what changed')
    .option(
      '--meta',
      'ndjson: add time, sequence and age to each message, and records of what the connection does',
    )
    .addOption(
      new Option('-t, --timestamps <form>', 'the form of times')
        .choices(['short', 'iso', 'delta', 'none'])
        .default('short'),
    )
    .option('--wrap', 'lines: continue one that is longer than the terminal, instead of cutting it')
    .option('--utc', 'times in UTC instead of the local zone')
    .optionsGroup('Where from:');
  for (const option of sourceOptions()) command.addOption(option);
  command
    .optionsGroup('How long:')
    .option('-c, --count <n>', 'end after so many events', integer(1))
    .option('--timeout <time>', 'end with exit code 7 when no event at all came by then')
    .option('--for <time>', 'end after this time')
    .option('--wait', 'keep trying when the first connection fails')
    .option(
      '--max-reconnects <n>',
      'attempts to reconnect in a row before giving up; default: for ever',
      integer(0),
    )
    .option('--max-message <size>', 'skip messages that are longer, and say so; default: 16MiB')
    .option('--strict', 'end with exit code 6 when the hub rejects any subscription')
    .option('--fail-on-gap', 'end with exit code 6 when the connection was lost in between')
    .optionsGroup('Other:')
    .option('-q, --quiet', 'say nothing on stderr but errors')
    .addOption(verboseOption())
    .addHelpText('after', examples)
    .action(async (options: TailOptions) => {
      const { runTail } = await import('./tail/run.ts');
      await runTail(options, context);
    });
}

const examples = `
Examples:
  rte tail --sim                                     everything in a simulated contact centre
  rte tail                                           all your own events
  rte tail --queue Sales --event QueueStatus         the counters of one queue
  rte tail --event 'UserCall*' --where callerNumber~4012
  rte tail --sim -e UserStatus -o table -f userId,talking,available
  rte tail --sim -e UserStatus --changes             only what changes
  rte tail -c 1 --timeout 30s --event UserStatus     a smoke test: one event, or exit code 7
  rte tail --sim | jq -c .data                       JSON lines into a pipe
`;
