import { describe, expect, test } from 'vitest';

import { exchange, requestText, upgradeText } from '../support/raw-client.ts';
import { rte, startRte } from '../support/rte.ts';

interface Answer {
  status: number;
  headers: string;
  body: string;
}

interface RunningSim {
  username: string;
  secretKey: string;
  ask(text: string): Promise<Answer>;
}

async function startSim(...args: string[]): Promise<RunningSim> {
  const run = startRte(['sim', '-o', 'json', '--seed', '3', ...args]);
  await run.until('stdout', /\n/);
  const { apiUrl, username, secretKey } = JSON.parse(run.stdout());
  const port = Number(new URL(apiUrl).port);
  return {
    username,
    secretKey,
    ask: async (text) => {
      const answer = await exchange(port, text);
      const [headers = '', content = ''] = answer.split('\r\n\r\n');
      // Without the lengths of its pieces.
      const body = /[[{].*[\]}]/.exec(content)?.[0] ?? '';
      return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(headers)?.[1]), headers, body };
    },
  };
}

/** Requests of every kind, for a host. */
function requestsFor(Host: string): [string, string][] {
  const h2c = { Host, Upgrade: 'h2c', Connection: 'Upgrade' };
  const preflight = { Host, 'Access-Control-Request-Method': 'GET' };
  return [
    ['REST', requestText('GET /users/me', { Host })],
    ['discovery', requestText('GET /api/user?user=x', { Host })],
    ['negotiation', requestText('POST /rte/negotiate', { Host })],
    ['a WebSocket', upgradeText('/rte?access_token=a.b.c', { Host })],
    ['another WebSocket', upgradeText('/elsewhere', { Host })],
    ['HTTP/2', requestText('GET /users/me', h2c)],
    ['faults', requestText('GET /sim/faults', { Host })],
    ['a fault', requestText('POST /sim/faults/drop', { Host })],
    ['a preflight', requestText('OPTIONS /users/me', preflight)],
    ['anything', requestText('BREW /', { Host }).replace('BREW', 'PROPFIND')],
  ];
}

/** With an origin, as a page of the host itself would send it in a cross-origin request. */
function withOrigin(text: string, origin = 'http://evil.example'): string {
  return text.replace('\r\n\r\n', `\r\nOrigin: ${origin}\r\n\r\n`);
}

describe('requests for a host that is not this machine are refused', () => {
  test.each([
    'evil.example',
    'evil.example:5080',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'localhost.',
    'evil.localhost',
    '128.0.0.1',
    '10.0.0.1:80',
    '0.0.0.0',
    '[2001:db8::1]:80',
    '[::]',
  ])('%s', async (host) => {
    const sim = await startSim();
    for (const [name, text] of requestsFor(host)) {
      const { status, headers, body } = await sim.ask(withOrigin(text));
      expect(status, name).toBe(403);
      expect(headers, name).not.toMatch(/access-control/i);
      const { error, hint } = JSON.parse(body);
      expect(error).toContain('which is not this machine');
      expect(hint).toContain('rte sim --allow-host ');
    }
  });

  test('also when the address as a whole names it, or another host does', async () => {
    const sim = await startSim();
    const whole = 'GET http://evil.example/users/me';
    expect((await sim.ask(requestText(whole))).status).toBe(403);
    expect((await sim.ask(requestText(whole, { Host: 'evil.example' }))).status).toBe(403);
    expect((await sim.ask(upgradeText('http://evil.example/rte'))).status).toBe(403);
    const own = 'GET http://127.0.0.1/users/me';
    expect((await sim.ask(requestText(own, { Host: 'evil.example' }))).status).toBe(403);
    expect((await sim.ask(requestText(own))).status).toBe(401);
  });
});

describe('requests without one right host are answered with 400', () => {
  test.each([
    ['an empty one', ''],
    ['blanks', 'a b'],
    ['a user', 'localhost@127.0.0.1'],
    ['a path', '127.0.0.1/x'],
    ['a list', '127.0.0.1, evil.example'],
    ['a port that can’t be', '127.0.0.1:99999'],
    ['a port that is none', '127.0.0.1:http'],
    ['half an IPv6 address', '[::1'],
    ['an IPv6 address without brackets', '::1'],
    ['an IPv4 address that can’t be', '127.0.0.256'],
    ['a scheme', 'http://127.0.0.1'],
    ['percent signs', '%6cocalhost'],
    ['other characters', 'löcalhost'],
  ])('%s', async (_name, host) => {
    const sim = await startSim();
    for (const [name, text] of requestsFor(host)) {
      const { status, headers } = await sim.ask(withOrigin(text));
      expect(status, name).toBe(400);
      expect(headers, name).not.toMatch(/access-control/i);
    }
  });

  test('two, and none', async () => {
    const sim = await startSim();
    for (const [name, text] of requestsFor('127.0.0.1')) {
      const two = text.replace('\r\n\r\n', '\r\nHost: evil.example\r\n\r\n');
      expect((await sim.ask(two)).status, name).toBe(400);
      expect((await sim.ask(text.replace(/Host:.*\r\n/, ''))).status, name).toBe(400);
    }
  });
});

