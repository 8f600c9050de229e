import { setTimeout as delay } from 'node:timers/promises';

import { describe, expect, onTestFinished, test } from 'vitest';

import { userStatus } from '../../src/events/agent.ts';
import { samplePayload } from '../../src/events/envelope.ts';
import { Random } from '../../src/sim/centre/random.ts';
import { readFaultSetting } from '../../src/sim/fault-setting.ts';
import { startSimulator } from '../../src/sim/simulator.ts';
import { dotnetFound, startInteropHub } from '../interop/interop-hub.ts';
import { startRte, type RunningRte } from '../support/rte.ts';
import { imbalances, type Entry, type Trouble } from './books.ts';
import { FaultyLine } from './faulty-line.ts';

/** `npm run soak` sets these; without it the run is short, and always the same. */
const forMs = Number(process.env['LEDGER_SECONDS'] ?? 12) * 1000;
const seed = process.env['LEDGER_SEED'] ?? '1';
const isSoak = process.env['LEDGER_SECONDS'] !== undefined;

/** A hub that sends what it is told, and to which things happen. */
interface Hub {
  /** The port of hub and REST API. */
  port: number;
  username: string;
  secretKey: string;
  userId: string;
  publish(number: number): void | Promise<unknown>;
  /** What can go wrong there; each resolves when it is over. */
  faults: Record<string, () => void | Promise<unknown>>;
  stop(): Promise<void>;
}

/** Large enough for a reader that sleeps to be felt at once. */
function payload(number: number): Record<string, unknown> {
  return { ...samplePayload(userStatus), number, padding: 'x'.repeat(4_000) };
}

async function simulatedHub(random: Random): Promise<Hub> {
  const simulator = await startSimulator({ seed: 1, waitForBegin: true });
  const { faults, hub, login } = simulator;
  const forAWhile = async (fault: string, value?: string): Promise<void> => {
    faults.strikeNow(fault);
    if (value !== undefined) faults.turnOn(readFaultSetting(fault, value));
    await delay(random.between(100, 2_500));
    faults.clear(fault);
  };
  const strike = (fault: string) => () => faults.strikeNow(fault);
  return {
    port: Number(new URL(simulator.apiUrl).port),
    ...login,
    publish: (number) => hub.publish(userStatus, login.userId, payload(number)),
    faults: {
      'hub drops': strike('drop'),
      'hub aborts': strike('abort'),
      'hub closes': strike('close'),
      'hub closes to reconnect': strike('close-reconnect'),
      'hub sends a bad frame': strike('bad-frames'),
      'hub stalls': () => forAWhile('stall'),
      'hub is out of service': async () => {
        faults.strikeNow('drop');
        await forAWhile('hub-status');
      },
      'REST API is out of service': async () => {
        faults.strikeNow('drop');
        await forAWhile('rest-status');
      },
      'hub refuses a token': () => {
        faults.turnOn(readFaultSetting('refuse-tokens', '1'));
        faults.strikeNow('drop');
      },
      'hub sends records that are none': () => forAWhile('malformed', '3'),
      'hub sends other targets': () => forAWhile('unknown-targets', '2'),
    },
    stop: () => simulator.close(),
  };
}

async function aspnetHub(random: Random): Promise<Hub> {
  const options = { intervalMs: 0, users: 2 };
  let hub = await startInteropHub(options);
  const port = Number(new URL(hub.apiUrl).port);
  const { username, secretKey, userId } = hub;
  let isUp = true;
  const restart = async (end: () => Promise<void>): Promise<void> => {
    isUp = false;
    await end();
    await delay(random.between(0, 1_000));
    hub = await startInteropHub({ ...options, port, secretKey });
    isUp = true;
  };
  return {
    port,
    username,
    secretKey,
    userId,
    publish: (number) =>
      isUp
        ? hub
            .publish(userId, 'UserStatus', payload(number))
            // It may go down in the middle of it; then nobody was sent anything.
            .catch(() => {})
        : undefined,
    faults: {
      'hub aborts': () => hub.abort(),
      'REST API is out of service': async () => {
        await hub.failToken({ status: 503, times: 2 });
        await hub.abort();
      },
      'hub shuts down and starts again': () => restart(() => hub.shutDown()),
      'hub dies and starts again': () => restart(() => hub.stop()),
    },
    stop: () => hub.stop(),
  };
}

const hubs: [string, (random: Random) => Promise<Hub>][] = [
  ['the simulated Enreach', simulatedHub],
  [`ASP.NET Core SignalR${dotnetFound ? '' : ' (skipped: no .NET 10 SDK found)'}`, aspnetHub],
];

