import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import { CertificateAuthority } from '../support/certificate-authority.ts';
import { trusting } from '../support/certificate-file.ts';
import { startFakeServer, type Answer } from '../support/fake-server.ts';
import { inParallel } from '../support/in-parallel.ts';
import { namesLeadingTo } from '../support/names.ts';
import { configFolder, rte, startRte, type RunningRte } from '../support/rte.ts';
import { startScriptedHub, type Attempt, type ScriptedHub } from '../support/scripted-hub.ts';

const user = '11111111-2222-4333-8444-555555555555';
const tokenEnv = { RTE_TOKEN: 'token' };
const credentials = { RTE_USERNAME: 'a@example.com', RTE_SECRET_KEY: 'secret-key' };

function negotiated(answer: unknown): Attempt {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  return { negotiate: { status: 200, text } };
}

function tailing({ url }: ScriptedHub): RunningRte {
  return startRte(['tail', '--user', user, '--hub-url', url], { env: tokenEnv });
}

/** Sees the run lose its connection and get another, whatever failed in between. */
async function goesOn(name: string, tail: RunningRte, lose: () => Promise<void>): Promise<string> {
  await tail.until('stderr', /● connected/);
  await lose();
  await tail.until('stderr', /● connected/, 2);
  expect(tail.stderr(), name).not.toMatch(/^rte:/m);
  expect(tail.stderr().match(/not connected/g)?.length, name).toBeGreaterThan(1);
  tail.child.kill('SIGINT');
  expect((await tail.ended).exitCode, name).toBe(130);
  return tail.stderr();
}

/** The same when the hub treats the second attempt so. */
async function goesOnAfter(name: string, attempt: Attempt): Promise<string> {
  const hub = await startScriptedHub([{}, attempt]);
  return goesOn(name, tailing(hub), async () => (await hub.peer()).cut());
}

/** Most of a run is a wait for the next attempt. */
const atATime = 8;
const elsewhere = 'https://rte.example.com/rte';