test.each(['localhost', 'LocalHost:1', '127.0.0.1:', '127.8.9.10:80', '[::1]', '[::1]:5080'])(
  'the host %s is this machine',
  async (host) => {
    const sim = await startSim();
    for (const [name, text] of requestsFor(host)) {
      const { status } = await sim.ask(withOrigin(text, 'http://localhost:1'));
      expect([400, 403], name).not.toContain(status);
    }
  },
);

describe('--allow-host lets requests for another host in', () => {
  test.each([
    ['sim.example.com', 'sim.example.com'],
    ['Sim.Example.com', 'sim.EXAMPLE.com:8443'],
    ['192.168.1.5', '192.168.1.5:80'],
    ['fd00::1', '[fd00::1]:80'],
    ['host_with.underscore', 'host_with.underscore'],
  ])('%s', async (name, host) => {
    const sim = await startSim('--allow-host', 'another', '--allow-host', name);
    const basic = Buffer.from(`${sim.username}:${sim.secretKey}`).toString('base64');
    const headers = { Host: host, Authorization: `Basic ${basic}` };
    const { status, body } = await sim.ask(requestText('GET /token/me/rte/', headers));
    expect(status).toBe(200);
    // Where it leads is where it was asked.
    expect(body).toContain(`"WssEndpoint":"ws://${host}/rte"`);
    const origin = `https://${host}`;
    const fault = withOrigin(requestText('POST /sim/faults/drop', { Host: host }), origin);
    expect((await sim.ask(fault)).status).toBe(200);
    for (const other of ['evil.example', `x.${name}`, `${name}.evil.example`])
      expect((await sim.ask(requestText('GET /users/me', { Host: other }))).status).not.toBe(401);
  });

  test.each([
    '',
    'a b',
    'https://sim.example.com',
    'sim.example.com:80',
    'sim.example.com/',
    '*',
    '[',
  ])("and takes '%s' for none", async (name) => {
    const { exitCode, stderr } = await rte(['sim', '--allow-host', name]);
    expect(stderr).toContain(`--allow-host '${name}' is not the name of a host.`);
    expect(exitCode).toBe(2);
  });
});

const asked = [
  'GET /sim/faults',
  'POST /sim/faults/drop',
  'POST /sim/faults/rest-status?value=503',
  'DELETE /sim/faults',
  'OPTIONS /sim/faults/late',
  'POST /sim/../sim/faults/drop',
];

describe('faults can’t be asked for by', () => {
  test.each<[string, Record<string, string>]>([
    ['a page from elsewhere', { Origin: 'https://evil.example' }],
    ['a page of a name like ours', { Origin: 'http://localhost.evil.example' }],
    ['a page that hides behind a user name', { Origin: 'http://127.0.0.1@evil.example' }],
    ['a page without an origin', { Origin: 'null' }],
    ['a file', { Origin: 'file://' }],
    ['an extension', { Origin: 'chrome-extension://abcdefghijklmnop' }],
    ['an origin that is none', { Origin: 'localhost' }],
    ['two origins', { Origin: 'http://localhost, https://evil.example' }],
    ['a link from elsewhere', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a link from who knows where', { 'Sec-Fetch-Site': 'elsewhere' }],
    [
      'a page from elsewhere that says it is ours',
      {
        Origin: 'https://evil.example',
        'Sec-Fetch-Site': 'same-origin',
      },
    ],
  ])('%s', async (_name, headers) => {
    const sim = await startSim();
    for (const line of asked) {
      const more = { ...headers, 'Access-Control-Request-Method': 'POST' };
      const answer = await sim.ask(requestText(line, more));
      expect(answer.status, line).toBe(403);
      expect(answer.headers, line).not.toMatch(/access-control/i);
      expect(JSON.parse(answer.body).error).toContain('Pages from elsewhere');
    }
    // REST and hub can be, and no fault is on.
    const { status } = await sim.ask(requestText('GET /users/me', headers));
    expect(status).toBe(401);
    const { body } = await sim.ask(requestText('GET /sim/faults'));
    expect(JSON.parse(body).filter(({ active }: any) => active !== null)).toEqual([]);
  });
});

describe('faults can be asked for by', () => {
  test.each<[string, Record<string, string>]>([
    ['programs', {}],
    ['a page of another port', { Origin: 'http://localhost:5173', 'Sec-Fetch-Site': 'cross-site' }],
    ['a page of IPv6', { Origin: 'https://[::1]:8443' }],
    ['a person at the address bar', { 'Sec-Fetch-Site': 'none' }],
    ['a page of its own origin', { 'Sec-Fetch-Site': 'same-origin' }],
  ])('%s', async (_name, headers) => {
    const sim = await startSim();
    for (const line of asked.slice(0, 4))
      expect((await sim.ask(requestText(line, headers))).status, line).toBe(200);
    const { Origin } = headers;
    if (Origin === undefined) return;
    const preflight = { Origin, 'Access-Control-Request-Method': 'DELETE' };
    const answer = await sim.ask(requestText('OPTIONS /sim/faults/late', preflight));
    expect(answer.status).toBe(204);
    expect(answer.headers).toContain(`Access-Control-Allow-Origin: ${Origin}`);
  });
});
