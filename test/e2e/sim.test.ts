import { expect, test } from 'vitest';

import { jsonLines, rte, startRte } from '../support/rte.ts';

test('rte sim tells programs all they need in one line, and serves them until it is stopped', async () => {
  const sim = startRte(['sim', '-o', 'json', '--speed', '20']);
  await sim.until('stdout', /\n/);
  const [told] = jsonLines(sim.stdout());
  expect(told).toEqual({
    apiUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/),
    discoveryUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/),
    hubUrl: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/rte$/),
    username: expect.stringContaining('@'),
    password: expect.any(String),
    secretKey: expect.any(String),
    userId: expect.any(String),
    users: expect.arrayContaining([{ id: told?.['userId'], name: expect.any(String) }]),
    queues: expect.arrayContaining([{ id: expect.any(String), name: expect.any(String) }]),
    callLists: expect.arrayContaining([{ id: expect.any(String), name: expect.any(String) }]),
  });
  const { apiUrl, username, secretKey } = told as Record<string, string>;
  const tail = await rte(['tail', '--user', 'me', '-c', '1'], {
    env: {
      RTE_API_URL: apiUrl ?? '',
      RTE_USERNAME: username ?? '',
      RTE_SECRET_KEY: secretKey ?? '',
    },
  });
  expect(tail.exitCode).toBe(0);
  sim.child.kill('SIGTERM');
  expect((await sim.ended).exitCode).toBe(143);
});

test('rte sim greets a person with addresses, credentials, entities and commands to copy', async () => {
  const sim = startRte(['sim', '--seed', '7', '--port', '0']);
  await sim.until('stdout', /curl/);
  sim.child.kill('SIGINT');
  const { exitCode, stdout } = await sim.ended;
  expect(exitCode).toBe(130);
  const masked = stdout
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replace(/\b[\da-f]{32}\b/g, 'SECRETKEY');
  expect(masked).toMatchInlineSnapshot();
});

test('the same seed tells the same story', async () => {
  const [first, again, other] = await Promise.all([story('5'), story('5'), story('6')]);
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

async function story(seed: string): Promise<unknown[]> {
  const { stdout } = await rte(['tail', '--sim', '--seed', seed, '-c', '20']);
  return jsonLines(stdout).map(({ data }) => [data.eventType, data.entityId, data.id]);
}