describe('in mid-run it is one failed attempt when', () => {
  /** What the hub points to, with which token; a good one, if none is said. */
  const redirections: [string, Record<string, unknown>][] = [
    ['in the clear', { url: 'http://192.0.2.1/x' }],
    ['in the clear, by ws', { url: 'ws://rte.example.com/x' }],
    ['to a file', { url: 'file:///etc/passwd' }],
    ['to a script', { url: 'javascript:alert(1)' }],
    ['to data', { url: 'data:text/html,x' }],
    ['to somebody’s account', { url: 'https://a:b@rte.example.com/' }],
    ['nowhere', { url: 'nonsense' }],
    ['to half an address', { url: 'https://[' }],
    ['to a path', { url: '/rte' }],
    ['to blanks', { url: '  \n ' }],
    ['to a number', { url: 5 }],
    ['to an object', { url: {} }],
    ['to a list', { url: [elsewhere] }],
    ['to true', { url: true }],
    ['to a very long address', { url: `nonsense${'x'.repeat(500_000)}` }],
    ['with no token for elsewhere', { url: elsewhere, accessToken: undefined }],
    ['with null for a token', { url: elsewhere, accessToken: null }],
    ['with an empty token', { url: elsewhere, accessToken: '' }],
    ['with true for a token', { url: elsewhere, accessToken: true }],
    ['with an object for a token', { url: elsewhere, accessToken: {} }],
    ['with a list for a token', { url: elsewhere, accessToken: ['t'] }],
    ['with a number for a token', { url: elsewhere, accessToken: 7 }],
  ];

  test('the hub points where nobody may go', async () => {
    await inParallel(atATime, redirections, async ([name, answer]) => {
      const bad = negotiated({ accessToken: 'other', ...answer });
      const stderr = await goesOnAfter(name, bad);
      expect(stderr).toMatch(
        /not connected: (The address that the hub points to|\S+ points to) .+attempt/,
      );
      // No line of it is longer than a person reads.
      expect(Math.max(...stderr.split('\n').map(({ length }) => length))).toBeLessThan(500);
    });
  });

  test('the hub points to itself again and again', async () => {
    const attempts: Attempt[] = [{}];
    const hub = await startScriptedHub(attempts);
    attempts.push(...Array.from({ length: 100 }, () => negotiated({ url: hub.url })));
    await goesOn('itself', tailing(hub), async () => (await hub.peer()).cut());
  });

  const negotiations: [string, unknown][] = [
    ['nothing', ''],
    ['a page', '<html>Log in</html>'],
    ['a number', 5],
    ['null', null],
    ['a list', []],
    ['an empty object', {}],
    ['an error', { error: 'Not now.' }],
    ['another generation of the protocol', { ProtocolVersion: '1.5' }],
    ['no WebSockets', { connectionId: 'a', availableTransports: [] }],
    ['transports that are none', { connectionId: 'a', availableTransports: 'WebSockets' }],
    ['a deep list', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    [
      'deep transports',
      `{"connectionId":"a","availableTransports":${'['.repeat(9_999)}${']'.repeat(9_999)}}`,
    ],
  ];

  test('the hub negotiates something odd', async () => {
    await inParallel(atATime, negotiations, ([name, answer]) =>
      goesOnAfter(name, negotiated(answer)),
    );
  });

  test('the hub refuses with a status that is no refusal of the token', async () => {
    const refusals = [301, 308, 400, 404, 405, 409, 418, 500].flatMap((status) =>
      (['negotiate', 'upgrade'] as const).map((phase) => ({ status, phase })),
    );
    await inParallel(atATime, refusals, ({ status, phase }) =>
      goesOnAfter(`${status} ${phase}`, {
        [phase]: { status, headers: { Location: elsewhere } },
      }),
    );
  });

  const tickets: [string, Answer][] = [
    [
      'where a token would go in the clear',
      { json: { WssEndpoint: 'ws://192.0.2.1/', Token: 't' } },
    ],
    ['to a file', { json: { WssEndpoint: 'file:///etc/passwd', Token: 't' } }],
    ['to somebody’s account', { json: { WssEndpoint: 'wss://a:b@rte.example.com', Token: 't' } }],
    ['nowhere', { json: { WssEndpoint: 'nonsense', Token: 't' } }],
    ['to a number', { json: { WssEndpoint: 7, Token: 't' } }],
    ['to nothing at all', { json: {} }],
    ['with a token of lines', { json: { WssEndpoint: 'wss://127.0.0.1:1/', Token: 'a\r\nX: y' } }],
    ['with a token of other letters', { json: { WssEndpoint: 'wss://127.0.0.1:1/', Token: 'ä€' } }],
    ['to a page', { text: '<html>Log in</html>', headers: { 'Content-Type': 'text/html' } }],
    ['to null', { json: null }],
    ['elsewhere', { status: 307, headers: { Location: elsewhere } }],
    ['to no place that it knows', { status: 404 }],
    ['with an odd status', { status: 418 }],
    ['with a bad gateway', { status: 502 }],
  ];

  test('the REST API points to no hub', async () => {
    await inParallel(atATime, tickets, async ([name, answer]) => {
      const hub = await startScriptedHub();
      const ticket = { json: { WssEndpoint: hub.url.replace(/^http/, 'ws'), Token: 'a.b' } };
      const { url } = await startFakeServer({ '/token/me/rte/': [ticket, answer, ticket] });
      const tail = startRte(['tail', '--user', user], {
        env: { ...credentials, RTE_API_URL: url },
      });
      await goesOn(name, tail, async () => (await hub.peer()).cut());
    });
  });
});

test('at the start it is no usage error, but a connection that fails', async () => {
  const hub = await startScriptedHub([negotiated({ url: 'http://192.0.2.1/', accessToken: 't' })]);
  const args = ['tail', '--user', user, '--hub-url', hub.url];
  expect((await rte(args, { env: tokenEnv })).exitCode).toBe(5);
});

test('the address that the person gives is the one that can be a usage error', async () => {
  for (const address of ['http://192.0.2.1/', 'file:///x', 'nonsense', 'https://a:b@example.com']) {
    const args = ['tail', '--user', user, '--hub-url', address];
    expect((await rte(args, { env: tokenEnv })).exitCode).toBe(2);
  }
});

test('a stored address that can’t be used is asked for anew', async () => {
  const hub = await startScriptedHub();
  const { url } = await startFakeServer({
    '/token/me/rte/': { json: { WssEndpoint: hub.url, Token: 'a.b' } },
  });
  const folder = configFolder();
  const ticket = {
    hubUrl: 'http://192.0.2.1/rte',
    accessToken: 'stored',
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  };
  const profile = { username: 'a', secretKey: 'b', apiUrl: url, userId: user, ticket };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ profiles: { default: profile } }));
  const tail = startRte(['tail'], { env: { RTE_CONFIG_DIR: folder } });
  await tail.until('stderr', /● connected/);
});

