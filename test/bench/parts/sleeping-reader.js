// A reader that takes nothing for a minute, and a hub that drops who takes nothing for 10 s.
import { once } from 'node:events';

import { ofAllUsers, plain, program, tail } from '../measure/clients.js';
import { LoadGenerator } from '../measure/load-generator.js';
import { sampleMemory } from '../measure/process-figures.js';
import { judge } from '../measure/report.js';
import { startPipeline } from '../measure/run.js';

const sendTimeoutMs = 10_000;
/** How long a client may take for the rest, once the reader is awake. */
const restSeconds = 40;

/**
 * @param {import('../bench.js').Settings} settings
 * @returns {Promise<import('../measure/report.js').Part>}
 */
export async function sleepingReader(settings) {
  const { short } = settings;
  const rate = short ? 1_000 : 20_000;
  const generator = await LoadGenerator.start();
  settings.progress('a sleeping reader');
  const rte = await sleep(generator, { rate, seconds: short ? 1 : 60 }, (messages) =>
    tail(settings, generator.hubUrl, [...ofAllUsers, '-o', 'ndjson', '-c', `${messages}`]),
  );
  // The plain client keeps everything in memory: 10 s show it.
  const plainClient = await sleep(generator, { rate, seconds: short ? 1 : 10 }, (messages) =>
    plain('ndjson', generator.hubUrl, messages),
  );
  generator.stop();
  return {
    title: 'A sleeping reader',
    about: `${rate.toLocaleString('en-GB')} messages a second from a hub that drops a client to which a write takes ${sendTimeoutMs / 1000} s; the reader of the pipe sleeps after one second.`,
    tables: [[row('rte -o ndjson', rte), row('plain client', plainClient)]],
    goals: [
      judge('peak with a reader that sleeps', rte.peakMiB, { most: 150, unit: ' MiB' }),
      judge('delivered to a reader that sleeps', (rte.lines / rte.messages) * 100, {
        least: 100,
        unit: ' %',
      }),
    ],
  };
}

async function sleep(generator, { rate, seconds }, client) {
  const messages = rate * (seconds + 5);
  await generator.plan({ messages, rate, sendTimeoutMs });
  const reader = [process.execPath, program('sleeping-reader.js'), `${seconds}`];
  const pipeline = startPipeline(client(messages), reader);
  const samples = sampleMemory(pipeline.client);
  const ended = once(pipeline.client, 'exit');
  const limit = setTimeout(() => pipeline.client.kill('SIGKILL'), (seconds + restSeconds) * 1000);
  await ended;
  clearTimeout(limit);
  const { lines } = JSON.parse(await pipeline.said);
  const { connections } = await generator.report();
  return {
    seconds,
    messages,
    lines,
    peakMiB: samples.at(-1)?.peakMiB ?? Number.NaN,
    isKept: connections.length === 1 && !connections[0].isDropped,
  };
}

function row(client, { seconds, messages, lines, peakMiB, isKept }) {
  return {
    client,
    'asleep, s': seconds,
    sent: messages.toLocaleString('en-GB'),
    delivered: lines.toLocaleString('en-GB'),
    connection: isKept ? 'kept' : 'lost',
    'peak MiB': Number.isNaN(peakMiB) ? '–' : Math.round(peakMiB),
  };
}
