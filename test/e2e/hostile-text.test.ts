import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { startFakeServer, unusedUrl } from '../support/fake-server.ts';
import { configFolder, rte, type RteResult } from '../support/rte.ts';
import { startScriptedHub } from '../support/scripted-hub.ts';

/** What a terminal would obey, and what would look like a line of rte's own. */
const hostile = 'id\u001b]0;owned\u0007\u001b[2J\u009b31m\u2028\u202e\nrte: forged';
const user = '11111111-2222-4333-8444-555555555555';

/** Line ends aside. */
const drives = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;

function expectHarmless({ stdout, stderr }: RteResult): void {
  const printed = stdout + stderr;
  expect(printed).not.toMatch(drives);
  expect(printed).not.toMatch(/^rte: forged/m);
}

/** A configuration that somebody else has written. */
async function hostileConfig(): Promise<{ RTE_CONFIG_DIR: string }> {
  const folder = join(configFolder(), 'rte');
  mkdirSync(folder, { mode: 0o700 });
  const profile = {
    username: hostile,
    secretKey: 'some-secret-key',
    apiUrl: `${await unusedUrl()}/`,
    userId: user,
    ticket: { hubUrl: `https://rte.example.com/${hostile}`, accessToken: 'x', expiresAt: hostile },
    names: [{ name: `Sales${hostile}`, kind: 'Queue', id: user }],
  };
  const content = JSON.stringify({ profiles: { default: profile, [`other${hostile}`]: profile } });
  writeFileSync(join(folder, 'config.json'), content, { mode: 0o600 });
  return { RTE_CONFIG_DIR: folder };
}

describe('what is stored reaches no terminal as it is', () => {
  test.each([
    'status',
    'status -o json',
    'status --check -v',
    'names list',
    'names list -o json',
    'names remove Sale',
    'tail --queue Sale',
    'tail -v',
    'list-events -v',
    'doctor',
    'doctor -o json',
    'status --profile none',
    'logout',
  ])('rte %s', async (line) => {
    const result = await rte(line.split(' '), { env: await hostileConfig() });
    expectHarmless(result);
    expect(result.stderr).not.toContain('defect of rte');
  });
});

describe('what a hub says reaches no terminal as it is', () => {
  const env = { RTE_TOKEN: 'token' };

  test.each(['list-events', 'list-events -o json', 'doctor --no-ping', 'doctor --no-ping -o json'])(
    'of its events, by rte %s',
    async (line) => {
      const methods = { AvailableSubscriptions: () => [`User${hostile}`, 'UserStatus'] };
      const hub = await startScriptedHub([{ methods }]);
      const result = await rte([...line.split(' '), '--hub-url', hub.url], { env });
      expect(result.exitCode, result.stderr).toBe(0);
      expectHarmless(result);
      expect(result.stdout).toContain('User');
    },
  );

  test.each([[[]], [['-v']]])('of why it refuses (%s)', async (flags) => {
    const server = await startFakeServer({ '/rte/negotiate': { json: { error: hostile } } });
    const args = ['tail', '--hub-url', `${server.url}/rte`, '--user', user, ...flags];
    const result = await rte(args, { env });
    expect(result.exitCode).toBe(5);
    expectHarmless(result);
    expect(result.stderr).toContain('\\nrte: forged');
  });

  test('of the subscriptions that it rejects', async () => {
    const rejected = { entityId: user, eventName: hostile, subscribed: false, message: hostile };
    const hub = await startScriptedHub([{ methods: { Subscribe: () => [rejected] } }]);
    const args = ['tail', '--hub-url', hub.url, '--user', user, '-e', 'UserStatus', '-v'];
    const result = await rte(args, { env });
    expect(result.exitCode).toBe(6);
    expectHarmless(result);
  });
});

test.each([
  ['describe', hostile],
  ['list-events', '--offline', hostile],
  ['tail', '--sim', '--event', hostile],
  ['tail', '--sim', '--queue', hostile],
  ['tail', '--sim', '--where', hostile],
  [hostile],
  ['tail', `--${hostile}`],
])('what an argument holds reaches no terminal as it is: %j', async (...args) => {
  const result = await rte(args);
  expect(result.exitCode).toBe(2);
  expectHarmless(result);
});
