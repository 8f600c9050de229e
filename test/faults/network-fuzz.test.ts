import { writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { inParallel } from '../support/in-parallel.ts';
import { flood, startRawServer, type RawRequest } from '../support/raw-server.ts';
import { configFolder, rte, type RteResult } from '../support/rte.ts';

/** The same in every run, unless told: a failure names it. FUZZ_RUNS makes it longer. */
const seed = Number(process.env['FUZZ_SEED'] ?? 4711);
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 24);
const user = '11111111-2222-4333-8444-555555555555';
const tokenEnv = { RTE_TOKEN: 'token' };
const account = { username: 'a@example.com', secretKey: 'secret-key', userId: user };

const hostile = [
  '\u001b[2J\u001b]0;owned\u0007',
  '\u009b31m\u202e\u2066\ufeff',
  '{"error":"\\u001b[2J\\nrte: forged"}',
  '__proto__',
  '',
];

/** What is sent to whoever asks, byte by byte as it stands here, and how the line then ends. */
interface Answer {
  pieces: Buffer[];
  end: 'end' | 'reset' | 'open';
}

const bytes = fc.uint8Array({ maxLength: 300 }).map((all) => Buffer.from(all).toString('latin1'));
const anyText = fc.oneof(fc.string({ maxLength: 40 }), bytes, fc.constantFrom(...hostile));

const version = fc.oneof(
  { weight: 12, arbitrary: fc.constant('HTTP/1.1') },
  { weight: 1, arbitrary: fc.constantFrom('HTTP/1.0', 'HTTP/2.0', 'HTTP/0.9', 'ICY', '') },
);
const status = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(200, 200, 401, 403, 404, 407, 429, 500, 503) },
  { weight: 2, arbitrary: fc.constantFrom(101, 201, 204, 205, 206, 302, 304, 307, 399, 418, 426) },
  { weight: 1, arbitrary: fc.constantFrom(0, 99, 100, 199, 600, 999, 1000, -1, 20_000) },
);

const header = fc.oneof(
  fc
    .constantFrom('0', '1', '5', '300', '-1', '1e3', '99999999999999999999', '4, 5', 'x', '')
    .map((length) => `Content-Length: ${length}`),
  fc
    .constantFrom('chunked', 'gzip', 'gzip, chunked', 'x')
    .map((each) => `Transfer-Encoding: ${each}`),
  fc.constantFrom('close', 'keep-alive', 'Upgrade', 'x').map((each) => `Connection: ${each}`),
  fc.constantFrom('websocket', 'h2c', 'TLS/1.3').map((each) => `Upgrade: ${each}`),
  fc.constantFrom('0', '-5', '1e9', 'soon').map((each) => `Retry-After: ${each}`),
  fc
    .constantFrom('Date', 'Content-Type', 'Location', 'Proxy-Authenticate', 'Sec-WebSocket-Accept')
    .chain((name) => anyText.map((value) => `${name}: ${value.replaceAll(/[\r\n]/g, '')}`)),
  fc.constantFrom('gzip', 'br', 'x').map((each) => `Content-Encoding: ${each}`),
  fc.constantFrom(
    'no colon',
    ': no name',
    'Sp ace: x',
    ' folded',
    'X: \u0000',
    `X: ${'y'.repeat(20_000)}`,
  ),
  fc.constant(Array.from({ length: 3_000 }, () => 'X: y').join('\r\n')),
  anyText,
);

const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(...hostile).map((text) => JSON.stringify(text)),
    fc.constantFrom('null', 'true', '-0', '1e400', '"wss://127.0.0.1:1/"', '"http://192.0.2.1/"'),
    fc.array(tie('json'), { maxLength: 3 }).map((all) => `[${all.join(',')}]`),
    fc
      .dictionary(
        fc.constantFrom(
          'Id',
          'WssEndpoint',
          'Token',
          'url',
          'accessToken',
          'error',
          'SecretKey',
          'x',
        ),
        tie('json'),
        { maxKeys: 4 },
      )
      .map(
        (all) =>
          `{${Object.entries(all)
            .map(([key, value]) => `"${key}":${value}`)
            .join(',')}}`,
      ),
  ),
}));

