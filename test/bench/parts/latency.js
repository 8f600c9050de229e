// From the moment the hub sends an event to the moment its line has been read.
import { ofAllUsers, plain, program, tail } from '../measure/clients.js';
import { LoadGenerator } from '../measure/load-generator.js';
import { judge } from '../measure/report.js';
import { runIntoPipe } from '../measure/run.js';
import { median, percentile, readable } from '../measure/statistics.js';

const rate = 25;

/**
 * @param {import('../bench.js').Settings} settings
 * @returns {Promise<import('../measure/report.js').Part>}
 */
export async function latency(settings) {
  const { short, rounds } = settings;
  const messages = rate * (short ? 1 : 10 * rounds);
  const generator = await LoadGenerator.start();
  const { hubUrl } = generator;
  const flags = [...ofAllUsers, '-o', 'ndjson', '-c', `${messages}`];
  const clients = {
    'plain client': plain('ndjson', hubUrl, messages),
    'rte -o ndjson': tail(settings, hubUrl, flags),
  };
  settings.progress('latency');
  await generator.plan({ messages, rate, stamp: true, clients: Object.keys(clients).length });
  const taken = Object.fromEntries(await Promise.all(Object.entries(clients).map(latencies)));
  generator.stop();
  return {
    title: 'Latency',
    about: `${rate} messages a second, ${messages} for each client, in turns, since how fast a machine wakes a process changes within a minute; from sending to the line as another program reads it from a pipe.`,
    tables: [Object.entries(taken).map(([name, each]) => row(name, each))],
    goals: [
      judge(
        'latency at the median, to the plain client',
        median(taken['rte -o ndjson']) / median(taken['plain client']),
        { most: 1 },
      ),
    ],
  };
}

async function latencies([name, client]) {
  const said = await runIntoPipe(client, [process.execPath, program('latency-reader.js')]);
  return [name, JSON.parse(said).map(({ latencyMs }) => latencyMs)];
}

function row(client, each) {
  return {
    client,
    'median, ms': readable(median(each)),
    '99 %, ms': readable(percentile(each, 0.99)),
    messages: each.length,
  };
}
