import { describe, expect, it } from 'vitest';

import { discoverSilos, EnreachApi, type HubTicket } from '../../src/account/enreach-api.ts';
import {
  startFakeServer,
  unusedUrl,
  type Answer,
  type FakeServer,
} from '../support/fake-server.ts';
import { everythingIn, rteErrorOf, thrownBy, told } from '../support/thrown.ts';

const { signal } = new AbortController();
const username = 'aino+desk/2@example.com';
const escapedUsername = 'aino%2Bdesk%2F2%40example.com';
const password = 'p4ssw0rd-that-nobody-may-see';
const secretKey = 'k3y-that-nobody-may-see';
const accessToken = 't0ken-that-nobody-may-see';
const basic = Buffer.from(`${username}:${secretKey}`).toString('base64');
const credentials = { username, secretKey };
const userId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const organizationId = '73b7afc3-5b89-45b1-9dca-bd8305e073bc';

const loginPath = `/authuser/${escapedUsername}/`;

/** The three calls to the API, on a server that answers each of them in one way. */
const calls: readonly {
  name: string;
  path: string;
  make(api: EnreachApi, signal?: AbortSignal): Promise<unknown>;
}[] = [
  {
    name: 'login',
    path: loginPath,
    make: (api, until = signal) => api.fetchSecretKey(username, password, until),
  },
  {
    name: 'who am I',
    path: '/users/me',
    make: (api, until = signal) => api.whoAmI(credentials, until),
  },
  {
    name: 'token',
    path: '/token/me/rte/',
    make: (api, until = signal) => api.fetchHubTicket(credentials, until),
  },
];

/** A server's address differs in each run. */
function withoutPort(text: string, { host }: FakeServer): string {
  return text.replaceAll(host, '<host>');
}

describe('the address of the API', () => {
  it.each(['', '/'])("works with '%s' at its end", async (end) => {
    const server = await startFakeServer({ '/rest/users/me': { json: { Id: userId } } });
    const api = new EnreachApi(`${server.url}/rest${end}`);
    expect(api.url).toBe(`${server.url}/rest/`);
    await api.whoAmI(credentials, signal);
    expect(server.requests.map(({ path }) => path)).toEqual(['/rest/users/me']);
  });

  it('is refused when it is not safe for credentials', async () => {
    const error = await rteErrorOf(() => new EnreachApi('http://api.example.com'));
    expect(told(error)).toMatchInlineSnapshot(`
      "usage: The API address is not encrypted: 'http://api.example.com'.
      Credentials go over https (or wss) only; plain http is for this machine alone."
    `);
  });
});

describe('login', () => {
  it('sends e-mail and password, and gives the key', async () => {
    const { url, requests } = await startFakeServer({
      [loginPath]: { json: { SecretKey: secretKey, UserID: 7 } },
    });
    expect(await new EnreachApi(url).fetchSecretKey(username, password, signal)).toBe(secretKey);
    const [request] = requests;
    expect(request).toMatchObject({ method: 'POST', path: loginPath });
    expect(JSON.parse(request?.body ?? '')).toEqual({ UserName: username, Password: password });
    expect(request?.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      'x-json-serializer': '2',
      'user-agent': 'rte-cli',
    });
    expect(request?.headers).not.toHaveProperty('authorization');
  });
});

describe.each(calls.slice(1))('$name', ({ path, make }) => {
  it('sends e-mail and key as Basic, and the headers that the API wants', async () => {
    const { url, requests } = await startFakeServer({
      [path]: {
        json: { Id: userId, Token: accessToken, WssEndpoint: 'wss://rte.example.com/rte' },
      },
    });
    await make(new EnreachApi(url));
    expect(requests).toMatchObject([
      {
        method: 'GET',
        path,
        body: '',
        headers: {
          authorization: `Basic ${basic}`,
          accept: 'application/json',
          'content-type': 'application/json',
          'x-json-serializer': '2',
          'user-agent': 'rte-cli',
        },
      },
    ]);
  });
});

