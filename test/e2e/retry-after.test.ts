import { describe, expect, test } from 'vitest';

import { startFakeServer, type Answer } from '../support/fake-server.ts';
import { startRte, type RunningRte } from '../support/rte.ts';
import { startScriptedHub } from '../support/scripted-hub.ts';

const user = '11111111-2222-4333-8444-555555555555';

/** What servers may write, and the wait that is announced for it. */
const headers: readonly (readonly [header: string, wait: string])[] = [
  ['120', '2 min 0 s'],
  ['300', '5 min 0 s'],
  ['301', '5 min 0 s'],
  ['86400', '5 min 0 s'],
  ['99999999', '5 min 0 s'],
  ['9'.repeat(30), '5 min 0 s'],
  ['Fri, 01 Jan 2100 00:00:00 GMT', '5 min 0 s'],
];

async function announced(tail: RunningRte): Promise<string | undefined> {
  const wait = /not connected: .*(?:429|503).* · attempt \d+ in (.+)/;
  await tail.until('stderr', wait);
  return wait.exec(tail.stderr())?.[1];
}

function tailing(hubUrl: string, flags: readonly string[] = []): RunningRte {
  return startRte(['tail', '--user', user, '--hub-url', hubUrl, ...flags], {
    env: { RTE_TOKEN: 'token' },
  });
}

function refused(
  header: string,
  status = 503,
): { status: number; headers: Record<string, string> } {
  return { status, headers: { 'Retry-After': header } };
}

describe('Retry-After is obeyed, for 5 minutes at most,', () => {
  test.each(headers)('by the first connection with --wait: %s', async (header, wait) => {
    for (const phase of ['negotiate', 'upgrade'] as const) {
      const hub = await startScriptedHub([{ [phase]: refused(header) }]);
      expect(await announced(tailing(hub.url, ['--wait']))).toBe(wait);
    }
  });

  test.each(headers)('in mid-run, when the hub says it: %s', async (header, wait) => {
    for (const phase of ['negotiate', 'upgrade'] as const) {
      const hub = await startScriptedHub([{}, { [phase]: refused(header, 429) }]);
      const tail = tailing(hub.url);
      await tail.until('stderr', /● connected/);
      (await hub.peer()).cut();
      expect(await announced(tail)).toBe(wait);
    }
  });

  test.each(headers)('in mid-run, when the REST API says it: %s', async (header, wait) => {
    const hub = await startScriptedHub();
    const ticket: Answer = { json: { WssEndpoint: hub.url.replace(/^http/, 'ws'), Token: 'a.b' } };
    const server = await startFakeServer({ '/token/me/rte/': [ticket, refused(header)] });
    const tail = startRte(['tail', '--user', user], {
      env: { RTE_API_URL: server.url, RTE_USERNAME: 'a@example.com', RTE_SECRET_KEY: 'key' },
    });
    await tail.until('stderr', /● connected/);
    (await hub.peer()).cut();
    expect(await announced(tail)).toBe(wait);
  });
});
