import { describe, expect, test } from 'vitest';

import { accountEnv, useSimulator } from '../support/enreach.ts';
import { startFakeServer, unusedUrl } from '../support/fake-server.ts';
import { configFolder, rte, startRte } from '../support/rte.ts';
import { startScriptedHub } from '../support/scripted-hub.ts';

const enreach = useSimulator({ speed: 200 });
const stranger = '11111111-2222-4333-8444-555555555555';

describe('what other systems and editors make of a secret', () => {
  test.each([
    ['RTE_TOKEN with a line end', { RTE_TOKEN: 'some-token\r\n' }],
    ['RTE_TOKEN with quotation marks', { RTE_TOKEN: '"some-token"' }],
    ['RTE_TOKEN with Bearer', { RTE_TOKEN: 'Bearer some-token' }],
  ])('%s is the token all the same', async (_name, env) => {
    const hub = await startScriptedHub();
    const tail = startRte(['tail', '--hub-url', hub.url, '--user', stranger], { env });
    await tail.until('stderr', /connected to/);
    expect((await hub.reached('upgrade')).authorization).toBe('Bearer some-token');
  });

  test.each([[[]], [['--wait']]])(
    'RTE_TOKEN of two lines is a usage error, and is not tried again (%j)',
    async (flags) => {
      const url = `${await unusedUrl()}/rte`;
      const { exitCode, stderr } = await rte(
        ['tail', '--hub-url', url, '--user', stranger, ...flags],
        { env: { RTE_TOKEN: 'some-token\nother-token' } },
      );
      expect(exitCode).toBe(2);
      expect(stderr).toContain("RTE_TOKEN has a character in it that can't be right: a line break");
    },
  );

  test('variables with a line end are what they are', async () => {
    const env = Object.entries(accountEnv(enreach())).map(([name, value]) => [
      name,
      `\ufeff${value}\r\n`,
    ]);
    const { exitCode, stderr } = await rte(['tail', '-c', '1', '-q'], {
      env: Object.fromEntries(env),
    });
    expect(exitCode, stderr).toBe(0);
  });

  test.each([
    ['UTF-8 with a byte-order mark', (text: string) => Buffer.from(`\ufeff${text}\r\n`)],
    [
      'UTF-16, as PowerShell writes it',
      (text: string) => Buffer.from(`\ufeff${text}\r\n`, 'utf16le'),
    ],
  ])('a key in %s logs in', async (_name, encode) => {
    const { apiUrl, username, secretKey } = enreach();
    const { exitCode, stderr } = await rte(
      ['login', '-u', username, '--api-url', apiUrl, '--secret-key-stdin'],
      { env: { RTE_CONFIG_DIR: configFolder() }, input: encode(secretKey) },
    );
    expect(exitCode, stderr).toBe(0);
  });
});

test('a hub address that comes without a scheme is one over https', async () => {
  const server = await startFakeServer({
    '/token/me/rte/': { json: { WSSEndpoint: 'rte.invalid/rte', Token: 'a.b.c' } },
  });
  const { exitCode, stderr } = await rte(['tail', '--user', stranger], {
    env: { RTE_API_URL: server.url, RTE_USERNAME: 'a@example.com', RTE_SECRET_KEY: 'k' },
  });
  expect(exitCode).toBe(5);
  expect(stderr).toContain('rte.invalid: no such host');
});

test('a name is found in any case and Unicode form', async () => {
  const { apiUrl, username, secretKey, queueId } = enreach();
  const env = { RTE_CONFIG_DIR: configFolder() };
  await rte(['login', '-u', username, '--api-url', apiUrl, '--secret-key-stdin'], {
    env,
    input: secretKey,
  });
  const set = await rte(
    ['names', 'set', 'Ka\u0308sittely', '--queue', `{${queueId.toUpperCase()}}`],
    { env },
  );
  expect(set.exitCode, set.stderr).toBe(0);
  for (const name of ['K\u00c4SITTELY', 'ka\u0308sittely', `{${queueId}}`, queueId.slice(0, 8)]) {
    const args = ['tail', '--queue', name, '-e', 'QueueStatus', '-c', '1', '-q'];
    const { exitCode, stderr } = await rte(args, { env });
    expect(exitCode, stderr).toBe(0);
  }
});
