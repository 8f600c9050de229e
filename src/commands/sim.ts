import { Command, Option } from 'commander';

import type { CommandContext } from './context.ts';
import { integer, positive } from './flags.ts';
import type { SimFlags } from './sim/run.ts';

/** `rte sim`: a simulated Enreach for other programs. */
export function simCommand(context: CommandContext): Command {
  return new Command('sim')
    .description('run a simulated Enreach for other programs: REST, hub, and a contact centre')
    .option(
      '-p, --port <n>',
      'the port to listen on; 0 takes any that is free',
      integer(0, 65_535),
      0,
    )
    .option('--seed <n>', 'repeat the run of this number; default: a new one', integer(0))
    .option('--agents <n>', 'how many agents work there', integer(1, 2_000))
    .option('--queues <n>', 'how many queues they serve', integer(1, 200))
    .option('--speed <factor>', 'simulated seconds a second', positive(1_000), 1)
    .option('--token-lifetime <seconds>', 'how long an access token is good for', integer(1), 3600)
    .addOption(
      new Option('-o, --output <form>', 'text for people; json prints one line once it listens')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addHelpText('after', examples)
    .action(async (flags: SimFlags) => {
      const { runSim } = await import('./sim/run.ts');
      await runSim(flags, context);
    });
}

const examples = `
Examples:
  rte sim                      any free port
  rte sim --port 5080          a fixed one; then: rte login --api-url http://127.0.0.1:5080
  rte sim --seed 7 --speed 10  the same busy hour, ten times as fast
  rte sim -o json | jq -r .hubUrl
`;
