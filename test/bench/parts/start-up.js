// How long a whole run takes that does little, and how long until the first event.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { ofAllUsers, plain, tail } from '../measure/clients.js';
import { LoadGenerator } from '../measure/load-generator.js';
import { judge } from '../measure/report.js';
import { environment } from '../measure/run.js';
import { median, readable } from '../measure/statistics.js';

/** The commands, and how many times bare Node each may take. */
const commands = [
  { name: 'node -e 0', args: () => ['-e', '0'] },
  { name: 'rte --version', args: (rte) => [rte, '--version'], most: 1.5 },
  { name: 'rte --help', args: (rte) => [rte, '--help'], most: 1.5 },
  { name: 'rte tail --help', args: (rte) => [rte, 'tail', '--help'], most: 1.5 },
  {
    name: 'rte list-events --offline',
    args: (rte) => [rte, 'list-events', '--offline'],
    most: 1.7,
  },
];

/**
 * @param {import('../bench.js').Settings} settings
 * @returns {Promise<import('../measure/report.js').Part>}
 */
export async function startUp(settings) {
  const runs = settings.short ? 1 : 40;
  const commandTimes = await takeTurns(commands, runs, ({ args }) =>
    wholeRunMs(args(settings.rte)),
  );
  const first = await firstEvents(settings, settings.short ? 1 : 20);
  return {
    title: 'Start-up',
    about: `Medians of ${runs} runs in which all take turns, a warm-up before.`,
    tables: [rows(commandTimes), rows(first)],
    goals: [
      ...commands
        .filter(({ most }) => most !== undefined)
        .map(({ name, most }) =>
          judge(`${name}, to bare Node`, factorOf(commandTimes, name), { most }),
        ),
      judge('first event, to the plain client', factorOf(first, 'rte tail'), { most: 0.5 }),
    ],
  };
}

async function firstEvents(settings, runs) {
  const generator = await LoadGenerator.start();
  const flags = [...ofAllUsers, '-o', 'ndjson', '-c', '1'];
  const clients = [
    { name: 'plain client, to the first event', what: plain('ndjson', generator.hubUrl, 1) },
    { name: 'rte tail', what: tail(settings, generator.hubUrl, flags) },
  ];
  await generator.plan({ messages: 1 });
  const times = await takeTurns(clients, runs, ({ what }) => firstLineMs(what));
  generator.stop();
  return times;
}

/** One run of each that doesn't count, then so many in turns. */
async function takeTurns(all, runs, measure) {
  const times = new Map(all.map(({ name }) => [name, []]));
  for (let run = 0; run <= runs; run++) {
    for (const each of all) {
      const ms = await measure(each);
      if (run > 0) times.get(each.name).push(ms);
    }
  }
  return times;
}

/** With both cores, as it is started by a person. */
async function wholeRunMs(args) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore', env: environment });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}.`);
  return performance.now() - startedAt;
}

async function firstLineMs({ args }) {
  const startedAt = performance.now();
  const stdio = ['ignore', 'pipe', 'inherit'];
  const child = spawn(process.execPath, args, { stdio, env: environment });
  await once(child.stdout, 'data');
  const ms = performance.now() - startedAt;
  child.stdout.resume();
  await once(child, 'exit');
  return ms;
}

function rows(times) {
  return [...times].map(([name, each]) => ({
    run: name,
    ms: readable(median(each)),
    factor: `${readable(factorOf(times, name))}×`,
  }));
}

/** To the first of those that took turns. */
function factorOf(times, name) {
  return median(times.get(name)) / median([...times.values()][0]);
}
