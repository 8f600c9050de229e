// From the hub being back to the subscriptions standing again.
import { ofAllUsers, tail } from '../measure/clients.js';
import { LoadGenerator } from '../measure/load-generator.js';
import { kill, startProgram } from '../measure/run.js';
import { median, readable } from '../measure/statistics.js';

/** How long the hub is away. */
const outages = [
  { name: 'at once', ms: 0 },
  { name: 'after 3 s', ms: 3_000 },
];
const mostWaitMs = 40_000;

/**
 * @param {import('../bench.js').Settings} settings
 * @returns {Promise<import('../measure/report.js').Part>}
 */
export async function recovery(settings) {
  const runs = settings.short ? 1 : 7;
  const generator = await LoadGenerator.start();
  const rows = [];
  for (const { name, ms } of settings.short ? outages.slice(0, 1) : outages) {
    const times = [];
    for (let run = 1; run <= runs; run++) {
      settings.progress(`recovery ${name}, run ${run}`);
      times.push(await recoverySeconds(generator, settings, ms));
    }
    rows.push({
      'the hub is back': name,
      'subscribed again: median, s': readable(median(times)),
      'worst, s': readable(Math.max(...times)),
    });
  }
  generator.stop();
  return {
    title: 'Recovery',
    about: `All lines are cut and the port is closed; from the port being open again to the subscriptions standing again. The client waits at random, up to 1 s at first, then up to 2 s, 4 s and so on. ${runs} runs each.`,
    tables: [rows],
  };
}

async function recoverySeconds(generator, settings, outageMs) {
  await generator.plan({ messages: 0 });
  const what = tail(settings, generator.hubUrl, [...ofAllUsers, '-o', 'ndjson']);
  const client = startProgram(what, ['ignore', 'ignore', 'inherit']);
  await generator.reportOnce(isSubscribed, mostWaitMs);
  await generator.close();
  await new Promise((resolve) => setTimeout(resolve, outageMs));
  await generator.plan({ messages: 0 });
  await generator.listen();
  const { listeningAt, connections } = await generator.reportOnce(isSubscribed, mostWaitMs);
  await kill(client);
  return (connections[0].subscribedAt - listeningAt) / 1000;
}

function isSubscribed({ connections }) {
  return connections[0]?.subscribedAt !== undefined;
}
