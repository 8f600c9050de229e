// From the connection to the last of many subscriptions being accepted, and whether events that
// come meanwhile wait for it.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';

import { program, tail } from '../measure/clients.js';
import { LoadGenerator } from '../measure/load-generator.js';
import { runIntoFile, startPipeline } from '../measure/run.js';
import { judge } from '../measure/report.js';
import { median, readable } from '../measure/statistics.js';
import { temporaryFolder } from '../measure/temporary-folder.js';

/** Messages a second that are sent from the first Subscribe on. */
const rate = 500;
/** How long an answer is on its way, as on a line between two places. */
const answerMs = 10;

/**
 * @param {import('../bench.js').Settings} settings
 * @returns {Promise<import('../measure/report.js').Part>}
 */
export async function manySubscriptions(settings) {
  const { short } = settings;
  const count = short ? 600 : 10_000;
  const file = subscriptionsFile(count);
  const generator = await LoadGenerator.start();
  const runs = [];
  for (let run = 0; run < (short ? 1 : 5); run++) {
    settings.progress(`subscriptions, run ${run + 1}`);
    const own = await subscribeWithRte(generator, file, count, settings);
    runs.push({ ...own, bareMs: await subscribeBare(generator, file, own.invocations) });
  }
  generator.stop();
  const of = (property) => median(runs.map((run) => run[property]));
  const name = `${count.toLocaleString('en-GB')} subscriptions`;
  return {
    title: name,
    about: `From the WebSocket to the last being accepted, in ${of('invocations')} invocations, whose answers take ${answerMs} ms each; medians of ${runs.length}. Meanwhile and after, ${rate} messages a second are sent.`,
    tables: [
      [
        { client: 'rte tail --subscriptions', 'all accepted after, ms': readable(of('ms')) },
        {
          client: 'bare client, one invocation after the other',
          'all accepted after, ms': readable(of('bareMs')),
        },
      ],
      [
        {
          'sent while subscribing': of('meanwhile'),
          'latency then: most, ms': readable(of('mostMs')),
          'latency after: median, ms': readable(of('afterMs')),
        },
      ],
    ],
    goals: [
      judge(`${name}, to their round trips one after the other`, of('ms') / of('bareMs'), {
        most: 1,
      }),
    ],
  };
}

function subscriptionsFile(count) {
  const path = join(temporaryFolder, 'subscriptions.json');
  const list = Array.from({ length: count }, () => ({
    EntityId: randomUUID(),
    EventName: 'UserStatus',
  }));
  writeFileSync(path, JSON.stringify(list));
  return path;
}

async function subscribeWithRte(generator, file, count, settings) {
  await generator.plan({ messages: rate, rate, stamp: true, answerMs });
  const flags = ['--subscriptions', file, '-o', 'ndjson', '-c', `${rate}`];
  const reader = [process.execPath, program('latency-reader.js')];
  const { client, said } = startPipeline(tail(settings, generator.hubUrl, flags), reader);
  await once(client, 'exit');
  const [connection] = (await generator.report()).connections;
  if (connection.subscriptions < count) throw new Error('Not all subscriptions were made.');
  const taken = JSON.parse(await said);
  // The first message goes out with the answer to the first Subscribe.
  const subscribingMs = connection.subscribedAt - connection.sendingSince;
  const isMeanwhile = ({ sentAtMs }) => sentAtMs - taken[0].sentAtMs <= subscribingMs;
  const meanwhile = taken.filter(isMeanwhile).map(({ latencyMs }) => latencyMs);
  const after = taken.slice(meanwhile.length).map(({ latencyMs }) => latencyMs);
  return {
    ms: connection.subscribedAt - connection.upgradedAt,
    invocations: connection.invocations,
    meanwhile: meanwhile.length,
    mostMs: Math.max(...meanwhile),
    afterMs: median(after),
  };
}

async function subscribeBare(generator, file, invocations) {
  await generator.plan({ messages: 0, answerMs });
  const args = [program('bare-subscriber.js'), generator.hubUrl, `${invocations}`, file];
  await runIntoFile({ args }, '/dev/null');
  const [connection] = (await generator.report()).connections;
  return connection.subscribedAt - connection.upgradedAt;
}