const body = fc.oneof(
  { weight: 4, arbitrary: json },
  { weight: 2, arbitrary: anyText },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '5\r\n{"a":\r\n0\r\n\r\n',
      '5\r\nab',
      'ffffffffffffffff\r\nab',
      '-1\r\n',
      'zz\r\n\r\n',
      '2;x="y\r\n{}\r\n0\r\nX: y\r\n\r\n',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}',
      '\u0082\u007e',
      'x'.repeat(100_000),
      ' '.repeat(1_100_000),
    ),
  },
);

const interim = fc
  .tuple(fc.constantFrom(100, 101, 102, 103, 199), fc.constantFrom(1, 2, 500))
  .map(([code, times]) => `HTTP/1.1 ${code} Wait\r\n\r\n`.repeat(times));

const message = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .record({
        before: fc.option(interim, { freq: 6, nil: '' }),
        version,
        status,
        reason: anyText.map((text) => text.replaceAll(/[\r\n]/g, '')),
        headers: fc.array(header, { maxLength: 4 }),
        ending: fc.constantFrom('\r\n\r\n', '\r\n\r\n', '\r\n\r\n', '\n\n', '\r\n', ''),
        body,
      })
      .map(
        ({ before, version, status, reason, headers, ending, body }) =>
          `${before}${version} ${status} ${reason}${headers.map((each) => `\r\n${each}`).join('')}${ending}${body}`,
      ),
  },
  { weight: 1, arbitrary: bytes },
);

const answer: fc.Arbitrary<Answer> = fc
  .record({
    text: message,
    cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }),
    end: fc.constantFrom('end' as const, 'end' as const, 'reset' as const),
  })
  .map(({ text, cuts, end }) => {
    const all = Buffer.from(text, 'latin1');
    const places = [0, ...cuts.map((cut) => Math.floor(cut * all.length)), all.length];
    places.sort((one, other) => one - other);
    const pieces = places.slice(1).map((place, index) => all.subarray(places[index], place));
    return { pieces, end };
  });

/** Sends piece by piece, each by itself. */
function give(line: Socket, { pieces: [piece, ...rest], end }: Answer): void {
  if (line.destroyed) return;
  if (piece !== undefined) line.write(piece, () => give(line, { pieces: rest, end }));
  else if (end === 'end') line.end();
  else if (end === 'reset') line.resetAndDestroy();
}

function profileAt(host: string): Record<string, string> {
  const folder = configFolder();
  const profiles = { default: { ...account, apiUrl: `http://${host}/` } };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ profiles }));
  return { RTE_CONFIG_DIR: folder };
}

const negotiation = JSON.stringify({
  negotiateVersion: 1,
  connectionId: 'a',
  connectionToken: 'b',
  availableTransports: [{ transport: 'WebSockets', transferFormats: ['Text', 'Binary'] }],
});

/** Whether a request is for the negotiation, which is then done right. */
function negotiate(line: Socket, { head }: RawRequest): boolean {
  if (!head.startsWith('POST')) return false;
  line.end(`HTTP/1.1 200 OK\r\nContent-Length: ${negotiation.length}\r\n\r\n${negotiation}`);
  return true;
}

interface Target {
  /** Which exit codes may come of it. */
  codes: readonly number[];
  reach(host: string): Promise<RteResult>;
  /** What is answered right. */
  isRight?(line: Socket, request: RawRequest): boolean;
}

const viaProxy = (host: string): Record<string, string> => ({
  HTTPS_PROXY: `http://u53r:proxy-password@${host}`,
});

const targets: Record<string, Target> = {
  'the REST API, for a token': {
    codes: [1, 4, 5],
    reach: (host) => rte(['tail', '--user', user], { env: profileAt(host) }),
  },
  'the REST API, at login': {
    codes: [1, 4, 5],
    reach: (host) =>
      rte(['login', '-u', 'a@example.com', '--password-stdin', '--api-url', `http://${host}`], {
        env: { RTE_CONFIG_DIR: configFolder() },
        input: 'my-password',
      }),
  },
  discovery: {
    codes: [1, 4, 5],
    reach: (host) =>
      rte(['tail'], {
        env: {
          RTE_USERNAME: account.username,
          RTE_SECRET_KEY: account.secretKey,
          RTE_DISCOVERY_URL: `http://${host}`,
        },
      }),
  },
  'the hub, at negotiation': {
    codes: [4, 5],
    reach: (host) =>
      rte(['tail', '--user', user, '--hub-url', `http://${host}/rte`], { env: tokenEnv }),
  },
  'the hub, at the upgrade': {
    codes: [4, 5],
    isRight: negotiate,
    reach: (host) =>
      rte(['tail', '--user', user, '--hub-url', `http://${host}/rte`], { env: tokenEnv }),
  },
  'a proxy, on the way to the REST API': {
    codes: [5],
    reach: (host) =>
      rte(['tail', '--user', user], {
        env: {
          RTE_API_URL: 'https://api.example.com',
          RTE_USERNAME: account.username,
          RTE_SECRET_KEY: account.secretKey,
          ...viaProxy(host),
        },
      }),
  },
  'a proxy, on the way to the hub': {
    codes: [5],
    reach: (host) =>
      rte(['tail', '--user', user, '--hub-url', 'https://rte.example.com/rte'], {
        env: { ...tokenEnv, ...viaProxy(host) },
      }),
  },
};

