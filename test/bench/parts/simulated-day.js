// As many events as a busy day has, in one go: memory must not grow.
import { once } from 'node:events';
import { openSync, closeSync } from 'node:fs';

import { ofAllUsers, tail } from '../measure/clients.js';
import { LoadGenerator } from '../measure/load-generator.js';
import { sampleMemory } from '../measure/process-figures.js';
import { judge } from '../measure/report.js';
import { startProgram } from '../measure/run.js';
import { median } from '../measure/statistics.js';

/** 100 events a second. */
const eventsOfADay = 8_640_000;
/**
 * So much more at the end than in the middle is not growth. V8 enlarges its young generation by 8 MiB
 * once, when it has seen enough to think that this pays, and that is before the middle.
 */
const mostGrowth = 1.1;

/**
 * @param {import('../bench.js').Settings} settings
 * @returns {Promise<import('../measure/report.js').Part>}
 */
export async function simulatedDay(settings) {
  const messages = settings.short ? 5_000 : eventsOfADay;
  const generator = await LoadGenerator.start();
  await generator.plan({ messages });
  const flags = [...ofAllUsers, '-o', 'ndjson', '-c', `${messages}`];
  settings.progress('a day');
  const { seconds, samples } = await watch(tail(settings, generator.hubUrl, flags));
  generator.stop();
  const middle = rssAround(samples, 0.5);
  const late = rssAround(samples, 0.95);
  const shares = [0.1, 0.3, 0.5, 0.7, 0.95];
  return {
    title: 'A simulated day',
    about: `${messages.toLocaleString('en-GB')} messages, 100 a second for a day, as fast as they go: ${seconds.toFixed(1)} s.`,
    tables: [
      [
        {
          ...Object.fromEntries(
            shares.map((share) => [`RSS after ${share * 100} %`, mib(rssAround(samples, share))]),
          ),
          peak: mib(samples.at(-1)?.peakMiB ?? Number.NaN),
        },
      ],
    ],
    goals: [judge('memory late in a day, to its middle', late / middle, { most: mostGrowth })],
  };
}

async function watch(what) {
  const startedAt = performance.now();
  const nowhere = openSync('/dev/null', 'w');
  const client = startProgram(what, ['ignore', nowhere, 'inherit']);
  closeSync(nowhere);
  const samples = sampleMemory(client);
  const [code] = await once(client, 'exit');
  if (code !== 0) throw new Error(`rte ended with ${code}.`);
  return { seconds: (performance.now() - startedAt) / 1000, samples };
}

/** The median of the tenth of all samples around a share of the run. */
function rssAround(samples, share) {
  const half = Math.ceil(samples.length / 20);
  const middle = Math.floor(samples.length * share);
  return median(
    samples.slice(Math.max(0, middle - half), middle + half).map((each) => each.rssMiB),
  );
}

function mib(value) {
  return Number.isNaN(value) ? '–' : `${Math.round(value)} MiB`;
}
