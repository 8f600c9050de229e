import { setTimeout as delay } from 'node:timers/promises';

import { expect, it } from 'vitest';

import { jsonLines, startRte } from '../support/rte.ts';
import { startScriptedHub } from '../support/scripted-hub.ts';

const invocation = (note: string): object => ({
  type: 1,
  target: 'MessageReceived',
  arguments: [{ data: { eventType: 'UserStatus', note } }],
});

it('gets what waited for it as it was, whatever came in the meantime', async () => {
  const hub = await startScriptedHub();
  const flags = ['--hub-url', hub.url, '--user', 'a32aaa0e-8b2a-4216-b406-5bce281f9aeb'];
  const tail = startRte(['tail', ...flags, '-e', 'UserStatus', '-o', 'ndjson'], {
    env: { RTE_TOKEN: 'not-so-secret' },
  });
  await tail.until('stderr', /connected/);
  const peer = await hub.peer();
  tail.child.stdout.pause();
  const sent: string[] = [];
  let wasRead: Promise<unknown> = Promise.resolve();
  let isReading = true;
  // A read each, until the reader's buffers and those of the program are full.
  while (isReading) {
    sent.push(`${sent.length} ${'x'.repeat(1_000)}`);
    await peer.send(invocation(sent.at(-1) ?? ''));
    wasRead = peer.wasRead();
    isReading = await Promise.race([wasRead.then(() => true), delay(1_000, false)]);
  }
  tail.child.stdout.resume();
  await wasRead;
  tail.child.kill('SIGINT');
  const { stdout } = await tail.ended;
  expect(jsonLines(stdout).map(({ data }) => data.note)).toEqual(sent);
});
