import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  exchange,
  exchangeFrames,
  frame,
  openLine,
  requestText,
  upgradeText,
} from '../support/raw-client.ts';
import { rte, startRte, type RunningRte } from '../support/rte.ts';

/** The same in every run, unless told: a failure names it. */
const seed = Number(process.env['FUZZ_SEED'] ?? 4711);

interface RunningSim {
  run: RunningRte;
  port: number;
  userId: string;
  env: Record<string, string>;
}

/** The built `rte sim`, with small happenings and all it has to say. */
async function startSim(...args: string[]): Promise<RunningSim> {
  const run = startRte(['sim', '-o', 'json', '--seed', '3', '--speed', '50', ...args]);
  await run.until('stdout', /\n/);
  const { apiUrl, username, secretKey, userId, certificateFile = '' } = JSON.parse(run.stdout());
  const account = { RTE_API_URL: apiUrl, RTE_USERNAME: username, RTE_SECRET_KEY: secretKey };
  const env = { ...account, NODE_EXTRA_CA_CERTS: certificateFile };
  return { run, port: Number(new URL(apiUrl).port), userId, env };
}

/** The simulator is there, said nothing of an error, and answers a client that does right. */
async function expectWell({ run, env }: RunningSim): Promise<void> {
  const { exitCode, stdout, stderr } = await rte(['tail', '-c', '1'], { env });
  expect(exitCode, `seed ${seed}: ${stderr}${run.stderr()}`).toBe(0);
  expect(stdout).toContain('"data"');
  expect(run.child.exitCode, `seed ${seed}: ${run.stderr()}`).toBeNull();
  expect(run.stderr(), `seed ${seed}`).toBe('');
}

/** Of an answer: no stack, no code of ours. */
function expectNoStack(answer: string, sent: string): void {
  expect(answer, `seed ${seed}: ${JSON.stringify(sent)}`).not.toMatch(/\.cjs|node:|\bat \w+ \(/);
}

/** Does something with each of many things, a few at a time. */
async function each<Item>(items: readonly Item[], work: (item: Item) => Promise<void>) {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

async function accessToken({ env }: RunningSim): Promise<string> {
  const basic = Buffer.from(`${env['RTE_USERNAME']}:${env['RTE_SECRET_KEY']}`).toString('base64');
  const answer = await fetch(new URL('token/me/rte/', env['RTE_API_URL']), {
    headers: { Authorization: `Basic ${basic}` },
  });
  return ((await answer.json()) as { Token: string }).Token;
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', 'constructor', 'toString', '', '\u001b[2J', '\ud800', '%', '%zz'),
);
const anyBytes = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));

const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(
      anyText.map((text) => JSON.stringify(text)),
      fc.constantFrom('1e400', '-1e20', '-0', '0.1', 'true', 'null', '12345678901234567890', 'NaN'),
      fc.integer().map(String),
    ),
    fc.array(tie('json'), { maxLength: 4 }).map((all) => `[${all.join(',')}]`),
    fc
      .array(fc.tuple(anyText, tie('json')), { maxLength: 4 })
      .map((all) => `{${all.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`),
  ),
}));

const path = fc.constantFrom(
  '/',
  '*',
  '//x',
  '/%zz',
  '/api/user',
  '/api/user?user=%ff&user=%',
  '/authuser/aino',
  '/authuser/%zz/',
  '/users/me',
  '/token/me/rte/',
  '/token/%00/rte',
  '/rte',
  '/rte/negotiate?negotiateVersion=1e9&id=%',
  '/RTE/negotiate?negotiateVersion=-1',
  '/rte?id=x&ID=y&access_token=a.b.c',
  '/rte/../sim/faults',
  '/sim/faults',
  '/sim/faults/%zz',
  '/sim/faults/late?value=%ff',
  '/sim/faults/deny?value=,,',
  'http://127.0.0.1/users/me',
  'http://[',
  'http://localhost:99999/',
  'ftp://localhost/',
  'no-address',
  `/${'a'.repeat(15_000)}`,
  `/${'a'.repeat(20_000)}`,
);
const method = fc.constantFrom(
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'HEAD',
  'TRACE',
  'CONNECT',
  'PROPFIND',
  'get',
  'NONSENSE',
  '',
);
const headerText = fc.string({ unit: 'binary-ascii', maxLength: 30 });
const headerName = fc.oneof(
  { weight: 1, arbitrary: headerText },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      'Host',
      'Origin',
      'Expect',
      'Connection',
      'Upgrade',
      'Content-Length',
      'Transfer-Encoding',
      'Authorization',
      'Access-Control-Request-Method',
      'Access-Control-Request-Headers',
      'Sec-WebSocket-Key',
      'Sec-WebSocket-Extensions',
      'Sec-WebSocket-Protocol',
      'Sec-Fetch-Site',
      'HTTP2-Settings',
    ),
  },
);
const headerValue = fc.oneof(
  headerText,
  fc.constantFrom(
    'chunked',
    '0',
    '-1',
    '7',
    '99999999999999999999',
    '100-continue',
    'upgrade',
    'websocket',
    'h2c',
    'null',
    'http://localhost:1',
    'Basic !!!',
    'Basic Og==',
    'Bearer a.b.c',
    'permessage-deflate; client_max_window_bits=99',
    'x'.repeat(20_000),
  ),
);
const request = fc
  .tuple(method, path, fc.array(fc.tuple(headerName, headerValue), { maxLength: 6 }), anyText)
  .map(([method, path, headers, body]) =>
    requestText(`${method} ${path}`, Object.fromEntries(headers), body),
  );

