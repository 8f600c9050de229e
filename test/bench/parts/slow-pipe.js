// Memory while a reader takes less than the hub could send.
import { ofAllUsers, plain, program, tail } from '../measure/clients.js';
import { LoadGenerator } from '../measure/load-generator.js';
import { sampleMemory } from '../measure/process-figures.js';
import { judge } from '../measure/report.js';
import { kill, startPipeline } from '../measure/run.js';

const readerTakes = 5 * 1024 * 1024;

/**
 * @param {import('../bench.js').Settings} settings
 * @returns {Promise<import('../measure/report.js').Part>}
 */
export async function slowPipe(settings) {
  const seconds = settings.short ? 1 : 20;
  const generator = await LoadGenerator.start();
  const forever = 1e9;
  const clients = {
    'plain client': plain('ndjson', generator.hubUrl, forever),
    'rte -o ndjson': tail(settings, generator.hubUrl, [...ofAllUsers, '-o', 'ndjson']),
    'rte -o lines': tail(settings, generator.hubUrl, [...ofAllUsers, '-o', 'lines']),
  };
  const peaks = {};
  for (const [name, what] of Object.entries(clients)) {
    settings.progress(`slow pipe: ${name}`);
    await generator.plan({ messages: forever });
    peaks[name] = await peakMiB(what, seconds, name === 'plain client');
  }
  generator.stop();
  return {
    title: 'A slow reader',
    about: `The hub sends as fast as it can, the reader of the pipe takes 5 MiB a second, for ${seconds} s.`,
    tables: [Object.entries(peaks).map(([client, peak]) => ({ client, 'peak MiB': peak }))],
    goals: [
      judge('peak with a slow reader', Number(peaks['rte -o ndjson']), { most: 120, unit: ' MiB' }),
    ],
  };
}

/** @param {boolean} mayDie of all that it queues: the most that it took until then counts. */
async function peakMiB(what, seconds, mayDie) {
  const { client, reader } = startPipeline(what, [
    process.execPath,
    program('slow-reader.js'),
    `${readerTakes}`,
  ]);
  const samples = sampleMemory(client);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const hasDied = client.exitCode !== null;
  if (hasDied && !mayDie) throw new Error(`${what.args.join(' ')} ended with ${client.exitCode}.`);
  if (!hasDied) await Promise.all([kill(client), kill(reader)]);
  return samples.length === 0 ? '–' : Math.round(samples.at(-1).peakMiB);
}