describe('who am I', () => {
  it.each([
    ['as specified', { Id: userId, OrganizationID: organizationId }],
    ['in camelCase', { id: userId, organizationId }],
    ['in capitals, among others', { NAME: 'Aino', ID: userId, ORGANIZATIONID: organizationId }],
  ])('reads properties written %s', async (_name, json) => {
    const { url } = await startFakeServer({ '/users/me': { json } });
    expect(await new EnreachApi(url).whoAmI(credentials, signal)).toEqual({
      userId,
      organizationId,
    });
  });

  it.each([
    ['no organization', {}],
    ['one whose id is no Guid', { OrganizationID: `${organizationId}\u001b[2J` }],
    ['one whose id is no text', { OrganizationID: { id: organizationId } }],
  ])('does without an organization when there is %s', async (_name, organization) => {
    const { url } = await startFakeServer({
      '/users/me': { json: { Id: userId, ...organization } },
    });
    expect(await new EnreachApi(url).whoAmI(credentials, signal)).toEqual({
      userId,
      organizationId: undefined,
    });
  });

  it.each(['u1', ` ${userId}`, `${userId}\n`, `{${userId}}`, '\u001b]0;owned\u0007', 'me', '*'])(
    'takes no Id that is not a Guid, and does not repeat it: %j',
    async (Id) => {
      const server = await startFakeServer({ '/users/me': { json: { Id } } });
      const error = await rteErrorOf(new EnreachApi(server.url).whoAmI(credentials, signal));
      expect(withoutPort(told(error), server)).toBe(
        'failure: <host>/users/me did not answer with a user whose Id is a Guid.\n' +
          'Is this the address of the REST API?',
      );
    },
  );

  it('sends a key and a name of any characters', async () => {
    const { url, requests } = await startFakeServer({ '/users/me': { json: { Id: userId } } });
    const strange = { username: 'äinö@example.com', secretKey: 'a:b c€' };
    await new EnreachApi(url).whoAmI(strange, signal);
    const sent = requests[0]?.headers.authorization?.replace('Basic ', '') ?? '';
    expect(Buffer.from(sent, 'base64').toString('utf8')).toBe('äinö@example.com:a:b c€');
  });
});

/** What becomes of this answer to the call for a token. */
async function ticketOf(json: unknown): Promise<HubTicket> {
  const { url } = await startFakeServer({ '/token/me/rte/': { json } });
  return new EnreachApi(url).fetchHubTicket(credentials, signal);
}

describe('token', () => {
  it.each([
    ['wss as https', 'wss://rte.example.com/rte', 'https://rte.example.com/rte'],
    ['https as it is', 'https://rte.example.com/rte', 'https://rte.example.com/rte'],
    ['ws on loopback as http', 'ws://127.0.0.1:5000/rte', 'http://127.0.0.1:5000/rte'],
  ])('gives the token and the hub, %s', async (_name, WssEndpoint, hubUrl) => {
    expect(await ticketOf({ WssEndpoint, Token: accessToken })).toEqual({ hubUrl, accessToken });
    expect(await ticketOf({ wssEndpoint: WssEndpoint, token: accessToken })).toEqual({
      hubUrl,
      accessToken,
    });
  });

  it('takes no hub that the token would reach in the clear', async () => {
    const error = await rteErrorOf(
      ticketOf({ WssEndpoint: 'ws://rte.example.com/rte', Token: accessToken }),
    );
    expect(told(error)).toMatchInlineSnapshot(`
      "failure: The hub address that the server gave is not encrypted: 'ws://rte.example.com/rte'.
      No token is sent there. The fault is on the other side: tell who runs the server."
    `);
    expect(everythingIn(error)).not.toContain(accessToken);
  });
});