/** A request of which bytes were lost, doubled or changed. */
const mutated = fc
  .tuple(request, fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 4 }), fc.nat(800))
  .map(([text, changes, length]) => {
    const bytes = Buffer.from(text, 'latin1').subarray(0, length);
    for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
    return bytes.toString('latin1');
  });

describe('whatever comes over HTTP, rte sim goes on and shows no stack', () => {
  test.each([
    ['bytes', anyBytes.map((bytes) => bytes.toString('latin1'))],
    ['requests', request],
    ['requests with errors', mutated],
    [
      'several at once',
      fc.array(request, { minLength: 2, maxLength: 4 }).map((all) => all.join('')),
    ],
    [
      'bodies for a login',
      json.map((body) => bodyFor('/authuser/aino.virtanen@example.com/', body)),
    ],
    ['bodies for discovery', json.map((body) => bodyFor('/api/user', body))],
  ])('%s', async (_name, arbitrary) => {
    const sim = await startSim();
    await each(fc.sample(arbitrary, { numRuns: 400, seed }), async (text) => {
      expectNoStack(await exchange(sim.port, text), text);
    });
    await fetch(new URL('/sim/faults', sim.env['RTE_API_URL']), { method: 'DELETE' });
    await expectWell(sim);
  });
});

test('whatever comes in place of TLS, rte sim --tls goes on', async () => {
  const sim = await startSim('--tls');
  // The beginning of a ClientHello, with anything behind it.
  const hello = Buffer.from('1603010200010001fc0303', 'hex');
  const bytes = fc.oneof(
    anyBytes,
    anyBytes.map((rest) => Buffer.concat([hello, rest])),
    request.map((text) => Buffer.from(text, 'latin1')),
  );
  await each(fc.sample(bytes, { numRuns: 200, seed }), async (bytes) => {
    expectNoStack(await exchange(sim.port, bytes), bytes.toString('latin1'));
  });
  await expectWell(sim);
});

function bodyFor(path: string, text: string): string {
  const body = Buffer.from(text).toString('latin1');
  return requestText(`POST ${path}`, { 'Content-Length': `${body.length}` }, body);
}

describe('whatever a token says, rte sim refuses it and goes on', () => {
  const claim = fc.oneof(
    json,
    fc.constantFrom('-1e20', '1e20', '1e400', '-1e400', '8640000000001', '-62135596801', '1e-400'),
    fc.constantFrom('"NaN"', '"1700000000"', '[1]', '{}', 'true', 'null', '0', '253402300800'),
  );
  const token = fc
    .tuple(claim, claim, claim, fc.constantFrom('HS256', 'none', 'RS256', 'x'))
    .map(([exp, iat, nbf, alg]) => {
      const payload = `{"exp":${exp},"iat":${iat},"nbf":${nbf},"sub":"x","iss":"rte-sim"}`;
      const parts = [`{"alg":"${alg}"}`, payload, 'signature'];
      return parts.map((part) => Buffer.from(part).toString('base64url')).join('.');
    });

  test.each<[string, (token: string) => string]>([
    ['in the address of a WebSocket', (token) => upgradeText(`/rte?access_token=${token}`)],
    [
      'in the header of a WebSocket',
      (token) => upgradeText('/rte', { Authorization: `Bearer ${token}` }),
    ],
    [
      'in a negotiation',
      (token) => requestText('POST /rte/negotiate', { Authorization: `Bearer ${token}` }),
    ],
  ])('%s', async (_name, textOf) => {
    const sim = await startSim();
    await each(fc.sample(token, { numRuns: 300, seed }), async (token) => {
      const answer = await exchange(sim.port, textOf(token), { isPatient: true });
      expect(answer, `seed ${seed}: ${token}`).toMatch(/^HTTP\/1\.1 401 /);
      expectNoStack(answer, token);
    });
    await expectWell(sim);
  });

  test('nor does any of it end tail --sim', async () => {
    const tail = startRte(['tail', '--sim', '--seed', '3']);
    await tail.until('stderr', /connected to/);
    const port = Number(/connected to 127\.0\.0\.1:(\d+)/.exec(tail.stderr())?.[1]);
    const upgrade = token.map((token) => upgradeText(`/rte?access_token=${token}`));
    const anything = fc.oneof(upgrade, request, mutated);
    await each(fc.sample(anything, { numRuns: 300, seed }), async (text) => {
      expectNoStack(await exchange(port, text), text);
    });
    await fetch(`http://127.0.0.1:${port}/sim/faults`, { method: 'DELETE' });
    const lines = tail.stdout().split('\n').length;
    await tail.until('stdout', /\n/, lines + 1);
    tail.child.kill('SIGINT');
    expect((await tail.ended).exitCode, `seed ${seed}: ${tail.stderr()}`).toBe(130);
  });
});

