import { Option, type Command } from 'commander';

import type { CommandContext } from './context.ts';
import { integer, positive, repeated } from './flags.ts';
import { LazyCommand } from './lazy-command.ts';
import type { SimFlags } from './sim/run.ts';

/** `rte sim`: a simulated Enreach for other programs. */
export function simCommand(context: CommandContext): LazyCommand {
  return new LazyCommand('sim', (command) => declare(command, context)).description(
    'run a simulated Enreach for other programs: REST, hub, and a contact centre',
  );
}

function declare(command: Command, context: CommandContext): void {
  command
    .option(
      '-p, --port <n>',
      'the port to listen on; 0 takes any that is free',
      integer(0, 65_535),
      0,
    )
    .option('--tls', 'serve https and wss, with a certificate made on the spot')
    .option('--seed <n>', 'repeat the run of this number; default: a new one', integer(0))
    .option('--agents <n>', 'how many agents work there; default: 12', integer(1, 2_000))
    .option('--queues <n>', 'how many queues they serve; default: 4', integer(1, 200))
    .option(
      '--call-lists <n>',
      'how many lists of callbacks they keep; default: 2',
      integer(1, 200),
    )
    .option('--speed <factor>', 'simulated seconds a second; default: 1', positive(1_000))
    .option(
      '--rate <n>',
      'events a second, evenly, in place of --speed: time passes as fast as that takes',
      positive(1_000_000),
    )
    .option(
      '--fault <fault>',
      'what is to go wrong: a name, or name=value; repeatable (--list-faults)',
      repeated,
    )
    .option(
      '--allow-host <name>',
      'answer requests for this host, too, as of a tunnel or a container; repeatable',
      repeated,
    )
    .option('--list-faults', 'list the faults there are, and end')
    .addOption(
      new Option('-o, --output <form>', 'text for people; json prints one line once it listens')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('-q, --quiet', 'say nothing of connections and subscriptions')
    .addHelpText('after', examples)
    .action(async (flags: SimFlags) => {
      if (flags.listFaults) {
        const { listFaults } = await import('./sim/list-faults.ts');
        return listFaults(flags.output, context);
      }
      const { runSim } = await import('./sim/run.ts');
      await runSim(flags, context);
    });
}

const examples = `
Examples:
  rte sim                           any free port
  rte sim --port 5080               a fixed one; then: rte login --api-url http://127.0.0.1:5080
  rte sim --seed 7 --speed 10       the same busy hour, ten times as fast
  rte sim --agents 200 --rate 1000  a big centre, a thousand events a second
  rte sim --fault drop=30s          a line that breaks every half minute
  rte sim --allow-host sim.test     behind a tunnel, or in a container
  rte sim -o json | jq -r .hubUrl
`;