describe('discovery', () => {
  const sedna = { siloName: 'Sedna', apiEndpoint: 'https://api-sedna.example.com/' };
  const vega = { siloName: 'Vega', apiEndpoint: 'https://api-vega.example.com/rest' };

  it.each([
    ['nobody', [], []],
    ['one', [sedna], [{ name: 'Sedna', apiUrl: 'https://api-sedna.example.com/' }]],
    [
      'several',
      [sedna, vega],
      [
        { name: 'Sedna', apiUrl: 'https://api-sedna.example.com/' },
        { name: 'Vega', apiUrl: 'https://api-vega.example.com/rest/' },
      ],
    ],
    [
      'one, in other spelling',
      [{ SiloName: 'Sedna', APIENDPOINT: 'https://api-sedna.example.com' }],
      [{ name: 'Sedna', apiUrl: 'https://api-sedna.example.com/' }],
    ],
    [
      'one without a name',
      [{ apiEndpoint: 'https://api-sedna.example.com/' }],
      [{ name: 'https://api-sedna.example.com/', apiUrl: 'https://api-sedna.example.com/' }],
    ],
  ])('gives the systems that know the user: %s', async (_name, json, expected) => {
    const { url } = await startFakeServer({ '/api/user': { json } });
    expect(await discoverSilos(url, username, signal)).toEqual(expected);
  });

  it.each(['', '/'])(
    "asks for the user, with '%s' at the address's end, and sends no secret",
    async (end) => {
      const { url, requests } = await startFakeServer({ '/api/user': { json: [] } });
      await discoverSilos(url + end, username, signal);
      expect(requests).toMatchObject([
        { method: 'GET', path: `/api/user?user=${escapedUsername}` },
      ]);
      expect(requests[0]?.headers).not.toHaveProperty('authorization');
    },
  );

  it('ends when its answer is no use', async () => {
    const answers: Record<string, Answer> = {
      'an API that is not safe for credentials': {
        json: [{ apiEndpoint: 'http://a.example.com' }],
      },
      'an object': { json: {} },
      'entries without an address': { json: [{ siloName: 'Sedna' }] },
      'entries that are none': { json: [null] },
      'a log-in page': { text: '<html>', headers: { 'Content-Type': 'text/html' } },
      '401': { status: 401 },
      '500': { status: 500 },
    };
    const lines: string[] = [];
    for (const [what, answer] of Object.entries(answers)) {
      const server = await startFakeServer({ '/api/user': answer });
      const error = await rteErrorOf(discoverSilos(server.url, username, signal));
      lines.push(`── ${what}`, withoutPort(told(error), server));
    }
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "── 401
      unauthorized: The discovery service wants credentials for <host>/api/user.
      Is this address the right one?
      ── 500
      connection: The discovery service failed (500, <host>/api/user).
      The fault is on the other side: try again later.
      ── an API that is not safe for credentials
      failure: The API address that discovery gave is not encrypted: 'http://a.example.com'.
      No token is sent there. The fault is on the other side: tell who runs the server.
      ── an object
      failure: <host>/api/user did not answer with a list of systems.
      Is this the address of the REST API?
      ── entries without an address
      failure: <host>/api/user did not answer with systems with an apiEndpoint.
      Is this the address of the REST API?
      ── entries that are none
      failure: <host>/api/user did not answer with systems with an apiEndpoint.
      Is this the address of the REST API?
      ── a log-in page
      failure: <host>/api/user answered text/html that is not JSON.
      Is this the address of the REST API? A proxy or log-in page may have answered instead."
    `);
  });
});

/** Answers that are no use, and the exit code that each leads to. */
const failures: readonly [name: string, exitCode: number, answer: Answer][] = [
  ['401', 4, { status: 401, text: accessToken }],
  ['403', 4, { status: 403 }],
  ['404', 1, { status: 404 }],
  ['400', 1, { status: 400, text: password }],
  ['429', 5, { status: 429, headers: { 'Retry-After': '60' } }],
  ['500', 5, { status: 500, text: `${secretKey} ${password}` }],
  [
    '302',
    1,
    { status: 302, headers: { Location: `https://elsewhere.example.com/${accessToken}` } },
  ],
  [
    'HTML',
    1,
    {
      text: `<html>${secretKey} ${password} ${accessToken}`,
      headers: { 'Content-Type': 'text/html; charset=utf-8' },
    },
  ],
  ['half of a JSON text', 1, { text: `{"SecretKey":"${secretKey}","Token":"${accessToken}"` }],
  ['garbage that begins with a secret', 1, { text: accessToken }],
  ['nothing', 1, { text: '' }],
  ['a list', 1, { json: [secretKey, accessToken] }],
  ['null', 1, { json: null }],
  [
    'properties of other types',
    1,
    { json: { SecretKey: [secretKey], Id: 7, Token: { it: accessToken }, WssEndpoint: true } },
  ],
  ['empty properties', 1, { json: { SecretKey: '', Id: '', Token: '', WssEndpoint: '' } }],
];

describe.each(calls)('an answer to $name that is no use', ({ path, make }) => {
  it.each(failures)('ends the call: %s', async (_name, exitCode, answer) => {
    const server = await startFakeServer({ [path]: answer });
    const error = await rteErrorOf(make(new EnreachApi(server.url)));
    expect(error.exitCode).toBe(exitCode);
    expect(error.hint).toBeTruthy();
    for (const secret of [password, secretKey, accessToken, basic]) {
      // Nor a part of it: messages of JSON.parse quote a few characters.
      expect(everythingIn(error)).not.toContain(secret.slice(0, 5));
    }
    expect(server.requests).toHaveLength(1);
  });
});

it('says what happened, where, and what to do', async () => {
  const lines: string[] = [];
  for (const { name, path, make } of calls) {
    for (const [what, , answer] of failures) {
      const server = await startFakeServer({ [path]: answer });
      const error = await rteErrorOf(make(new EnreachApi(server.url)));
      lines.push(`── ${name}: ${what}`, withoutPort(told(error), server));
    }
  }
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "── login: 401
    unauthorized: The password was not accepted for aino+desk/2@example.com.
    Check both, and that <host> is the right server; then run rte login again.
    ── login: 403
    unauthorized: The server refuses this user (403, <host>/authuser/aino%2Bdesk%2F2%40example.com/).
    The user lacks a right; an administrator of the organization can grant it.
    ── login: 404
    failure: The server knows nothing at <host>/authuser/aino%2Bdesk%2F2%40example.com/ (404).
    Check the user name, and that the address is that of the REST API.
    ── login: 400
    failure: The server answered 400 to POST <host>/authuser/aino%2Bdesk%2F2%40example.com/.
    Check that the address is that of the REST API.
    ── login: 429
    connection: The server gets too many requests (429, <host>/authuser/aino%2Bdesk%2F2%40example.com/).
    Wait a little and try again.
    ── login: 500
    connection: The server failed (500, <host>/authuser/aino%2Bdesk%2F2%40example.com/).
    The fault is on the other side: try again later.
    ── login: 302
    failure: The server points elsewhere (302, <host>/authuser/aino%2Bdesk%2F2%40example.com/).
    Credentials do not follow redirects: give the final address.
    ── login: HTML
    failure: <host>/authuser/aino%2Bdesk%2F2%40example.com/ answered text/html that is not JSON.
    Is this the address of the REST API? A proxy or log-in page may have answered instead.
    ── login: half of a JSON text
    failure: <host>/authuser/aino%2Bdesk%2F2%40example.com/ answered something that is not JSON.
    Is this the address of the REST API? A proxy or log-in page may have answered instead.
    ── login: garbage that begins with a secret
    failure: <host>/authuser/aino%2Bdesk%2F2%40example.com/ answered something that is not JSON.
    Is this the address of the REST API? A proxy or log-in page may have answered instead.
    ── login: nothing
    failure: <host>/authuser/aino%2Bdesk%2F2%40example.com/ answered something that is not JSON.
    Is this the address of the REST API? A proxy or log-in page may have answered instead.
    ── login: a list
    failure: <host>/authuser/aino%2Bdesk%2F2%40example.com/ did not answer with a SecretKey.
    Is this the address of the REST API?
    ── login: null
    failure: <host>/authuser/aino%2Bdesk%2F2%40example.com/ did not answer with a SecretKey.
    Is this the address of the REST API?
    ── login: properties of other types
    failure: <host>/authuser/aino%2Bdesk%2F2%40example.com/ did not answer with a SecretKey.
    Is this the address of the REST API?
    ── login: empty properties
    failure: <host>/authuser/aino%2Bdesk%2F2%40example.com/ did not answer with a SecretKey.
    Is this the address of the REST API?
    ── who am I: 401
    unauthorized: The secret key of aino+desk/2@example.com was not accepted.
    It may have been revoked, or <host> is not its server: log in again with rte login.
    ── who am I: 403
    unauthorized: The server refuses this user (403, <host>/users/me).
    The user lacks a right; an administrator of the organization can grant it.
    ── who am I: 404
    failure: The server knows nothing at <host>/users/me (404).
    Check the user name, and that the address is that of the REST API.
    ── who am I: 400
    failure: The server answered 400 to GET <host>/users/me.
    Check that the address is that of the REST API.
    ── who am I: 429
    connection: The server gets too many requests (429, <host>/users/me).
    Wait a little and try again.
    ── who am I: 500
    connection: The server failed (500, <host>/users/me).
    The fault is on the other side: try again later.
    ── who am I: 302
    failure: The server points elsewhere (302, <host>/users/me).
    Credentials do not follow redirects: give the final address.
    ── who am I: HTML
    failure: <host>/users/me answered text/html that is not JSON.
    Is this the address of the REST API? A proxy or log-in page may have answered instead.
    ── who am I: half of a JSON text
    failure: <host>/users/me answered something that is not JSON.
    Is this the address of the REST API? A proxy or log-in page may have answered instead.
    ── who am I: garbage that begins with a secret
    failure: <host>/users/me answered something that is not JSON.
    Is this the address of the REST API? A proxy or log-in page may have answered instead.
    ── who am I: nothing
    failure: <host>/users/me answered something that is not JSON.
    Is this the address of the REST API? A proxy or log-in page may have answered instead.
    ── who am I: a list
    failure: <host>/users/me did not answer with a user whose Id is a Guid.
    Is this the address of the REST API?
    ── who am I: null
    failure: <host>/users/me did not answer with a user whose Id is a Guid.
    Is this the address of the REST API?
    ── who am I: properties of other types
    failure: <host>/users/me did not answer with a user whose Id is a Guid.
    Is this the address of the REST API?
    ── who am I: empty properties
    failure: <host>/users/me did not answer with a user whose Id is a Guid.
    Is this the address of the REST API?
    ── token: 401
    unauthorized: The secret key of aino+desk/2@example.com was not accepted.
    It may have been revoked, or <host> is not its server: log in again with rte login.
    ── token: 403
    unauthorized: The server refuses this user (403, <host>/token/me/rte/).
    The user lacks a right; an administrator of the organization can grant it.
    ── token: 404
    failure: The server knows nothing at <host>/token/me/rte/ (404).
    Check the user name, and that the address is that of the REST API.
    ── token: 400
    failure: The server answered 400 to GET <host>/token/me/rte/.
    Check that the address is that of the REST API.
    ── token: 429
    connection: The server gets too many requests (429, <host>/token/me/rte/).
    Wait a little and try again.
    ── token: 500
    connection: The server failed (500, <host>/token/me/rte/).
    The fault is on the other side: try again later.
    ── token: 302
    failure: The server points elsewhere (302, <host>/token/me/rte/).
    Credentials do not follow redirects: give the final address.
    ── token: HTML
    failure: <host>/token/me/rte/ answered text/html that is not JSON.
    Is this the address of the REST API? A proxy or log-in page may have answered instead.
    ── token: half of a JSON text
    failure: <host>/token/me/rte/ answered something that is not JSON.
    Is this the address of the REST API? A proxy or log-in page may have answered instead.
    ── token: garbage that begins with a secret
    failure: <host>/token/me/rte/ answered something that is not JSON.
    Is this the address of the REST API? A proxy or log-in page may have answered instead.
    ── token: nothing
    failure: <host>/token/me/rte/ answered something that is not JSON.
    Is this the address of the REST API? A proxy or log-in page may have answered instead.
    ── token: a list
    failure: <host>/token/me/rte/ did not answer with a WssEndpoint and a Token.
    Is this the address of the REST API?
    ── token: null
    failure: <host>/token/me/rte/ did not answer with a WssEndpoint and a Token.
    Is this the address of the REST API?
    ── token: properties of other types
    failure: <host>/token/me/rte/ did not answer with a WssEndpoint and a Token.
    Is this the address of the REST API?
    ── token: empty properties
    failure: <host>/token/me/rte/ did not answer with a WssEndpoint and a Token.
    Is this the address of the REST API?"
  `);
});

it('hands on how long a busy server asks to be left alone', async () => {
  const { url } = await startFakeServer({
    '/users/me': { status: 503, headers: { 'Retry-After': '60' } },
  });
  const error = await rteErrorOf(new EnreachApi(url).whoAmI(credentials, signal));
  expect(error.retryAfterMs).toBe(60_000);
});

it('is a connection error when nobody listens', async () => {
  const error = await rteErrorOf(new EnreachApi(await unusedUrl()).whoAmI(credentials, signal));
  expect(error.exitCode).toBe(5);
  expect(everythingIn(error)).not.toContain(secretKey);
  expect(everythingIn(error)).not.toContain(basic);
});

it.each(calls)('ends at once when aborted ($name)', async ({ path, make }) => {
  const server = await startFakeServer({ [path]: { hangs: true } });
  const controller = new AbortController();
  const received = server.nextRequest();
  const thrown = thrownBy(make(new EnreachApi(server.url), controller.signal));
  await received;
  const reason = new Error('enough');
  controller.abort(reason);
  expect(await thrown).toBe(reason);
});
