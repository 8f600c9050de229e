// Messages a second, from the start of the client to its end.
import { program, sampleEvents } from '../measure/clients.js';
import { LoadGenerator } from '../measure/load-generator.js';
import { measuredRun } from '../measure/measured-run.js';
import { judge } from '../measure/report.js';
import { median, readable } from '../measure/statistics.js';
import { cells, groups } from './throughput-cells.js';

/** A client within this share of what the load generator can do says more of the generator. */
const tooClose = 0.8;
/** Of a million messages into a pipe the plain client dies (ENOBUFS): it has queued them all. */
const mostIntoPipe = 500_000;

/**
 * @param {import('../bench.js').Settings} settings
 * @returns {Promise<import('../measure/report.js').Part>}
 */
export async function throughput(settings) {
  const { messages, rounds, short, progress, rte } = settings;
  const samples = sampleEvents(rte);
  const generator = await LoadGenerator.start();
  const results = cells(short).map((cell) => ({
    ...cell,
    ...(cell.group === 'kinds' && { samples }),
    runs: {},
    ceilings: [],
  }));
  for (let round = 1; round <= rounds; round++) {
    for (const result of results) {
      progress(
        `round ${round}: ${result.group}, ${result.destination}, ${result.perFrame} a frame`,
      );
      await measureCell(result, generator, settings);
    }
  }
  generator.stop();
  return {
    title: 'Throughput',
    about: `${messages.toLocaleString('en-GB')} messages of about 1,000 bytes (into a pipe ${mostIntoPipe.toLocaleString('en-GB')} at most), start-up included; UserStatus, or events of all kinds, one as often as the other; ${rounds === 1 ? 'one round' : `medians of ${rounds} rounds`}, in which all take turns. The factor is that to the first of its group.`,
    tables: Object.keys(groups).map((name) =>
      results.filter(({ group }) => group === name).flatMap(rowsOf),
    ),
    ...(!short && { goals: goals(results), notes: notes(results) }),
  };
}

/** One run of each client of a cell, and one of a client that does nothing, to see what can be. */
async function measureCell(cell, generator, settings) {
  const { group, destination, perFrame, samples, runs, ceilings } = cell;
  const messages = Math.min(
    settings.messages,
    destination === 'pipe' ? mostIntoPipe : Number.POSITIVE_INFINITY,
  );
  const plan = { messages, perFrame, samples };
  await generator.plan({ ...plan, close: true });
  ceilings.push(await ceiling(generator, messages));
  for (const [name, client] of Object.entries(groups[group])) {
    await generator.plan(plan);
    const what = client(generator.hubUrl, messages, settings);
    const run = await measuredRun(what, destination);
    if (run.lines < messages) throw new Error(`${name}: ${run.lines} lines of ${messages}.`);
    (runs[name] ??= []).push({
      rate: messages / run.seconds,
      cpuPerMillion: (run.cpuSeconds / messages) * 1e6,
      peakMiB: run.peakMiB,
      sendingRate: await sendingRate(generator, messages),
    });
  }
}

async function ceiling(generator, messages) {
  await measuredRun({ args: [program('sink-client.js'), generator.hubUrl] }, '/dev/null');
  return sendingRate(generator, messages);
}

/** Messages a second while the generator was sending, without the client's start-up. */
async function sendingRate(generator, messages) {
  const { connections } = await generator.report();
  const { sendingSince, sentAt } = connections[0];
  return messages / ((sentAt - sendingSince) / 1000);
}

function rowsOf({ destination, perFrame, runs, ceilings }) {
  const rates = mediansOf(runs, 'rate');
  const first = Object.values(rates)[0];
  const most = median(ceilings);
  return Object.entries(runs).map(([name, each]) => ({
    client: name,
    into: destination,
    'a frame': perFrame,
    'messages/s': Math.round(rates[name]).toLocaleString('en-GB'),
    factor: `${readable(rates[name] / first)}×`,
    'CPU s per million': readable(median(each.map(({ cpuPerMillion }) => cpuPerMillion))),
    'peak MiB': Math.round(median(each.map(({ peakMiB }) => peakMiB))),
    'of the generator': `${Math.round((median(each.map(({ sendingRate }) => sendingRate)) / most) * 100)} %`,
  }));
}

function mediansOf(runs, property) {
  return Object.fromEntries(
    Object.entries(runs).map(([name, each]) => [name, median(each.map((run) => run[property]))]),
  );
}

function notes(results) {
  const close = results.flatMap(({ runs, ceilings, destination, perFrame }) =>
    Object.entries(mediansOf(runs, 'sendingRate'))
      .filter(([, rate]) => rate >= tooClose * median(ceilings))
      .map(([name]) => `${name} (${destination}, ${perFrame} a frame)`),
  );
  const ceilings = [1, 20].map((perFrame) => {
    const all = results.filter((result) => result.perFrame === perFrame);
    const most = median(all.flatMap((result) => result.ceilings));
    return `${Math.round(most).toLocaleString('en-GB')} a second with ${perFrame} a frame`;
  });
  return [
    `The load generator alone, to a client that discards: ${ceilings.join(', ')}.`,
    close.length > 0
      ? `**The load generator limits** (within ${tooClose * 100} % of what it can do): ${close.join('; ')}.`
      : `No client came within ${tooClose * 100} % of that.`,
  ];
}

function goals(results) {
  const factor = (group, destination, perFrame, client) => {
    const { runs } = results.find(
      (each) =>
        each.group === group && each.destination === destination && each.perFrame === perFrame,
    );
    const rates = mediansOf(runs, 'rate');
    return rates[client] / Object.values(rates)[0];
  };
  const ndjson = (destination, perFrame, least) =>
    judge(
      `NDJSON into ${destination}, ${perFrame} a frame, to the plain client`,
      factor('ndjson', destination, perFrame, 'rte -o ndjson'),
      { least },
    );
  const other = (group, client, least) =>
    judge(`${client}, 1 a frame`, factor(group, '/dev/null', 1, client), { least });
  return [
    ndjson('/dev/null', 1, 6),
    ndjson('/dev/null', 20, 6),
    ndjson('pipe', 1, 4),
    ndjson('pipe', 20, 4),
    other('forms', 'rte -o lines', 2),
    other('content', 'rte --where talking=true', 1.5),
    other('content', 'rte --fields userId,talking,available', 1.5),
  ];
}