describe.each(hubs)('against %s', (_name, startHub) => {
  test.skipIf(startHub === aspnetHub && !dotnetFound)(
    `the books balance, seed ${seed}`,
    async () => {
      const random = new Random(seed);
      const hub = await startHub(random.fork('hub'));
      const line = await FaultyLine.to(hub.port);
      onTestFinished(async () => {
        line.close();
        await hub.stop();
      });
      const journal = new PrintedJournal();
      const tail = startTail(hub, line, (text) => journal.add(text));
      await tail.until('stderr', /connected to/);

      const publisher = startPublisher(hub, random.fork('publisher'));
      const troubles = await makeTrouble({ hub, line, tail, random });
      // Only what comes out shows that all is well again: a dead line takes half a minute to notice.
      const mark = publisher.sent.length;
      await expect
        .poll(() => journal.last, { timeout: 90_000, interval: 500 })
        .toBeGreaterThan(mark);
      await publisher.stop();
      await expect.poll(() => journal.last, { timeout: 30_000 }).toBe(publisher.sent.length);
      tail.child.kill('SIGINT');
      await tail.ended;

      const { printed, gaps } = journal;
      const findings = imbalances({ sent: publisher.sent, troubles, printed, gaps });
      const story = troubles.map(({ name, from, to }) => `${iso(from)} ${name} (${to - from} ms)`);
      expect(findings, `seed ${seed}\n${story.join('\n')}`).toEqual([]);
      if (isSoak) process.stderr.write(report(publisher.sent.length, troubles, journal));
    },
    forMs + 120_000,
  );
});

function startTail(
  { username, secretKey, userId }: Hub,
  line: FaultyLine,
  onLine: (text: string) => void,
): RunningRte {
  return startRte(['tail', '--user', userId, '--event', 'UserStatus', '--meta'], {
    env: {
      RTE_API_URL: `http://127.0.0.1:${line.port}`,
      RTE_USERNAME: username,
      RTE_SECRET_KEY: secretKey,
    },
    onLine,
  });
}

/** Has the hub send numbered events without end, now many and now few. */
function startPublisher(hub: Hub, random: Random) {
  const sent: Entry[] = [];
  let number = 0;
  const over = new AbortController();
  const publish = async (): Promise<void> => {
    number += 1;
    sent.push({ number, at: Date.now() });
    await hub.publish(number);
  };
  const publishing = (async () => {
    while (!over.signal.aborted) {
      const burst = random.chance(0.1) ? random.between(10, 200) : 1;
      for (let count = 0; count < burst; count++) await publish();
      await delay(random.chance(0.02) ? random.between(500, 3_000) : random.between(1, 40));
    }
  })();
  return {
    sent,
    stop: () => {
      over.abort();
      return publishing;
    },
  };
}

/** Lets one thing after another go wrong. */
async function makeTrouble({
  hub,
  line,
  tail,
  random,
}: {
  hub: Hub;
  line: FaultyLine;
  tail: RunningRte;
  random: Random;
}): Promise<Trouble[]> {
  const { stdout } = tail.child;
  const aWhile = (): Promise<void> => delay(random.between(50, 2_500));
  const faults: Record<string, () => unknown> = {
    ...hub.faults,
    'line is cut': () => line.cut(),
    'line stalls': async () => {
      line.stall();
      await aWhile();
      line.resume();
    },
    'line stalls, moves a little, and is cut': async () => {
      line.stall();
      await aWhile();
      line.resume();
      await delay(random.between(0, 20));
      line.cut();
    },
    'line is refused': async () => {
      line.refuse();
      await aWhile();
      await line.accept();
    },
    'reader sleeps': async () => {
      stdout.pause();
      await aWhile();
      stdout.resume();
    },
    'reader sleeps, and the line is cut': async () => {
      stdout.pause();
      // Longer than a gap begins too early.
      await delay(random.between(2_500, 4_000));
      line.cut();
      await aWhile();
      stdout.resume();
    },
    ...(isSoak && { 'line leads nowhere': () => line.blackHole() }),
  };
  const troubles: Trouble[] = [];
  const endsAt = Date.now() + forMs;
  for (let turn = 1; Date.now() < endsAt; turn++) {
    const name = random.pick(Object.keys(faults));
    const one: Trouble = { name, from: Date.now(), to: Number.POSITIVE_INFINITY };
    troubles.push(one);
    await faults[name]?.();
    one.to = Date.now();
    // Some strike while the connection is being rebuilt; now and then it may last.
    await delay(isSoak && turn % 5 === 0 ? 12_000 : random.between(0, 3_000));
  }
  return troubles;
}

/** What the program printed, as far as the ledger asks for it. */
class PrintedJournal {
  readonly printed: number[] = [];
  readonly gaps: { from: number; to: number }[] = [];

  add(line: string): void {
    const number = /"number":(\d+)/.exec(line)?.[1];
    if (number !== undefined) this.printed.push(Number(number));
    if (!line.includes('"kind":"gap"')) return;
    const { _rte: gap } = JSON.parse(line) as { _rte: { from: string; to: string } };
    this.gaps.push({ from: Date.parse(gap.from), to: Date.parse(gap.to) });
  }

  /** The number of the last event that was printed. */
  get last(): number {
    return this.printed.at(-1) ?? 0;
  }
}

function report(
  sent: number,
  troubles: readonly Trouble[],
  { printed, gaps }: PrintedJournal,
): string {
  const gapMs = gaps.reduce((sum, { from, to }) => sum + to - from, 0);
  return (
    `seed ${seed}: ${sent} events, ${printed.length} printed, ${troubles.length} troubles, ` +
    `${gaps.length} gaps of ${Math.round(gapMs / 1000)} s together\n`
  );
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
