import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

import { describe, expect, test } from 'vitest';

import { jsonLines, rte, startRte } from '../support/rte.ts';

test('rte sim tells programs all they need in one line, and serves them until it is stopped', async () => {
  const sim = startRte(['sim', '-o', 'json', '--speed', '20']);
  await sim.until('stdout', /\n/);
  const [told] = jsonLines(sim.stdout());
  expect(told).toEqual({
    apiUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/),
    discoveryUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/),
    hubUrl: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/rte$/),
    faultsUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/sim\/faults$/),
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
  await sim.until('stdout', /'Subscribe'/);
  sim.child.kill('SIGINT');
  const { exitCode, stdout } = await sim.ended;
  expect(exitCode).toBe(130);
  expect(stdout.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')).toMatchInlineSnapshot(`
    "A simulated Enreach is running. Seed 7; Ctrl-C ends it.

      REST API     http://127.0.0.1:PORT/
      hub          ws://127.0.0.1:PORT/rte
      user         aino.virtanen@example.com
      password     simulated
      secret key   f230eb079ded838710985240d91241b4
      faults       http://127.0.0.1:PORT/sim/faults

      users        4f8a02d8-43ed-4100-9721-25407413e7e5  Aino Virtanen
                   bb775ee1-694f-41d0-86e3-60ac8003d92d  Tuomas Kinnunen
                   dec1b891-dd6c-49e4-b1c3-25df6a73b472  Petra Nieminen
                   1b0a5ba8-1553-45b7-8091-48c5fa7b2f2b  Maja Nygård
                   3c13b1d9-ff2e-4f92-8f46-654213293ea0  Saara Holm
                   … 7 more
      queues       f9b1acdf-6109-4319-835d-7afd547e6b03  Sales
                   b875585e-f239-4903-bf36-cfd5199c28ec  Support
                   03fe7436-610d-4750-8c4b-9b769520fc5c  Billing
                   750c2b09-422f-4c84-a16d-a3f5cd9429d2  Orders
      call lists   7788e6e5-ad3b-4d79-9009-6112e7c67223  Callbacks Sales
                   9180dc1f-7e92-42f4-8856-20ec9c80d62c  Callbacks Support

    Try it from another terminal:

      RTE_API_URL=http://127.0.0.1:PORT/ RTE_USERNAME=aino.virtanen@example.com RTE_SECRET_KEY=f230eb079ded838710985240d91241b4 rte tail
      curl -u aino.virtanen@example.com:f230eb079ded838710985240d91241b4 http://127.0.0.1:PORT/token/me/rte/

    Or from JavaScript, with npm install @microsoft/signalr:

      import { HubConnectionBuilder } from '@microsoft/signalr';

      const headers = { Authorization: 'Basic YWluby52aXJ0YW5lbkBleGFtcGxlLmNvbTpmMjMwZWIwNzlkZWQ4Mzg3MTA5ODUyNDBkOTEyNDFiNA==' };
      const ticket = async () => (await fetch('http://127.0.0.1:PORT/token/me/rte/', { headers })).json();
      const { WssEndpoint } = await ticket();
      const hub = new HubConnectionBuilder()
        .withUrl(WssEndpoint.replace(/^ws/, 'http'), { accessTokenFactory: async () => (await ticket()).Token })
        .withAutomaticReconnect()
        .build();
      hub.on('MessageReceived', (message) => console.log(message.data));
      await hub.start();
      await hub.invoke('Subscribe', [{ EntityId: '4f8a02d8-43ed-4100-9721-25407413e7e5', EventName: 'UserStatus' }]);

    "
  `);
});

describe.each([
  ['http', []],
  ['https', ['--tls']],
])('what rte sim says over %s can be copied:', (_scheme, flags) => {
  async function greeted() {
    const sim = startRte(['sim', '--speed', '200', ...flags]);
    await sim.until('stdout', /'Subscribe'.*\n/);
    const text = sim.stdout();
    return { sim, text, certificateFile: /certificate +(\S+)/.exec(text)?.[1] };
  }

  test('the command for rte', async () => {
    const { text } = await greeted();
    const command = /^ +(.*) rte (tail)$/m.exec(text);
    const env = Object.fromEntries(
      (command?.[1] ?? '').split(' ').map((each) => each.split('=') as [string, string]),
    );
    const { exitCode, stderr } = await rte(['tail', '-c', '1'], { env });
    expect(exitCode, stderr).toBe(0);
  });

  test.skipIf(spawnSync('curl', ['--version']).status !== 0)('the command for curl', async () => {
    const { text } = await greeted();
    const [, args = ''] = /^ +curl (.*)$/m.exec(text) ?? [];
    const { stdout } = await promisify(execFile)('curl', ['-s', ...args.split(' ')]);
    expect(JSON.parse(stdout)).toEqual({
      WssEndpoint: expect.stringMatching(/^wss?:/),
      Token: expect.any(String),
    });
  });

  test('the lines of JavaScript', async () => {
    const { text, certificateFile } = await greeted();
    const script = text.slice(text.indexOf('import {'));
    const child = execFile(process.execPath, ['--input-type=module', '-e', script], {
      env: {
        PATH: process.env['PATH'],
        ...(certificateFile !== undefined && { NODE_EXTRA_CA_CERTS: certificateFile }),
      },
    });
    let said = '';
    await new Promise<void>((resolve, reject) => {
      const look = (chunk: string): void => {
        said += chunk;
        if (said.includes("eventType: 'UserStatus'")) resolve();
      };
      child.stdout?.on('data', look);
      child.stderr?.on('data', look);
      child.on('close', () => reject(new Error(said)));
    });
    child.kill('SIGKILL');
  });
});

test('rte sim --tls leaves no certificate behind', async () => {
  const sim = startRte(['sim', '--tls', '-o', 'json']);
  await sim.until('stdout', /\n/);
  const [told] = jsonLines(sim.stdout());
  const { certificateFile, apiUrl, hubUrl } = told as Record<string, string>;
  expect([apiUrl, hubUrl]).toEqual([
    expect.stringMatching(/^https:/),
    expect.stringMatching(/^wss:/),
  ]);
  expect(existsSync(certificateFile ?? '')).toBe(true);
  sim.child.kill('SIGTERM');
  await sim.ended;
  expect(existsSync(certificateFile ?? '')).toBe(false);
});

test('rte sim tells of each connection, subscription and end', async () => {
  const sim = startRte(['sim', '--seed', '7']);
  await sim.until('stdout', /'Subscribe'.*\n/);
  const text = sim.stdout();
  const found = (label: string): string => new RegExp(`${label} +(\\S+)`).exec(text)?.[1] ?? '';
  const env = {
    RTE_API_URL: found('REST API'),
    RTE_USERNAME: found('user'),
    RTE_SECRET_KEY: found('secret key'),
  };
  const stranger = '11111111-2222-4333-8444-555555555555';
  for (const args of [['--user', `me,${stranger}`, '-e', 'UserStatus'], []]) {
    const tail = startRte(['tail', ...args], { env });
    await tail.until('stderr', /connected to/);
    tail.child.kill('SIGINT');
    await tail.ended;
  }
  await sim.until('stderr', /ended/, 2);
  expect(sim.stderr()).toMatchInlineSnapshot(`
    "● #1 Aino Virtanen connected · 1 connection now
    + #1 Aino Virtanen subscribed to UserStatus of Aino Virtanen
    ✖ #1 Aino Virtanen was rejected UserStatus of 11111111-2222-4333-8444-555555555555: Unauthorized
    ○ #1 Aino Virtanen ended, with 1 subscription · 0 connections now
    ● #2 Aino Virtanen connected · 1 connection now
    + #2 Aino Virtanen subscribed to 34 events of Aino Virtanen
    ○ #2 Aino Virtanen ended, with 34 subscriptions · 0 connections now
    "
  `);
});

test('rte sim -q says nothing of connections', async () => {
  const sim = startRte(['sim', '-q']);
  await sim.until('stdout', /'Subscribe'.*\n/);
  const found = (label: string): string =>
    new RegExp(`${label} +(\\S+)`).exec(sim.stdout())?.[1] ?? '';
  const env = { RTE_TOKEN: 'none' };
  await rte(['tail', '--hub-url', found('hub'), '--user', found('users')], { env });
  sim.child.kill('SIGINT');
  expect((await sim.ended).stderr).toBe('');
});

test('rte sim --list-faults lists what can go wrong', async () => {
  const { stdout } = await rte(['sim', '--list-faults']);
  expect(stdout).toMatchInlineSnapshot(`
    "fault                what it does
    drop=30s             cut all lines without a word
    abort=30s            end all connections in good order but without a Close
                         message
    close=30s            send all clients a Close message that forbids to reconnect
    close-reconnect=30s  send all clients a Close message that asks them to
                         reconnect
    stall=30s            send nothing for as long, pings included; then all that was
                         due
    black-hole=60s       neither read from the clients of that moment nor send them
                         anything, ever
    bad-frames=30s       send all clients a frame that breaks the WebSocket protocol
    late=10              date events back until they are older than
                         messageTTLSeconds allows
    unknown-fields=1     add fields that nobody has documented
    hostile-text=5       put escape sequences, line breaks and bidirectional marks
                         into texts
    huge=50              make messages of 1.5 million characters
    unknown-events=5     offer an undocumented event for each kind of entity, and
                         send it beside others
    unknown-targets=5    invoke a target that nobody has documented beside others
    duplicates=10        send events twice
    pascal-case=1        write the names of properties in PascalCase
    data-as-string=1     send data as a string of JSON
    malformed=10         send records that are no messages beside others: cut short,
                         empty, not JSON
    refuse-tokens        have the hub refuse access tokens, good ones too
    token-lifetime=5s    have access tokens expire early
    deny=<name>          let nobody subscribe to an entity
    rest-status=503      answer all REST requests with an HTTP status
    hub-status=503       answer negotiation and upgrade with an HTTP status

    The values shown are the usual ones: --fault drop is --fault drop=30s. A time behind the name of a
    fault says how often it strikes, a number that it concerns one event in so many; a status is that
    of HTTP. refuse-tokens=2 refuses the next two alone; deny takes ids and names, with commas between.
    While rte sim runs, faults can be turned on and off over HTTP: POST and DELETE …/sim/faults/<name>.
    "
  `);
  const { stdout: json } = await rte(['sim', '--list-faults', '-o', 'json']);
  expect(JSON.parse(json)).toContainEqual({
    name: 'drop',
    summary: 'cut all lines without a word',
    value: 'how often, such as 30s',
    usual: '30s',
  });
});

test('a fault that there is not is a usage error, and so is --rate with --speed', async () => {
  const { exitCode, stderr } = await rte(['sim', '--fault', 'dropp']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(
    /^rte: There is no fault 'dropp'\.\n {5}Did you mean drop\? There are: drop, /,
  );
  const both = await rte(['sim', '--rate', '5', '--speed', '2']);
  expect(both).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('exclude each other'),
  });
  const alone = await rte(['tail', '--fault', 'drop']);
  expect(alone).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('with --sim only') });
});

test('rte tail --sim --fault shows what a bad day looks like', async () => {
  const flags = '--sim --fault duplicates=1 --fault deny=Sales --seed 7 -c 4';
  const { exitCode, stdout, stderr } = await rte([
    'tail',
    '-e',
    'UserStatus,QueueStatus',
    ...flags.split(' '),
  ]);
  expect(exitCode).toBe(0);
  expect(stderr).toContain('1 subscription rejected: Unauthorized · QueueStatus of Sales');
  const ids = jsonLines(stdout).map(({ data }) => data.id);
  expect(ids[0]).toBe(ids[1]);
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
