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
  expect(masked).toMatchInlineSnapshot(`
    "A simulated Enreach is running. Seed 7; Ctrl-C ends it.

      REST API    http://127.0.0.1:PORT/
      hub         ws://127.0.0.1:PORT/rte
      user        aino.virtanen@example.com
      password    simulated
      secret key  SECRETKEY

      users       4f8a02d8-43ed-4100-9721-25407413e7e5  Aino Virtanen
                  bb775ee1-694f-41d0-86e3-60ac8003d92d  Tuomas Kinnunen
                  dec1b891-dd6c-49e4-b1c3-25df6a73b472  Petra Nieminen
                  1b0a5ba8-1553-45b7-8091-48c5fa7b2f2b  Maja Nygård
                  3c13b1d9-ff2e-4f92-8f46-654213293ea0  Saara Holm
                  … 7 more
      queues      f9b1acdf-6109-4319-835d-7afd547e6b03  Sales
                  b875585e-f239-4903-bf36-cfd5199c28ec  Support
                  03fe7436-610d-4750-8c4b-9b769520fc5c  Billing
                  750c2b09-422f-4c84-a16d-a3f5cd9429d2  Orders
      call lists  7788e6e5-ad3b-4d79-9009-6112e7c67223  Callbacks Sales
                  9180dc1f-7e92-42f4-8856-20ec9c80d62c  Callbacks Support

    Try it:
      rte login --api-url http://127.0.0.1:PORT/ --username aino.virtanen@example.com
      rte tail --user me
      rte tail --queue f9b1acdf-6109-4319-835d-7afd547e6b03
      curl -u aino.virtanen@example.com:SECRETKEY http://127.0.0.1:PORT/token/me/rte/

    "
  `);
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
