import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { SignJWT } from 'jose';
import { describe, expect, onTestFinished, test } from 'vitest';

import { startSimulator } from '../../src/sim/simulator.ts';
import { accountEnv, fetchAccessToken, useSimulator } from '../support/enreach.ts';
import { startFakeServer, unusedUrl, type Answer } from '../support/fake-server.ts';
import { configFolder, rte, startRte, type RteResult, type RunningRte } from '../support/rte.ts';
import { startScriptedHub, type Attempt } from '../support/scripted-hub.ts';
import { startScriptedProxy } from '../support/scripted-proxy.ts';

type Env = Record<string, string>;

const names = [
  'configuration',
  'discovery',
  'secret key',
  'access token',
  'negotiation',
  'WebSocket',
  'handshake',
  'available events',
  'first ping',
];
const secretKey = 's3cret-key-of-nobody';
const username = 'aino@example.com';
const credentials = { RTE_USERNAME: username, RTE_SECRET_KEY: secretKey };
const userId = '11111111-2222-4333-8444-555555555555';
const eventNames = ['UserStatus', 'QueueStatus', 'UserHeadsetStatus'];

const enreach = useSimulator({ waitForBegin: true });
const secure = useSimulator({ waitForBegin: true, tls: true });

interface Step {
  name: string;
  status: string;
  durationMs: number | null;
  detail: Record<string, any>;
  error?: { message: string; hint: string | null };
  warning?: { message: string; hint: string | null };
}

interface Diagnosis extends RteResult {
  ok: boolean;
  steps: Step[];
  step(name: string): Step;
}

/** The JSON form of what the doctor finds, without its wait for the ping. */
async function diagnosis(env: Env, args: readonly string[] = ['--no-ping']): Promise<Diagnosis> {
  const result = await rte(['doctor', '-o', 'json', '-v', ...args], { env });
  expect(result.stdout, result.stderr).toMatch(/^[^\n]+\n$/);
  expectNoSecrets(result, env);
  const { ok, steps } = JSON.parse(result.stdout) as Diagnosis;
  expect(steps.map(({ name }) => name)).toEqual(names);
  const step = (name: string): Step => steps.find((each) => each.name === name) as Step;
  return { ...result, ok, steps, step };
}

function expectNoSecrets({ stdout, stderr }: RteResult, env: Env): void {
  const { RTE_SECRET_KEY = secretKey, RTE_TOKEN = secretKey, RTE_USERNAME = '' } = env;
  const basic = Buffer.from(`${RTE_USERNAME}:${RTE_SECRET_KEY}`).toString('base64');
  for (const secret of [RTE_SECRET_KEY, RTE_TOKEN, basic, 'h3re', 'eyJ'])
    expect(stdout + stderr).not.toContain(secret);
}

/** A server that plays the REST API; what isn't said goes well. @param hubUrl where it sends to. */
async function restApi(
  hubUrl: string,
  { token, answers }: { token?: string; answers?: Record<string, Answer> } = {},
): Promise<Env> {
  const { url } = await startFakeServer({
    '/users/me': { json: { Id: userId, OrganizationID: null } },
    '/token/me/rte/': { json: { WssEndpoint: hubUrl, Token: token ?? 't0ken-of-nobody' } },
    ...answers,
  });
  return { ...credentials, RTE_API_URL: url };
}

/** An account with a scripted hub. */
async function withHub(attempt: Attempt): Promise<Env> {
  const { url } = await startScriptedHub([attempt]);
  return restApi(url);
}

/** An account of a simulated Enreach with a fault. */
async function withFault(fault: string): Promise<Env> {
  const simulator = await startSimulator({ faults: [fault], waitForBegin: true });
  onTestFinished(() => simulator.close());
  const { username, secretKey } = simulator.login;
  return { RTE_API_URL: simulator.apiUrl, RTE_USERNAME: username, RTE_SECRET_KEY: secretKey };
}

