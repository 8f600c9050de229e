// What a client uses on a hub where nothing happens: pings alone.
import { ofAllUsers, plain, tail } from '../measure/clients.js';
import { LoadGenerator } from '../measure/load-generator.js';
import { exactCpuMs, processFigures } from '../measure/process-figures.js';
import { judge } from '../measure/report.js';
import { kill, startProgram } from '../measure/run.js';
import { readable } from '../measure/statistics.js';

/** V8 tidies up, once, some 8 s after a program has come to rest: 20 ms. */
const settlesInMs = 12_000;
/** Of a core, in %: the least that top shows. */
const mostShare = 0.1;

/**
 * @param {import('../bench.js').Settings} settings
 * @returns {Promise<import('../measure/report.js').Part>}
 */
export async function idle(settings) {
  const { short } = settings;
  const seconds = short ? 1 : 30;
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
      ...(await rest(what, seconds, short ? 0 : settlesInMs)),
    })),
  );
  generator.stop();
  return {
    title: 'On a quiet hub',
    about: `The hub pings, nothing else. CPU within ${seconds} s, ${settlesInMs / 1000} s after the start.`,
    tables: [rows],
    goals: short
      ? []
      : [
          judge('CPU on a quiet hub', Number(rows.at(-1)['share of a core, %']), {
            most: mostShare,
            unit: ' %',
          }),
        ],
  };
}

async function rest(what, seconds, settlingMs) {
  const client = startProgram(what, ['ignore', 'ignore', 'inherit']);
  await new Promise((resolve) => setTimeout(resolve, settlingMs));
  const before = exactCpuMs(client.pid);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const used = exactCpuMs(client.pid) - before;
  const figures = processFigures(client.pid);
  await kill(client);
  return {
    'CPU, ms': readable(used),
    'share of a core, %': readable(used / seconds / 10),
    'RSS MiB': figures === undefined ? '–' : Math.round(figures.rssMiB),
  };
}