// oxlint-disable-next-line no-control-regex -- that is what is looked for
const drives = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

/** Has a target be answered so, and looks at what the run has to say. */
async function judgeRun(
  { codes, reach, isRight }: Target,
  sent: string,
  answered: (line: Socket) => void,
): Promise<void> {
  const server = await startRawServer((line, request) => {
    if (isRight?.(line, request) !== true) answered(line);
  });
  const { exitCode, stdout, stderr } = await reach(server.host);
  const told = `seed ${seed}: ${sent}\n${stderr}`;
  expect(codes, told).toContain(exitCode);
  expect(stdout, told).toBe('');
  expect(stderr, told).toMatch(/^rte: /);
  expect(stderr, told).not.toMatch(/defect of rte|bug in rte|^\s+at |node:|warning/im);
  expect(drives.exec(stderr)?.[0], told).toBeUndefined();
}

function judge(target: Target, each: Answer): Promise<void> {
  const bytes = Buffer.concat(each.pieces).toString('latin1').slice(0, 2_000);
  const sent = `${JSON.stringify(bytes)}, ${each.end}`;
  return judgeRun(target, sent, (line) => give(line, each));
}

test.each(Object.entries(targets))(
  'whatever bytes come from %s, the run ends in words',
  async (_name, target) => {
    const answers = fc.sample(answer, { numRuns, seed });
    await inParallel(4, answers, (each) => judge(target, each));
  },
  60_000 + numRuns * 2_000,
);

const upgrade =
  'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
const whole = 'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{"Token":""}';

/** What has upset other clients; each is sent, and the line left open. */
const known: Record<string, (line: Socket) => void> = {
  'an upgrade that nobody asked for': (line) => line.write(upgrade),
  'an upgrade, and frames': (line) => line.write(`${upgrade}\u0081\u0005hello`),
  'interim answers without end, as fast as they go': (line) =>
    flood(line, '', 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'.repeat(100)),
  'headers without end, as fast as they go': (line) =>
    flood(line, 'HTTP/1.1 200 OK\r\n', 'X-More: y\r\n'.repeat(100)),
  'a header without end, as fast as it goes': (line) =>
    flood(line, 'HTTP/1.1 200 OK\r\nX-Long: ', 'y'.repeat(1_000)),
  'answers without end, as fast as they go': (line) => flood(line, '', whole.repeat(100)),
  'chunks of nothing, as fast as they go': (line) =>
    flood(
      line,
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
      '1;x=y\r\n \r\n'.repeat(100),
    ),
  'a length that is too long for what comes': (line) =>
    line.end('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{}'),
  'two lengths': (line) =>
    line.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}}'),
  'a length and chunks': (line) =>
    line.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}'),
  'an end at once': (line) => line.end(),
  'a reset at once': (line) => line.resetAndDestroy(),
  'a reset in the middle': (line) => line.write(whole.slice(0, -3), () => line.resetAndDestroy()),
};

test.each(Object.entries(known))(
  'and so it does after %s',
  async (_name, answered) => {
    await Promise.all(
      Object.values(targets).map((target) =>
        judgeRun(target, 'as named', (line) => answered(line)),
      ),
    );
  },
  60_000,
);

test('and so it does when the line stays open, as soon as time is up', async () => {
  const answers = fc.sample(answer, { numRuns: 3 * Object.keys(targets).length, seed });
  // All at once, since each may take 20 s.
  await inParallel(answers.length, answers, (each, index) => {
    const target = Object.values(targets)[index % Object.keys(targets).length];
    return judge(target as Target, { ...each, end: 'open' });
  });
}, 90_000);
