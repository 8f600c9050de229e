// What a client uses on a hub where nothing happens: pings alone.
import { ofAllUsers, plain, tail } from '../measure/clients.js';
import { LoadGenerator } from '../measure/load-generator.js';
import { processFigures } from '../measure/process-figures.js';
import { kill, startProgram } from '../measure/run.js';

const settlesInMs = 2_000;

/**
 * @param {import('../bench.js').Settings} settings
 * @returns {Promise<import('../measure/report.js').Part>}
 */
export async function idle(settings) {
  const seconds = settings.short ? 1 : 20;
  const generator = await LoadGenerator.start();
  await generator.plan({ messages: 0 });
  settings.progress('idle');
  const clients = {
    'plain client': plain('ndjson', generator.hubUrl, 1),
    'rte tail': tail(settings, generator.hubUrl, [...ofAllUsers, '-o', 'ndjson']),
  };
  const rows = await Promise.all(
    Object.entries(clients).map(async ([client, what]) => ({
      client,
      ...(await rest(what, seconds)),
    })),
  );
  generator.stop();
  return {
    title: 'On a quiet hub',
    about: `The hub pings, nothing else, for ${seconds} s. The CPU is counted in steps of 10 ms.`,
    tables: [rows],
  };
}

async function rest(what, seconds) {
  const client = startProgram(what, ['ignore', 'ignore', 'inherit']);
  await new Promise((resolve) => setTimeout(resolve, settlesInMs));
  const before = processFigures(client.pid);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const after = processFigures(client.pid);
  await kill(client);
  if (before === undefined || after === undefined) return { 'CPU, ms': '–', 'RSS MiB': '–' };
  return {
    'CPU, ms': Math.round((after.cpuSeconds - before.cpuSeconds) * 1000),
    'RSS MiB': Math.round(after.rssMiB),
  };
}