const record = fc.oneof(
  json,
  fc
    .tuple(fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8', '9', '-1', '"1"', 'null'), json)
    .map(
      ([type, value]) => `{"type":${type},"invocationId":"1","item":${value},"result":${value}}`,
    ),
  fc
    .tuple(
      fc.constantFrom(
        'Subscribe',
        'Unsubscribe',
        'UnsubscribeAll',
        'AvailableSubscriptions',
        'ActiveSubscriptions',
        '__proto__',
        'constructor',
      ),
      fc.array(json, { maxLength: 3 }),
    )
    .map(
      ([target, args]) =>
        `{"type":1,"target":"${target}","invocationId":"1","arguments":[${args.join(',')}]}`,
    ),
  json.map(
    (value) =>
      `{"type":1,"target":"Subscribe","invocationId":"1","arguments":[[{"EntityId":${value},"EventName":${value},"__proto__":${value},"constructor":${value}}]]}`,
  ),
  fc
    .tuple(fc.nat(100), fc.constantFrom(['[', ']'], ['{"a":', '}']))
    .map(([depth, [open = '', close = '']]) => {
      const deep = `${open.repeat(depth)}1${close.repeat(depth)}`;
      return `{"type":1,"target":"Subscribe","invocationId":"1","arguments":[${deep}]}`;
    }),
  fc.constant(`{"type":1,"target":"Subscribe","arguments":[${'['.repeat(30_000)}`),
);

const closeCode = fc.constantFrom(0, 999, 1000, 1004, 1005, 1006, 1015, 2999, 4999, 5000, 65_535);

const anyFrame = fc.oneof(
  fc.array(record, { maxLength: 4 }).map((all) => frame(recordsOf(all))),
  fc
    .tuple(fc.nat(255), anyBytes, fc.boolean())
    .map(([first, payload, isMasked]) => frame(payload, { first, isMasked })),
  fc
    .tuple(fc.constantFrom(0x01, 0x02, 0x00, 0x80, 0x81, 0x89, 0x8a), anyBytes)
    .map(([first, payload]) => frame(payload, { first })),
  closeCode.map((code) => frame(Buffer.from([code >> 8, code & 0xff]), { first: 0x88 })),
  fc.constantFrom(
    frame(Buffer.from([3]), { first: 0x88 }),
    frame(Buffer.from([3, 0xe8, 0xff, 0xfe]), { first: 0x88 }),
    frame(Buffer.from([0xc3, 0x28, 0x1e])),
    frame(Buffer.alloc(0), { length: 2 ** 52 }),
    frame(Buffer.alloc(200), { first: 0x89 }),
    frame(Buffer.alloc(300_000, 'x')),
    Buffer.concat(Array.from({ length: 20_000 }, () => frame(Buffer.from('x'), { first: 0x00 }))),
    Buffer.from([0xc3, 0x02, 0xff, 0xfe]),
  ),
  anyBytes,
);

/** ␞ within a text would be a record's end. */
function recordsOf(records: readonly string[]): Buffer {
  return Buffer.from(records.map((each) => `${each.replaceAll('\u001e', '')}\u001e`).join(''));
}

const handshake = frame(recordsOf(['{"protocol":"json","version":1}']));

describe('whatever comes over a WebSocket, rte sim goes on', () => {
  test.each([
    ['frames before the handshake', Buffer.alloc(0), anyFrame],
    ['frames', handshake, anyFrame],
    ['messages', handshake, fc.array(record, { maxLength: 6 }).map((all) => frame(recordsOf(all)))],
  ])('%s', async (_name, first, arbitrary) => {
    const sim = await startSim();
    const token = await accessToken(sim);
    const conversations = fc.array(arbitrary, { minLength: 1, maxLength: 8 });
    await each(fc.sample(conversations, { numRuns: 200, seed }), async (frames) => {
      const bytes = Buffer.concat([first, ...frames]);
      const answer = await exchangeFrames(sim.port, `/rte?access_token=${token}`, bytes);
      expect(answer).toMatch(/^HTTP\/1\.1 101 /);
      expectNoStack(answer, 'frames');
    });
    await expectWell(sim);
  });
});

test('clients may go away at any byte', async () => {
  const sim = await startSim();
  const token = await accessToken(sim);
  const conversations = [
    Buffer.concat([
      Buffer.from(upgradeText(`/rte?access_token=${token}`)),
      handshake,
      frame(
        recordsOf([
          `{"type":1,"target":"Subscribe","invocationId":"1","arguments":[[{"EntityId":"${sim.userId}","EventName":"UserStatus"}]]}`,
        ]),
      ),
    ]),
    Buffer.from(bodyFor('/authuser/aino', '{"UserName":"aino","Password":"simulated"}')),
    Buffer.from(upgradeText('/users/me', { Upgrade: 'h2c' })),
  ];
  const cuts = fc.tuple(fc.constantFrom(...conversations), fc.nat(1_000), fc.boolean());
  await each(fc.sample(cuts, { numRuns: 300, seed }), async ([bytes, length, resets]) => {
    const socket = await openLine(sim.port);
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.write(bytes.subarray(0, length), () => {
      if (resets) socket.resetAndDestroy();
      else socket.destroy();
    });
    await closed;
  });
  await expectWell(sim);
});

test('clients that never come to an end are cut off, and keep nobody else out', async () => {
  const sim = await startSim();
  const slow = [
    '',
    'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ',
    requestText('POST /api/user', { 'Content-Length': '1000' }, '{'),
    requestText('POST /rte/negotiate', { 'Transfer-Encoding': 'chunked' }, 'ffffff\r\n'),
    requestText('POST /users/me', { 'Content-Length': '99999999' }),
  ];
  const lines = await Promise.all(
    Array.from({ length: 600 }, async (_each, number) => {
      const socket = await openLine(sim.port);
      socket.write(slow[number % slow.length] ?? '');
      socket.resume();
      return socket;
    }),
  );
  await expectWell(sim);
  await Promise.all(lines.map(closed));
  await expectWell(sim);
}, 60_000);

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) resolve();
    else socket.on('close', () => resolve());
  });
}

