import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { userStatus } from '../../src/events/agent.ts';
import { samplePayload } from '../../src/events/envelope.ts';
import { hostileShapes, hostileUser } from '../support/hostile-shapes.js';
import { jsonLines, rte, startRte, type RunningRte } from '../support/rte.ts';
import { startScriptedHub, type HubPeer } from '../support/scripted-hub.ts';

const mebibyte = 1024 * 1024;

async function tailing(
  args: readonly string[],
  onLine?: (line: string) => void,
): Promise<{ tail: RunningRte; peer: HubPeer; send(record: string): Promise<void> }> {
  const hub = await startScriptedHub();
  const tail = startRte(['tail', '--hub-url', hub.url, '--user', hostileUser, ...args], {
    env: { RTE_TOKEN: 'token' },
    ...(onLine && { onLine }),
  });
  await tail.until('stderr', /connected to/);
  const peer = await hub.peer();
  return { tail, peer, send: (record) => peer.sendBytes(Buffer.from(`${record}\u001e`)) };
}

function status(note: string): string {
  const data = { ...samplePayload(userStatus), userId: hostileUser, note };
  return JSON.stringify({ type: 1, target: 'MessageReceived', arguments: [{ data }] });
}

/** The most memory that a program has had so far, where the system tells. */
function peakMebibytes({ child }: RunningRte): number {
  const text = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(text)?.[1]) / 1024;
}

/** All that messages of 1 MiB may make of the program, which itself takes some 60 MiB. */
const mostMebibytes = 224;

describe.each([
  ['-o ndjson'],
  ['-o ndjson --meta --changes'],
  ['-o lines'],
  ['-o lines --changes'],
  ['-o table'],
  ['-o table --fields note,eventType'],
])('%s', (flags) => {
  test('a message of any shape is dealt with, and the next one comes out', async () => {
    const end = new EventEmitter();
    const theEnd = once(end, 'came');
    const { tail, send } = await tailing(flags.split(' '), (line) => {
      if (line.includes('at TheEnd')) end.emit('came');
    });
    for (const make of Object.values(hostileShapes)) await send(make(mebibyte));
    for (const note of ['almost TheEnd', 'at TheEnd']) await send(status(note));
    await theEnd;
    if (process.platform === 'linux') expect(peakMebibytes(tail)).toBeLessThan(mostMebibytes);
    tail.child.kill('SIGINT');
    expect((await tail.ended).exitCode).toBe(130);
  });
});

test('an interrupt is heard while a long note is laid out as a card', async () => {
  const { tail, peer, send } = await tailing(['-o', 'table']);
  for (const unit of ['x', 'word ', ' ', '\\n']) await send(status(unit.repeat(mebibyte)));
  await peer.wasRead();
  tail.child.kill('SIGINT');
  expect((await tail.ended).exitCode).toBe(130);
});

describe('a message that is longer than --max-message', () => {
  const long = status('x'.repeat(100_000));

  test('is reported, with its length and its beginning, and the others come out', async () => {
    const { tail, send } = await tailing(['--max-message', '64KiB']);
    for (const record of [status('before'), long, status('after')]) await send(record);
    await tail.until('stdout', /after/);
    tail.child.kill('SIGINT');
    const { stdout, stderr } = await tail.ended;
    const [before, tooLong, after] = jsonLines(stdout);
    expect([before?.['data'].note, after?.['data'].note]).toEqual(['before', 'after']);
    expect(tooLong?.['_rte']).toEqual({
      kind: 'too-long',
      at: expect.any(String),
      bytes: Buffer.byteLength(long) + 1,
      beginning: long.slice(0, 256),
    });
    expect(stderr).toMatch(
      /▲ a message of 98\.\d KiB was skipped: it is longer than --max-message allows\n/,
    );
  });

  test.each([['lines'], ['table']])('has a line of its own as %s', async (form) => {
    const { tail, send } = await tailing(['-o', form, '--max-message', '64KiB']);
    for (const record of [long, status('after')]) await send(record);
    await tail.until('stdout', /after/);
    expect(tail.stdout()).toMatch(/\(too long\) .*98\.\d KiB: \{"type":1,"target":/);
  });

  test('is 16 MiB without the flag', async () => {
    const { tail, send } = await tailing(['-o', 'lines']);
    for (const bytes of [15, 17]) await send(status('x'.repeat(bytes * mebibyte)));
    await send(status('after'));
    await tail.until('stdout', /after/);
    expect(tail.stdout().match(/\(too long\)/g)).toHaveLength(1);
  });

  test.each(['16', '1KiB', '1GiB', '16 potatoes', '-1MiB'])(
    'is not to be had as %s',
    async (size) => {
      const { exitCode, stderr } = await rte(['tail', '--sim', '--max-message', size]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`--max-message '${size}' is not a size from 64KiB to 64MiB.`);
    },
  );
});

function names(count: number, length: number): string[] {
  return Array.from({ length: count }, (_each, at) => `User${at}${'x'.repeat(length)}`);
}

describe('a hub that offers far too much', () => {
  const env = { RTE_TOKEN: 'token' };

  test.each([
    ['200,000 names', names(200_000, 10)],
    ['names of 100,000 characters', names(20, 100_000)],
    ['names of blanks', [' '.repeat(1_000_000)]],
  ])('is listed, examined and tailed: %s', async (_what, offer) => {
    const methods = { AvailableSubscriptions: () => offer };
    const hub = await startScriptedHub(Array.from({ length: 4 }, () => ({ methods })));
    const at = ['--hub-url', hub.url];
    for (const args of [
      ['list-events', ...at],
      ['list-events', '-o', 'json', ...at],
      ['doctor', '--no-ping', ...at],
    ]) {
      const { exitCode, stderr } = await rte(args, { env });
      expect(exitCode, stderr).toBe(0);
    }
    const tail = startRte(['tail', ...at, '--user', hostileUser, '--event', 'User*'], { env });
    await tail.until('stderr', /connected to/);
  });
});

test('pings whose answers nobody reads cost no memory', async () => {
  const { tail, peer, send } = await tailing([]);
  await peer.pingUnread(400_000);
  await send(status('after'));
  await tail.until('stdout', /after/);
  if (process.platform === 'linux') expect(peakMebibytes(tail)).toBeLessThan(mostMebibytes);
});
