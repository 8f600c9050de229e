import { writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { startFakeServer } from '../support/fake-server.ts';
import { inParallel } from '../support/in-parallel.ts';
import { flood, startRawServer, trickle } from '../support/raw-server.ts';
import { configFolder, rte, startRte, type RteResult } from '../support/rte.ts';
import { startScriptedHub } from '../support/scripted-hub.ts';

const user = '11111111-2222-4333-8444-555555555555';
const tokenEnv = { RTE_TOKEN: 'token' };

/** What a server may do in place of an answer that ends. */
const endless: Record<string, (line: Socket) => void> = {
  'a status line': (line) => trickle(line, 'HTTP/1.1 200 ', 'O'),
  'a header': (line) => trickle(line, 'HTTP/1.1 200 OK\r\nX-Long: ', 'x'),
  headers: (line) => trickle(line, 'HTTP/1.1 200 OK\r\n', 'X-More: y\r\n'),
  'interim answers': (line) => trickle(line, '', 'HTTP/1.1 102 Processing\r\n\r\n'),
  'early hints': (line) => trickle(line, '', 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'),
  'a body of known length': (line) =>
    trickle(line, 'HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n', ' '),
  'a body to the end of the line': (line) => trickle(line, 'HTTP/1.1 200 OK\r\n\r\n', ' '),
  'a body in chunks': (line) =>
    trickle(line, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\n \r\n'),
  'a chunk’s extension': (line) =>
    trickle(line, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a=', 'b'),
  trailers: (line) =>
    trickle(line, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n', 'X-More: y\r\n'),
  'a refusal': (line) => trickle(line, 'HTTP/1.1 401 No\r\nContent-Length: 9999\r\n\r\n', ' '),
  'a redirect': (line) =>
    trickle(line, 'HTTP/1.1 307 There\r\nLocation: /x\r\nContent-Length: 9999\r\n\r\n', ' '),
};

const credentials = { RTE_USERNAME: 'a@example.com', RTE_SECRET_KEY: 'secret-key' };

/** A folder with a profile whose API is at this host. */
function profileAt(host: string): string {
  const folder = configFolder();
  const profile = {
    username: 'a@example.com',
    secretKey: 'secret-key',
    apiUrl: `http://${host}/`,
    userId: user,
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ profiles: { default: profile } }));
  return folder;
}

/** Runs that ask a server at a host. */
const asking: Record<string, (host: string) => Promise<RteResult>> = {
  'tail, for a token': (host) =>
    rte(['tail', '--user', user], { env: { ...credentials, RTE_API_URL: `http://${host}` } }),
  'tail, for discovery': (host) =>
    rte(['tail'], { env: { ...credentials, RTE_DISCOVERY_URL: `http://${host}` } }),
  'tail, for who I am': (host) =>
    rte(['tail'], { env: { ...credentials, RTE_API_URL: `http://${host}` } }),
  'tail, for a negotiation': (host) =>
    rte(['tail', '--user', user, '--hub-url', `http://${host}/rte`], { env: tokenEnv }),
  'login, with a password': (host) =>
    rte(['login', '-u', 'a@example.com', '--password-stdin', '--api-url', `http://${host}`], {
      env: { RTE_CONFIG_DIR: configFolder() },
      input: 'my-password',
    }),
  'login, with a secret key': (host) =>
    rte(['login', '-u', 'a@example.com', '--secret-key-stdin', '--api-url', `http://${host}`], {
      env: { RTE_CONFIG_DIR: configFolder() },
      input: 'my-secret-key',
    }),
  'status --check': (host) =>
    rte(['status', '--check'], { env: { RTE_CONFIG_DIR: profileAt(host) } }),
  'list-events': (host) => rte(['list-events'], { env: { RTE_CONFIG_DIR: profileAt(host) } }),
  doctor: (host) => rte(['doctor'], { env: { RTE_CONFIG_DIR: profileAt(host) } }),
  'a proxy, on the way to the API': (host) =>
    rte(['tail'], {
      env: {
        ...credentials,
        RTE_API_URL: 'https://api.example.com',
        HTTPS_PROXY: `http://a:proxy-password@${host}`,
      },
    }),
  'a proxy, on the way to the hub': (host) =>
    rte(['tail', '--user', user, '--hub-url', 'https://rte.example.com/rte'], {
      env: { ...tokenEnv, HTTPS_PROXY: `http://a:proxy-password@${host}` },
    }),
};

const both = ['tail, for a token', 'tail, for a negotiation'];
const bodies = Object.keys(endless).filter((kind) => kind.startsWith('a body'));
const heads = ['a status line', 'a header', 'headers'];

interface Cell {
  what: string;
  kind: string;
}

/** What asks, and what it gets: each kind on both ways to ask, and each command at all. */
const cells: Cell[] = [
  ...both.flatMap((what) => Object.keys(endless).map((kind) => ({ what, kind }))),
  ...Object.keys(asking)
    .filter((what) => !both.includes(what) && !what.startsWith('a proxy'))
    .map((what, index) => ({ what, kind: bodies[index % bodies.length] ?? '' })),
  ...Object.keys(asking)
    .filter((what) => what.startsWith('a proxy'))
    .flatMap((what) => heads.map((kind) => ({ what, kind }))),
];

/** doctor says on stdout what failed; list-events goes on without what it could not ask for. */
const said = ({ stdout, stderr }: RteResult): string =>
  `${stderr}${stdout}`.replaceAll(/\s+/g, ' ');
const exitCodeOf = (what: string): number => (what === 'list-events' ? 0 : 5);

test('an answer that never ends is none, whoever asks', async () => {
  const late = /: no answer in time|: the hub did not answer within 15 s/;
  const lateProxy = /The proxy \S+: no answer within 10 s/;
  // All at once, since each takes as long as a server may: 20 s.
  const results = await Promise.all(
    cells.map(async ({ what, kind }) => {
      const server = await startRawServer((line) => endless[kind]?.(line));
      const result = await asking[what]?.(server.host);
      return { what, kind, result };
    }),
  );
  for (const { what, kind, result } of results) {
    if (result === undefined) throw new Error(`${what} asks nothing.`);
    expect(said(result), `${what}: ${kind}`).toMatch(what.startsWith('a proxy') ? lateProxy : late);
    expect(result.exitCode, `${what}: ${kind}`).toBe(exitCodeOf(what));
  }
}, 90_000);

describe('an answer of more than 1 MiB is left unread:', () => {
  const filler = ' '.repeat(65_536);
  const kinds: Record<string, (line: Socket) => void> = {
    'of known length': (line) =>
      flood(line, 'HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n', filler),
    'to the end of the line': (line) => flood(line, 'HTTP/1.1 200 OK\r\n\r\n', filler),
    'in chunks': (line) =>
      flood(
        line,
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
        `10000\r\n${filler}\r\n`,
      ),
    'with a bad status': (line) => flood(line, 'HTTP/1.1 500 Broken\r\n\r\n', filler),
  };

  test.each(Object.keys(asking).filter((what) => !what.startsWith('a proxy')))(
    '%s',
    async (what) => {
      await inParallel(4, Object.entries(kinds), async ([kind, answer]) => {
        const server = await startRawServer((line) => answer(line));
        const result = await asking[what]?.(server.host);
        if (result === undefined) throw new Error(`${what} asks nothing.`);
        expect(said(result), kind).toContain(`${server.host} answered with more than 1 MiB.`);
        expect(result.exitCode, kind).toBe(exitCodeOf(what));
        expect(server.lines.size, kind).toBe(0);
      });
    },
  );

  test.each([
    [1_048_576, 0],
    [1_048_577, 5],
  ])('one of %i bytes ends in exit code %i', async (bytes, code) => {
    const json = JSON.stringify({ Id: user });
    const text = json.padEnd(bytes);
    const server = await startFakeServer({ '/users/me': { text } });
    const { exitCode, stderr } = await rte(['status', '--check'], {
      env: { RTE_CONFIG_DIR: profileAt(server.host) },
    });
    expect(exitCode, stderr).toBe(code);
  });

  test('in mid-run it is one failed attempt', async () => {
    const text = JSON.stringify({ connectionId: 'x'.repeat(2 ** 21) });
    const hub = await startScriptedHub([{}, { negotiate: { status: 200, text } }]);
    const tail = startRte(['tail', '--user', user, '--hub-url', hub.url], { env: tokenEnv });
    await tail.until('stderr', /● connected/);
    (await hub.peer()).cut();
    await tail.until('stderr', /not connected: \S+ answered with more than 1 MiB · attempt/);
    await tail.until('stderr', /● connected/, 2);
  });
});