describe('a client that gets more than it asks for costs no more memory than it should', () => {
  const mebibyte = 1024 ** 2;

  test.each([
    ['told', { 'Content-Length': `${8 * mebibyte}` }, Buffer.alloc(8 * mebibyte, 'x')],
    [
      'in pieces',
      { 'Transfer-Encoding': 'chunked' },
      Buffer.concat([
        ...Array.from({ length: 8 }, () =>
          Buffer.concat([
            Buffer.from('100000\r\n'),
            Buffer.alloc(mebibyte, 'x'),
            Buffer.from('\r\n'),
          ]),
        ),
        Buffer.from('0\r\n\r\n'),
      ]),
    ],
  ])('a body that is too large, its length %s, is not read', async (_name, headers, body) => {
    const sim = await startSim();
    for (const target of ['/authuser/aino/', '/api/user', '/rte/negotiate', '/sim/faults/drop']) {
      const head = Buffer.from(requestText(`POST ${target}`, headers));
      const answer = await exchange(sim.port, Buffer.concat([head, body]), { isPatient: true });
      expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    }
    await expectWell(sim);
  });

  test('a body that never ends is cut off', async () => {
    const sim = await startSim();
    const socket = await openLine(sim.port);
    socket.resume();
    socket.write(requestText('POST /authuser/aino/', { 'Transfer-Encoding': 'chunked' }));
    const chunk = Buffer.concat([
      Buffer.from('100000\r\n'),
      Buffer.alloc(mebibyte),
      Buffer.from('\r\n'),
    ]);
    const send = (): void => {
      if (socket.writable) socket.write(chunk, send);
    };
    send();
    await closed(socket);
    await expectWell(sim);
  });

  test('one that asks and never reads is not read from', async () => {
    const sim = await startSim('--agents', '200');
    const token = await accessToken(sim);
    const socket = await openLine(sim.port);
    socket.write(upgradeText(`/rte?access_token=${token}`));
    socket.write(handshake);
    const nothing = `{"type":1,"target":"Subscribe","invocationId":"1","arguments":[[${'null,'.repeat(6_000)}null]]}`;
    const questions = frame(recordsOf(Array.from({ length: 8 }, () => nothing)));
    // Each of these gets some 4 MB of answers.
    const send = (): void => {
      if (socket.writable) socket.write(questions, send);
    };
    for (let number = 0; number < 100; number++) send();
    // It is cut off in the end, as ASP.NET Core does.
    await closed(socket);
    await expectWell(sim);
    expect(peakMemoryMiB(sim.run)).toBeLessThan(400);
  }, 60_000);
});

/** The most that a process has held at a time; 0 where the system doesn't say. */
function peakMemoryMiB({ child }: RunningRte): number {
  if (process.platform !== 'linux') return 0;
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
}
