// Whether a message that is twice as long takes more than about twice as long, whatever it is made of.
import { hostileUser } from '../../support/hostile-shapes.js';
import { tail } from '../measure/clients.js';
import { LoadGenerator } from '../measure/load-generator.js';
import { measuredRun } from '../measure/measured-run.js';
import { judge } from '../measure/report.js';
import { median, readable } from '../measure/statistics.js';

/** The most that twice the length may take, in times of CPU. */
const mostTimes = 2.5;

const forms = { ndjson: ['-o', 'ndjson'], lines: ['-o', 'lines'], cards: ['-o', 'table'] };

/** Each so long that a message has no more values than are decoded. */
const shapes = [
  { shape: 'one word', bytes: 1024 * 1024 },
  { shape: 'a run of blanks', bytes: 1024 * 1024 },
  { shape: 'C1 controls', bytes: 1024 * 1024 },
  { shape: 'joined emoji', bytes: 1024 * 1024 },
  { shape: 'members in PascalCase', bytes: 512 * 1024 },
  { shape: 'small numbers', bytes: 80 * 1024 },
];

/**
 * @param {import('../bench.js').Settings} settings
 * @returns {Promise<import('../measure/report.js').Part>}
 */
export async function messageSizes(settings) {
  const generator = await LoadGenerator.start();
  const rows = [];
  for (const { shape, bytes } of settings.short ? shapes.slice(0, 1) : shapes) {
    settings.progress(`sizes, ${shape}`);
    const times = {};
    for (const [form, flags] of Object.entries(forms))
      times[form] = await timesForTwice(generator, { shape, bytes }, flags, settings);
    rows.push({ shape, bytes, times });
  }
  generator.stop();
  const worst = Math.max(...rows.flatMap(({ times }) => Object.values(times)));
  return {
    title: 'Long messages',
    about: `CPU for messages of twice the length, against as many of the length itself; medians of ${runsOf(settings)}, less that of a run with a short one.`,
    tables: [
      rows.map(({ shape, bytes, times }) => ({
        'a message of': shape,
        KiB: readable(bytes / 1024),
        ...Object.fromEntries(
          Object.entries(times).map(([form, factor]) => [form, `${readable(factor)}×`]),
        ),
      })),
    ],
    goals: [judge('a message of twice the length, at worst', worst, { most: mostTimes })],
  };
}

async function timesForTwice(generator, { shape, bytes }, flags, settings) {
  // Enough for the work to be most of a run.
  const messages = settings.short ? 2 : Math.ceil((16 * 1024 * 1024) / bytes);
  const cpu = { nothing: [], once: [], twice: [] };
  for (let run = 0; run < runsOf(settings); run++) {
    cpu.nothing.push(
      await cpuSeconds(generator, { shape, bytes: 1, messages: 1 }, flags, settings),
    );
    cpu.once.push(await cpuSeconds(generator, { shape, bytes, messages }, flags, settings));
    cpu.twice.push(
      await cpuSeconds(generator, { shape, bytes: 2 * bytes, messages }, flags, settings),
    );
  }
  return (median(cpu.twice) - median(cpu.nothing)) / (median(cpu.once) - median(cpu.nothing));
}

async function cpuSeconds(generator, plan, flags, settings) {
  await generator.plan(plan);
  const count = ['--user', hostileUser, '-e', 'UserStatus', '-c', `${plan.messages}`];
  const run = await measuredRun(
    tail(settings, generator.hubUrl, [...count, ...flags]),
    '/dev/null',
  );
  return run.cpuSeconds;
}

function runsOf({ short }) {
  return short ? 1 : 3;
}