async function throughProxy(proxy: string): Promise<Env> {
  return Promise.resolve({ ...accountEnv(secure()), HTTPS_PROXY: proxy });
}

/** Text with what differs from run to run masked. */
function masked(text: string): string {
  return text
    .replace(/expires in [^(]+ \(/, 'expires in <time> (')
    .replace(/ {0,6}\d+(\.\d+)? m?s(?= |$)/gm, (time) => '<time>'.padStart(time.length))
    .replaceAll(/127\.0\.0\.1:\d+/g, '<host>')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<moment>')
    .replace(/connection [\w-]{22}/, 'connection <id>');
}

interface Failure {
  title: string;
  env: () => Promise<Env>;
  args?: readonly string[];
  step: string;
  exitCode: number;
  message: RegExp;
  hint: RegExp;
}

const failures: Failure[] = [
  {
    title: 'there is no account',
    env: () => Promise.resolve({}),
    step: 'configuration',
    exitCode: 4,
    message: /You are not logged in\./,
    hint: /rte login connects your account[^]*rte tail --sim/,
  },
  {
    title: 'the address is plain http, and not of this machine',
    env: () => Promise.resolve({ ...credentials, RTE_API_URL: 'http://api.example.com' }),
    step: 'configuration',
    exitCode: 2,
    message: /RTE_API_URL is not encrypted/,
    hint: /https/,
  },
  {
    title: 'the address of the hub is plain http, and not of this machine',
    env: () => Promise.resolve({ RTE_TOKEN: 't0ken-of-nobody' }),
    args: ['--no-ping', '--hub-url', 'ws://rte.example.com/rte'],
    step: 'configuration',
    exitCode: 2,
    message: /--hub-url is not encrypted/,
    hint: /wss/,
  },
  {
    title: 'a proxy variable names no proxy',
    env: () => throughProxy('http://aino:h3re@proxy/path'),
    step: 'configuration',
    exitCode: 2,
    message: /HTTPS_PROXY is not the address of a proxy/,
    hint: /http:\/\/host:port/,
  },
  {
    title: 'discovery knows no such user',
    env: async () => {
      const { url } = await startFakeServer({ '/api/user': { json: [] } });
      return { ...credentials, RTE_DISCOVERY_URL: url };
    },
    step: 'discovery',
    exitCode: 4,
    message: /knows no user aino@example\.com/,
    hint: /--discovery-url/,
  },
  {
    title: 'the secret key is wrong',
    env: () => Promise.resolve({ ...accountEnv(enreach()), RTE_SECRET_KEY: secretKey }),
    step: 'secret key',
    exitCode: 4,
    message: /The secret key of .* was not accepted/,
    hint: /log in again with rte login/,
  },
  {
    title: 'the user may not',
    env: () => withFault('rest-status=403'),
    step: 'secret key',
    exitCode: 4,
    message: /refuses this user \(403/,
    hint: /lacks a right/,
  },
  {
    title: 'the user may log in, but not use the engine',
    env: () => restApi('', { answers: { '/token/me/rte/': { status: 403 } } }),
    step: 'access token',
    exitCode: 4,
    message: /refuses this user \(403/,
    hint: /lacks a right/,
  },
  {
    title: 'the REST API is out of order',
    env: () => withFault('rest-status=500'),
    step: 'secret key',
    exitCode: 5,
    message: /The server failed \(500/,
    hint: /try again later/,
  },
  {
    title: 'the REST API gets too many requests',
    env: () => restApi('', { answers: { '/users/me': { status: 429 } } }),
    step: 'secret key',
    exitCode: 5,
    message: /too many requests \(429/,
    hint: /Wait a little/,
  },
  {
    title: 'the REST API’s host is unknown',
    env: () => Promise.resolve({ ...credentials, RTE_API_URL: 'https://api.invalid' }),
    step: 'secret key',
    exitCode: 5,
    message: /api\.invalid: (no such host|the name can't be looked up)/,
    hint: /DNS/,
  },
  {
    title: 'the REST API refuses the connection',
    env: async () => ({ ...credentials, RTE_API_URL: await unusedUrl() }),
    step: 'secret key',
    exitCode: 5,
    message: /the connection was refused/,
    hint: /Is the server running/,
  },
  {
    title: 'a log-in page answers in place of the REST API',
    env: () =>
      restApi('', {
        answers: { '/users/me': { text: '<html>h3re', headers: { 'Content-Type': 'text/html' } } },
      }),
    step: 'secret key',
    exitCode: 1,
    message: /answered text\/html that is not JSON/,
    hint: /log-in page/,
  },
  {
    title: 'the REST API’s certificate is not trusted',
    env: () => Promise.resolve(accountEnv(secure())),
    step: 'secret key',
    exitCode: 5,
    message: /its certificate is not trusted/,
    hint: /NODE_EXTRA_CA_CERTS/,
  },
  {
    title: 'the proxy refuses the connection',
    env: async () => throughProxy(await unusedUrl()),
    step: 'secret key',
    exitCode: 5,
    message: /The proxy 127\.0\.0\.1:\d+: the connection was refused/,
    hint: /HTTPS_PROXY names the proxy/,
  },
  {
    title: 'the proxy does not accept the password',
    env: async () => {
      const { host } = await startScriptedProxy([{ status: 407 }]);
      return throughProxy(`http://aino:h3re@${host}`);
    },
    step: 'secret key',
    exitCode: 5,
    message: /does not accept the user and password in HTTPS_PROXY \(407\)/,
    hint: /percent-encoded/,
  },
  {
    title: 'the server gives a hub address that is not encrypted',
    env: () => restApi('ws://rte.example.com/rte'),
    step: 'access token',
    exitCode: 1,
    message: /The hub address that the server gave is not encrypted/,
    hint: /No token is sent there/,
  },
  {
    title: 'the hub refuses the token',
    env: () => withFault('refuse-tokens'),
    step: 'negotiation',
    exitCode: 4,
    message: /The hub does not accept the token \(401/,
    hint: /RTE_TOKEN/,
  },
  ...(
    [
      ['hub-status=403', 4, /The hub refuses this user \(403/, /lacks the right/],
      ['hub-status=404', 5, /There is no hub at .* \(404\)/, /Check the hub address/],
      ['hub-status=500', 5, /The hub answered 500/, /Try again later/],
    ] as const
  ).map(([fault, exitCode, message, hint]) => ({
    title: `the hub answers ${fault.split('=')[1]}`,
    env: () => withFault(fault),
    step: 'negotiation',
    exitCode,
    message,
    hint,
  })),
  {
    title: 'the hub’s host is unknown',
    env: () => restApi('wss://hub.invalid/rte'),
    step: 'negotiation',
    exitCode: 5,
    message: /hub\.invalid: (no such host|the name can't be looked up)/,
    hint: /DNS/,
  },
  {
    title: 'there is something else than a hub',
    env: () => withHub({ negotiate: { status: 200, text: '<html>h3re' } }),
    step: 'negotiation',
    exitCode: 5,
    message: /answered with no negotiation/,
    hint: /log-in page/,
  },
  {
    title: 'the hub offers no WebSockets',
    env: () => withHub({ negotiate: { status: 200, text: '{"availableTransports":[]}' } }),
    step: 'negotiation',
    exitCode: 5,
    message: /offers no WebSockets, nor any other transport/,
    hint: /rte needs WebSockets/,
  },
  {
    title: 'the upgrade is cut',
    env: () => withHub({ upgrade: 'cut' }),
    step: 'WebSocket',
    exitCode: 5,
    message: /the connection was cut/,
    hint: /may not pass WebSockets/,
  },
  {
    title: 'the upgrade is refused',
    env: () => withHub({ upgrade: { status: 400 } }),
    step: 'WebSocket',
    exitCode: 5,
    message: /The WebSocket to .* was refused \(400\)/,
    hint: /may not pass WebSockets/,
  },
  {
    title: 'the token is refused at the upgrade',
    env: () => withHub({ upgrade: { status: 401 } }),
    step: 'WebSocket',
    exitCode: 4,
    message: /does not accept the token \(401/,
    hint: /^Log in again with rte login[^\n]*$/,
  },
  {
    title: 'the handshake is refused',
    env: () => withHub({ handshake: ['{"error":"No such protocol."}'] }),
    step: 'handshake',
    exitCode: 5,
    message: /No such protocol/,
    hint: /Is there a SignalR hub/,
  },
  {
    title: 'the events can’t be listed',
    env: () =>
      withHub({ methods: { AvailableSubscriptions: () => new Error('Method does not exist.') } }),
    step: 'available events',
    exitCode: 1,
    message: /The hub can't list its events: Method does not exist\./,
    hint: /Is this the real-time engine/,
  },
  {
    title: 'the line is cut while the events are listed',
    env: () => withHub({ methods: { AvailableSubscriptions: (peer) => peer.cut() } }),
    step: 'available events',
    exitCode: 5,
    message: /The connection ended: the line was cut\./,
    hint: /firewall/,
  },
  {
    title: 'the line is cut before the ping',
    env: () => {
      const methods: Attempt['methods'] = {
        AvailableSubscriptions: (peer) => {
          setImmediate(() => peer.close(1001));
          return eventNames;
        },
      };
      return withHub({ methods });
    },
    args: [],
    step: 'first ping',
    exitCode: 5,
    message: /No ping came from the hub: the hub went away/,
    hint: /cut lines/,
  },
];

describe('it names the step that fails, what to do, and what was not tried, when', () => {
  test.each(failures)('$title', async ({ env, args, step, exitCode, message, hint }) => {
    const found = await diagnosis(await env(), args);
    const at = names.indexOf(step);
    expect(found.step(step)).toMatchObject({
      status: 'failed',
      durationMs: expect.any(Number),
      error: { message: expect.stringMatching(message), hint: expect.stringMatching(hint) },
    });
    expect(found).toMatchObject({ ok: false, exitCode });
    for (const { status } of found.steps.slice(0, at)) expect(status).toMatch(/ok|skipped/);
    for (const each of found.steps.slice(at + 1)) {
      expect(each).toMatchObject({
        status: 'skipped',
        durationMs: null,
        detail: { reason: 'not tried' },
      });
    }
    // What a program reads from stdout, a person reads here.
    expect(found.stderr).toMatch(message);
  });
});

test('when all is well it says so; a silent handshake fails after 15 s, a silent hub after 30 s', async () => {
  // All at once, since each takes its time.
  const token = { RTE_TOKEN: 't0ken-of-nobody' };
  const noHandshake = await startScriptedHub([{ handshake: 'silent' }]);
  const noPing = await startScriptedHub([
    { methods: { AvailableSubscriptions: () => eventNames } },
  ]);
  const [well, unshaken, silent] = await Promise.all([
    rte(['doctor', '--sim', '--seed', '3']),
    diagnosis(token, ['--hub-url', noHandshake.url]),
    diagnosis(token, ['--hub-url', noPing.url]),
  ]);

  expect({ ...well, stdout: masked(well.stdout) }).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "",
      "stdout": "✔  configuration     <time>  the simulated Enreach (--sim, seed 3) · http://<host>/
    –  discovery                 not needed
    ✔  secret key        <time>  user f260a885-e3e5-46e5-9d36-a00e81ea34b2
                                 organization 73b7afc3-5b89-45b1-9dca-bd8305e073bc
    ✔  access token      <time>  expires in <time> (<moment>) · issued <moment>
                                 subject f260a885-e3e5-46e5-9d36-a00e81ea34b2
    ✔  negotiation       <time>  connection <id> · offers WebSockets
    ✔  WebSocket         <time>  ws://<host>/rte
    ✔  handshake         <time>
    ✔  available events  <time>  36 offered, 36 of them documented
    ✔  first ping        <time>
    ",
    }
  `);

  expect(unshaken.exitCode).toBe(5);
  expect(unshaken.step('handshake').error?.message).toContain('did not answer within 15 s');
  expect(unshaken.step('available events').status).toBe('skipped');

  expect(silent.exitCode).toBe(5);
  expect(silent.step('first ping').error?.message).toBe(
    'No ping came from the hub: the hub was not heard for 30 s.',
  );
}, 60_000);

test('a failure as text', async () => {
  const env = accountEnv(enreach());
  const { stdout, stderr, exitCode } = await rte(['doctor'], {
    env: { ...env, RTE_SECRET_KEY: secretKey },
  });
  expect({ exitCode, stderr, stdout: masked(stdout) }).toMatchInlineSnapshot(`
    {
      "exitCode": 4,
      "stderr": "rte: Not all is well: secret key failed.
    ",
      "stdout": "✔  configuration     <time>  aino.virtanen@example.com (RTE_USERNAME) · http://<host>/ (RTE_API_URL)
    –  discovery                 not needed
    ✖  secret key        <time>  The secret key of aino.virtanen@example.com was not accepted.
                                 It may have been revoked, or <host> is not its server: log in again with rte
                                 login.
    –  access token              not tried
    –  negotiation               not tried
    –  WebSocket                 not tried
    –  handshake                 not tried
    –  available events          not tried
    –  first ping                not tried
    ",
    }
  `);
});

describe('it finds out', () => {
  test('which profile is used, and that its file is for its owner alone', async () => {
    const { env, folder } = await loggedIn();
    const { step, exitCode } = await diagnosis(env);
    expect(exitCode).toBe(0);
    expect(step('configuration')).toMatchObject({
      status: 'ok',
      detail: {
        source: 'profile',
        profile: 'default',
        username: enreach().username,
        configFile: join(folder, 'config.json'),
        private: true,
        apiUrl: enreach().apiUrl,
      },
    });
    // The key is tried, and a token fetched, though the profile keeps one.
    expect(step('secret key')).toMatchObject({
      status: 'ok',
      detail: { userId: enreach().userId },
    });
    expect(step('access token').detail).toMatchObject({ fetched: true });
  });

  test.skipIf(process.platform === 'win32')(
    'that others may read the file, which is a warning with its remedy',
    async () => {
      const { env, folder } = await loggedIn();
      const file = join(folder, 'config.json');
      chmodSync(file, 0o640);
      const { ok, step, exitCode } = await diagnosis(env);
      expect({ ok, exitCode }).toEqual({ ok: true, exitCode: 0 });
      expect(step('configuration')).toMatchObject({
        status: 'warning',
        detail: { private: false },
        warning: { message: expect.stringContaining(file), hint: `chmod 600 '${file}'` },
      });
    },
  );

  test('which address discovery gives, when it must be asked', async () => {
    const { RTE_API_URL: RTE_DISCOVERY_URL = '', ...account } = accountEnv(enreach());
    const { step, exitCode } = await diagnosis({ ...account, RTE_DISCOVERY_URL });
    expect(exitCode).toBe(0);
    expect(step('discovery')).toMatchObject({
      status: 'ok',
      detail: { discoveryUrl: RTE_DISCOVERY_URL, apiUrl: enreach().apiUrl },
    });
  });

  test('who the user is, and what the token says', async () => {
    const { step } = await diagnosis(accountEnv(enreach()));
    const { userId } = enreach();
    expect(step('discovery')).toMatchObject({
      status: 'skipped',
      detail: { reason: 'not needed' },
    });
    expect(step('secret key').detail).toMatchObject({ userId });
    expect(step('access token').detail).toMatchObject({
      fetched: true,
      subject: userId,
      issuedAt: expect.stringMatching(/Z$/),
      expiresAt: expect.stringMatching(/Z$/),
      expiresInMs: expect.any(Number),
    });
  });

  test('what the token in RTE_TOKEN says, and that it has expired', async () => {
    const RTE_TOKEN = await new SignJWT({ aud: ['rte', 'other'] })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime(1_700_000_000)
      .sign(Buffer.alloc(32));
    const { step, exitCode } = await diagnosis({ RTE_TOKEN }, ['--hub-url', enreach().hubUrl]);
    expect(exitCode).toBe(4);
    expect(step('secret key')).toMatchObject({ detail: { reason: 'not needed' } });
    expect(step('access token')).toMatchObject({
      status: 'warning',
      detail: { fetched: false, audience: ['rte', 'other'], expiresAt: '2023-11-14T22:13:20.000Z' },
      warning: { message: expect.stringMatching(/^The token has expired/) },
    });
    expect(step('negotiation').status).toBe('failed');
  });

  test.each([
    ['ahead of', -600_000],
    ['behind', 600_000],
  ])('that this machine’s clock is %s the server’s', async (said, offsetMs) => {
    const hub = await startScriptedHub([{ methods: { AvailableSubscriptions: () => eventNames } }]);
    const time = new Date(Date.now() + offsetMs).toUTCString();
    const answer = {
      json: { WssEndpoint: hub.url, Token: 't0ken-of-nobody' },
      headers: { Date: time },
    };
    const env = await restApi(hub.url, { answers: { '/token/me/rte/': answer } });
    const { ok, step } = await diagnosis(env);
    expect(ok).toBe(true);
    expect(step('access token')).toMatchObject({
      status: 'warning',
      warning: { message: expect.stringMatching(new RegExp(`clock is .* min .* ${said} the`)) },
    });
  });

  test('which proxy leads to the servers, and what goes unverified', async () => {
    const proxy = await startScriptedProxy();
    const env = await throughProxy(`http://aino:h3re@${proxy.host}`);
    const { step, exitCode } = await diagnosis(env, ['--no-ping', '--insecure']);
    expect(exitCode).toBe(0);
    const way = { proxy: proxy.host, proxyVariable: 'HTTPS_PROXY', verified: false };
    for (const name of ['secret key', 'negotiation']) expect(step(name).detail).toMatchObject(way);
  });

  test('which transports the hub offers, and which events', async () => {
    const { url } = await startScriptedHub([
      { methods: { AvailableSubscriptions: () => eventNames } },
    ]);
    const env = { RTE_TOKEN: 't0ken-of-nobody' };
    const { step } = await diagnosis(env, ['--no-ping', '--hub-url', url]);
    expect(step('negotiation').detail).toEqual({
      hubUrl: url,
      connectionId: 'connection-1',
      transports: ['WebSockets'],
    });
    expect(step('WebSocket').detail).toEqual({ url: url.replace('http', 'ws') });
    expect(step('available events').detail).toMatchObject({
      offered: 3,
      documented: 2,
      missing: expect.arrayContaining(['UserCallInHoldStart']),
      undocumented: ['UserHeadsetStatus'],
    });
    expect(step('available events').detail['missing']).toHaveLength(34);
  });

  test.each([
    ['ping', { type: 6 }],
    ['message', { type: 1, target: 'MessageReceived', arguments: [{}] }],
  ])('that the hub is alive, by the first %s', async (heard, record) => {
    const hub = await startScriptedHub([
      {
        methods: {
          AvailableSubscriptions: (peer) => {
            setImmediate(() => void peer.send(record));
            return eventNames;
          },
        },
      },
    ]);
    const found = await diagnosis({ RTE_TOKEN: 't0ken-of-nobody' }, ['--hub-url', hub.url]);
    expect(found.exitCode).toBe(0);
    expect(found.step('first ping')).toMatchObject({ status: 'ok', detail: { heard } });
    expect(hub.trail).not.toContain('Subscribe');
  });
});

test('text from servers can’t drive the terminal', async () => {
  const bad = '\u001b]0;title\u0007\u202e\nforged';
  for (const output of ['text', 'json']) {
    const env = await withHub({ methods: { AvailableSubscriptions: () => [bad] } });
    const { stdout } = await rte(['doctor', '--no-ping', '-o', output], { env });
    expect(stdout).toContain('\\u001b');
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(stdout).not.toMatch(/^forged/m);
  }
});

test('it keeps nothing: the profile’s file stays as it was', async () => {
  const { env, folder } = await loggedIn();
  const before = readFileSync(join(folder, 'config.json'), 'utf8');
  await diagnosis(env);
  expect(readFileSync(join(folder, 'config.json'), 'utf8')).toBe(before);
});

describe('Ctrl-C ends it at once, and what it knew so far is there', () => {
  test('in the REST API', async () => {
    const server = await startFakeServer({ '/users/me': { hangs: true } });
    const next = server.nextRequest();
    const run = started({ ...credentials, RTE_API_URL: server.url });
    await next;
    run.child.kill('SIGINT');
    const { exitCode, stdout, stderr } = await run.ended;
    expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: '' });
    expect(stdout).toMatch(/^✔ {2}configuration .*\n.*discovery .*\n$/);
  }, 8_000);

  test.each<[string, string, Attempt]>([
    ['the negotiation', 'negotiate', { negotiate: 'silent' }],
    ['the handshake', 'handshake', { handshake: 'silent' }],
    ['the wait for the ping', 'AvailableSubscriptions', {}],
  ])(
    'in %s',
    async (_name, step, attempt) => {
      const hub = await startScriptedHub([attempt]);
      const run = started({ RTE_TOKEN: 't0ken-of-nobody' }, ['--hub-url', hub.url]);
      await hub.reached(step);
      run.child.kill('SIGINT');
      expect((await run.ended).exitCode).toBe(130);
    },
    8_000,
  );

  test('as JSON it prints nothing, rather than half of it', async () => {
    const hub = await startScriptedHub([{ handshake: 'silent' }]);
    const args = ['--hub-url', hub.url, '-o', 'json'];
    const run = started({ RTE_TOKEN: 't0ken-of-nobody' }, args);
    await hub.reached('handshake');
    run.child.kill('SIGINT');
    expect(await run.ended).toEqual({ exitCode: 130, stdout: '', stderr: '' });
  }, 8_000);
});

test('neither the key nor the token of a run that goes well is in any output', async () => {
  const env = accountEnv(enreach());
  const RTE_TOKEN = await fetchAccessToken(enreach());
  const runs = [
    await rte(['doctor', '-v', '--no-ping'], { env }),
    await rte(['doctor', '-v', '--no-ping', '-o', 'json'], { env }),
    await rte(['doctor', '-v', '--no-ping', '--hub-url', enreach().hubUrl], { env: { RTE_TOKEN } }),
  ];
  for (const run of runs) {
    expect(run.exitCode, run.stderr).toBe(0);
    expectNoSecrets(run, { ...env, RTE_TOKEN });
  }
});

test('the simulated faults of --sim are found', async () => {
  const found = await diagnosis({}, ['--sim', '--fault', 'hub-status=503']);
  expect(found.exitCode).toBe(5);
  expect(found.step('negotiation').error?.message).toContain('503');
});

function started(env: Env, args: readonly string[] = []): RunningRte {
  return startRte(['doctor', ...args], { env });
}

/** A profile of the simulated Enreach. */
async function loggedIn(): Promise<{ env: Env; folder: string }> {
  const { username, password, apiUrl } = enreach();
  const folder = configFolder();
  const env = { RTE_CONFIG_DIR: folder };
  const args = ['login', '-u', username, '--password-stdin', '--api-url', apiUrl];
  expect((await rte(args, { env, input: password })).exitCode).toBe(0);
  return { env, folder };
}
