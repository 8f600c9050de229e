// npm run bench: every figure as a ratio, or on its own where there is nothing to compare it with.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';

import { ownRte } from './measure/clients.js';
import { arePinned } from './measure/cores.js';
import { goalsMarkdown, markdown } from './measure/report.js';
import { idle } from './parts/idle.js';
import { latency } from './parts/latency.js';
import { manySubscriptions } from './parts/many-subscriptions.js';
import { messageSizes } from './parts/message-sizes.js';
import { otherTools } from './parts/other-tools.js';
import { recovery } from './parts/recovery.js';
import { simulatedDay } from './parts/simulated-day.js';
import { simulatorSizes } from './parts/simulator-sizes.js';
import { sleepingReader } from './parts/sleeping-reader.js';
import { slowPipe } from './parts/slow-pipe.js';
import { startUp } from './parts/start-up.js';
import { throughput } from './parts/throughput.js';

const parts = {
  throughput,
  startup: startUp,
  latency,
  slow: slowPipe,
  sleep: sleepingReader,
  day: simulatedDay,
  subscriptions: manySubscriptions,
  idle,
  recovery,
  tools: otherTools,
  simulator: simulatorSizes,
  sizes: messageSizes,
};

/**
 * @typedef {{ short: boolean, rte: string, messages: number, rounds: number,
 *   progress: (text: string) => void }} Settings
 */
const { names, settings } = readFlags();
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}`;
const cores = arePinned ? 'client and load generator on a core each' : 'not pinned to cores';
console.log(`Node ${process.versions.node} · ${machine} · ${cores}\n`);
if (settings.short) await runTogether();
else console.log(goalsMarkdown(await runInTurns()));

async function runInTurns() {
  const goals = [];
  for (const name of names) goals.push(...print(await parts[name](settings)));
  return goals;
}

/** All at once: nobody reads the figures. */
async function runTogether() {
  const results = await Promise.all(names.map((name) => parts[name](settings)));
  results.forEach(print);
}

function print(part) {
  console.log(markdown(part));
  return part.goals ?? [];
}

function readFlags() {
  const { values } = parseArgs({
    options: {
      /** For CI: only to see that it runs. */
      short: { type: 'boolean', default: false },
      /** Parts, separated by commas. */
      only: { type: 'string', default: Object.keys(parts).join(',') },
      /** The rte to measure, when it is another checkout's. */
      rte: { type: 'string', default: ownRte },
      messages: { type: 'string' },
      rounds: { type: 'string' },
    },
  });
  const { short, rte, only, messages, rounds } = values;
  const names = only.split(',');
  const unknown = names.find((name) => !(name in parts));
  if (unknown !== undefined) {
    throw new Error(`--only ${unknown}: there are ${Object.keys(parts).join(', ')}.`);
  }
  /** @type {Settings} */
  const settings = {
    short,
    rte,
    // Whole frames, and a half that is whole, too.
    messages: Math.ceil(Number(messages ?? (short ? 1_000 : 1_000_000)) / 20) * 20,
    rounds: Number(rounds ?? (short ? 1 : 3)),
    progress: (text) => process.stderr.write(`${text}\n`),
  };
  return { names, settings };
}