/** A port of this machine on which somebody else listens. */
async function startTrap(): Promise<{ port: number; lines: () => number }> {
  let lines = 0;
  const server = createTcpServer((line) => {
    lines++;
    line.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, lines: () => lines };
}

function reach(url: string, what: 'REST API' | 'hub', env: Record<string, string>): RunningRte {
  return what === 'hub'
    ? startRte(['tail', '--user', user, '--hub-url', `${url}/rte`], {
        env: { ...tokenEnv, ...env },
      })
    : startRte(['tail', '--user', user], { env: { ...credentials, ...env, RTE_API_URL: url } });
}

describe('a server elsewhere points nobody to this machine:', () => {
  const authority = new CertificateAuthority();
  const host = 'api.example.com';
  const identity = authority.sign({ dns: [host] });

  /** A server that is somewhere else, as far as its name tells, and says one thing only. */
  async function startElsewhere(
    answer: unknown,
  ): Promise<{ url: string; env: Record<string, string> }> {
    const server = createServer(identity, (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const { port } = server.address() as AddressInfo;
    const env = { ...trusting(authority.cert), ...namesLeadingTo({ [host]: '127.0.0.1' }) };
    return { url: `https://${host}:${port}`, env };
  }

  const spellings = [
    '127.0.0.1',
    '127.1',
    '127.255.255.254',
    '0x7f.1',
    '0177.0.0.1',
    '2130706433',
    '127.0.0.1.',
    '１２７.0.0.1',
    '0.0.0.0',
    '0',
    'localhost',
    'LOCALHOST',
    'localhost.',
    'loc%61lhost',
    'api.localhost',
    'api.localhost.',
    'localhost.localdomain',
    'ip6-localhost',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:0.0.0.0]',
    '[::127.0.0.1]',
    '[::ffff:0:127.0.0.1]',
  ];
  const here =
    /^rte: The .*address that (the server gave|discovery gave|the hub points to) .*is on this machine/;

  test.each(['wss', 'ws', 'https'])('the REST API, by %s', async (scheme) => {
    const trap = await startTrap();
    await inParallel(4, spellings, async (spelling) => {
      const { url, env } = await startElsewhere({
        WssEndpoint: `${scheme}://${spelling}:${trap.port}/rte`,
        Token: 'a.b',
      });
      const { exitCode, stderr } = await rte(['tail', '--user', user], {
        env: { ...credentials, ...env, RTE_API_URL: url },
      });
      expect(exitCode, spelling).toBe(1);
      // In the clear it is refused anyway, unless it is surely this machine.
      if (scheme !== 'ws') expect(stderr, spelling).toMatch(here);
    });
    expect(trap.lines()).toBe(0);
  });

  test('discovery', async () => {
    const trap = await startTrap();
    await inParallel(4, spellings, async (spelling) => {
      const { url, env } = await startElsewhere([
        { apiEndpoint: `https://${spelling}:${trap.port}/` },
      ]);
      const { exitCode, stderr } = await rte(['tail'], {
        env: { ...credentials, ...env, RTE_DISCOVERY_URL: url },
      });
      expect(exitCode, spelling).toBe(1);
      expect(stderr, spelling).toMatch(here);
    });
    expect(trap.lines()).toBe(0);
  });

  test('a hub', async () => {
    const trap = await startTrap();
    await inParallel(4, spellings, async (spelling) => {
      const { url, env } = await startElsewhere({
        url: `https://${spelling}:${trap.port}/`,
        accessToken: 'other',
      });
      const { exitCode, stderr } = await rte(['tail', '--user', user, '--hub-url', `${url}/rte`], {
        env: { ...tokenEnv, ...env },
      });
      expect(exitCode, spelling).toBe(5);
      expect(stderr, spelling).toMatch(here);
    });
    expect(trap.lines()).toBe(0);
  });

  test('but one on this machine may, be it by https or http', async () => {
    const hub = await startScriptedHub();
    const { url: apiUrl } = await startFakeServer({
      '/token/me/rte/': {
        json: { WssEndpoint: hub.url.replace('127.0.0.1', 'localhost'), Token: 't' },
      },
    });
    const { url: discoveryUrl } = await startFakeServer({
      '/api/user': { json: [{ apiEndpoint: apiUrl.replace('127.0.0.1', 'localhost') }] },
    });
    const tail = startRte(['tail', '--user', user], {
      env: {
        ...credentials,
        ...namesLeadingTo({ localhost: '127.0.0.1' }),
        RTE_DISCOVERY_URL: discoveryUrl,
      },
    });
    await tail.until('stderr', /● connected/);
  });
});

describe('a name below localhost leads to this machine, or nowhere,', () => {
  const names = ['localhost', 'rte.localhost', 'a.b.localhost'];

  test.each(['REST API', 'hub'] as const)('for the %s, whatever DNS says', async (what) => {
    for (const name of names) {
      for (const address of ['192.0.2.1', '2001:db8::1', '0.0.0.0']) {
        const tail = reach(`http://${name}:8080`, what, namesLeadingTo({ [name]: address }));
        const { exitCode, stderr } = await tail.ended;
        expect(exitCode).toBe(5);
        expect(stderr).toContain(`rte: ${name} leads to ${address}, not to this machine.`);
      }
    }
  });

  test.each(['REST API', 'hub'] as const)('for the %s, if any address is', async (what) => {
    const hub = await startScriptedHub();
    const { url: apiUrl } = await startFakeServer({
      '/token/me/rte/': { json: { WssEndpoint: hub.url, Token: 't' } },
    });
    const url = what === 'hub' ? hub.url.replace('/rte', '') : apiUrl;
    for (const name of names) {
      const env = namesLeadingTo({ [name]: ['192.0.2.1', '127.0.0.1'] });
      const tail = reach(url.replace('127.0.0.1', name), what, env);
      await tail.until('stderr', /● connected/);
      tail.child.kill('SIGINT');
    }
  });
});
