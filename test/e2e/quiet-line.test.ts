import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { expect, onTestFinished, test } from 'vitest';

import { onPath } from '../support/on-path.ts';
import { startScriptedHub } from '../support/scripted-hub.ts';

const program = fileURLToPath(new URL('../../bin/rte.js', import.meta.url));
/** Gives a program a terminal; on other systems than Linux it takes other flags. */
const script = process.platform === 'linux' ? onPath('script') : undefined;
const user = '11111111-2222-4333-8444-555555555555';

/** The program on a terminal of its own, and what the person there has read so far. */
function onTerminal(args: readonly string[], env: Readonly<Record<string, string>>) {
  const command = [process.execPath, program, ...args].map((each) => `'${each}'`).join(' ');
  const child = spawn(String(script), ['-qefc', command, '/dev/null'], {
    env: { PATH: process.env['PATH'], TZ: 'UTC', TERM: 'dumb', ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let screen = '';
  const until = (wanted: RegExp): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!wanted.test(screen)) return;
        child.stdout.off('data', look);
        resolve();
      };
      child.stdout.on('data', look);
      look();
    });
  child.stdout.setEncoding('utf8').on('data', (text: string) => (screen += text));
  return { child, screen: () => screen, until };
}

test.skipIf(script === undefined)(
  'on a terminal, a quiet line is said to be alive, and is not rebuilt for being quiet',
  async () => {
    const hub = await startScriptedHub();
    const tail = onTerminal(
      ['tail', '--hub-url', hub.url, '--user', user, '-e', 'UserStatus', '--utc'],
      { RTE_TOKEN: 'a-token' },
    );
    const peer = await hub.peer();
    const pings = setInterval(() => void peer.send({ type: 6 }), 2_000);
    onTestFinished(() => clearInterval(pings));
    await tail.until(/quiet for/);
    const data = { eventType: 'UserStatus', entityId: user, talking: true };
    await peer.send({
      type: 1,
      target: 'MessageReceived',
      arguments: [{ subscription: {}, data }],
    });
    await tail.until(/talking/);
    tail.child.kill('SIGINT');
    expect(
      tail
        .screen()
        .replaceAll('\r', '')
        .replace(/127\.0\.0\.1:\d+/, 'HUB')
        .replace(/for 3\d\.\d s/, 'for 30.x s')
        .replace(/\d\d:\d\d:\d\d, last ping [^\n]* ago/, 'TIME, last ping N ago')
        .replace(/^\d\d:\d\d:\d\d\.\d{3}/m, 'TIME'),
    ).toMatchInlineSnapshot(`
      "● connected to HUB · 1 subscription
      · quiet for 30.x s · connected since TIME, last ping N ago
      TIME  UserStatus            11111111      talking
      "
    `);
    expect(hub.trail.filter((step) => step === 'negotiate')).toHaveLength(1);
  },
  60_000,
);
