import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import { jsonLines, startRte, type RunningRte } from '../support/rte.ts';
import { startScriptedHub, type ScriptedHub } from '../support/scripted-hub.ts';

const user = '11111111-2222-4333-8444-555555555555';
const stepClock = fileURLToPath(new URL('../support/step-clock.cjs', import.meta.url));

async function tailing(stepMs: number): Promise<{ hub: ScriptedHub; tail: RunningRte }> {
  const hub = await startScriptedHub();
  const tail = startRte(['tail', '--hub-url', hub.url, '--user', user, '--meta'], {
    env: {
      RTE_TOKEN: 'token',
      NODE_OPTIONS: `--require "${stepClock}"`,
      STEP_CLOCK_MS: `${stepMs}`,
    },
  });
  await tail.until('stderr', /connected to/);
  return { hub, tail };
}

async function setClock(tail: RunningRte): Promise<void> {
  tail.child.kill('SIGUSR2');
  await tail.until('stderr', /the clock was set/);
}

const hourMs = 3_600_000;

describe.skipIf(process.platform === 'win32').each([
  ['back', -hourMs],
  ['on', hourMs],
])('a clock that is set %s by an hour', (_name, stepMs) => {
  test('makes no gap longer or shorter, and none ends before it begins', async () => {
    const { hub, tail } = await tailing(stepMs);
    await setClock(tail);
    (await hub.peer()).cut();
    await tail.until('stderr', /connected to/, 2);
    tail.child.kill('SIGINT');
    const { stdout, stderr } = await tail.ended;
    const records = jsonLines(stdout).map(({ _rte }) => _rte);
    const gap = records.find(({ kind }) => kind === 'gap');
    expect(gap.durationMs).toBeGreaterThanOrEqual(0);
    expect(gap.durationMs).toBeLessThan(60_000);
    expect(Date.parse(gap.to) - Date.parse(gap.from)).toBe(gap.durationMs);
    const summary = records.find(({ kind }) => kind === 'summary');
    for (const ms of [summary.durationMs, summary.gapMs, summary.longestSilenceMs]) {
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(ms).toBeLessThan(60_000);
    }
    expect(stderr).not.toMatch(/\d h \d|-\d/);
  });

  test('keeps nobody from pinging the hub, which would drop a client that does not', async () => {
    const { hub, tail } = await tailing(stepMs);
    const peer = await hub.peer();
    await peer.send({ type: 6 });
    await peer.wasRead();
    await setClock(tail);
    // The first came at once; the next is due 15 s after it.
    await peer.send({ type: 6 });
    await hub.reached('ping', 2);
  }, 60_000);
});
