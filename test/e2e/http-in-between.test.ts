import { gzipSync } from 'node:zlib';

import { describe, expect, test } from 'vitest';

import { inParallel } from '../support/in-parallel.ts';
import { startRawServer } from '../support/raw-server.ts';
import { jsonLines, rte, startRte, type RteResult } from '../support/rte.ts';
import { startScriptedHub, type Attempt, type HubPeer } from '../support/scripted-hub.ts';

const user = '11111111-2222-4333-8444-555555555555';
const env = { RTE_TOKEN: 'token' };
const tailing = (hubUrl: string): string[] => ['tail', '--user', user, '--hub-url', hubUrl];

async function tailed(attempt: Attempt): Promise<RteResult> {
  const hub = await startScriptedHub([attempt]);
  return rte(tailing(hub.url), { env });
}

test('a WebSocket that is refused is told as such, whatever the status', async () => {
  const statuses = [200, 204, 302, 400, 403, 404, 405, 407, 409, 426, 429, 500, 501, 502, 503];
  await inParallel(4, statuses, async (status) => {
    const { exitCode, stderr } = await tailed({ upgrade: { status } });
    expect(stderr).toMatch(
      new RegExp(`^rte: The WebSocket to \\S+ was refused \\(${status}\\)\\.\n`),
    );
    expect(exitCode, stderr).toBe(5);
  });
});

test('a WebSocket that is refused in mid-run, with 403 too, is one failed attempt', async () => {
  const hub = await startScriptedHub([{}, { upgrade: { status: 403 } }]);
  const tail = startRte(tailing(hub.url), { env });
  await tail.until('stderr', /● connected/);
  (await hub.peer()).cut();
  await tail.until('stderr', /not connected: The WebSocket to \S+ was refused \(403\) · attempt/);
  await tail.until('stderr', /● connected/, 2);
});

test.each<[string, (peer: HubPeer) => void, string]>([
  ['cut', (peer) => peer.cut(), 'the line was cut'],
  [
    'closed',
    (peer) => peer.close(1008, 'no WebSockets here'),
    'the hub ended the connection (code 1008): no WebSockets here',
  ],
])('a WebSocket that is %s before the handshake is told as such', async (_name, end, cause) => {
  const hub = await startScriptedHub([{ handshake: 'silent' }]);
  const tail = startRte(tailing(hub.url), { env });
  end(await hub.peer());
  const { exitCode, stderr } = await tail.ended;
  expect(stderr).toMatch(/^rte: The WebSocket to \S+ ended before the handshake: /);
  expect(stderr).toContain(`handshake: ${cause}.\n`);
  expect(stderr).toContain('a proxy or firewall in between may not pass WebSockets');
  expect(exitCode).toBe(5);
});

test('doctor says at which step, and what may be in between', async () => {
  const hub = await startScriptedHub([{ upgrade: { status: 426 } }]);
  const args = ['doctor', '--no-ping', '--hub-url', hub.url, '-o', 'json'];
  const { stdout } = await rte(args, { env });
  const { steps } = JSON.parse(stdout) as { steps: Record<string, any>[] };
  const failed = steps.find(({ status }) => status === 'failed');
  expect(failed).toMatchObject({
    name: 'WebSocket',
    error: {
      message: expect.stringMatching(/was refused \(426\)/),
      hint: expect.stringMatching(/a proxy or firewall in between may not pass WebSockets/),
    },
  });
});

describe('a negotiation is read', () => {
  const noWebSockets = JSON.stringify({ availableTransports: [{ transport: 'LongPolling' }] });
  const rows: [string, string, Buffer][] = [
    ['in gzip', 'Content-Encoding: gzip\r\n', gzipSync(noWebSockets)],
    ['with a byte order mark', '', Buffer.from(`\uFEFF${noWebSockets}`)],
    ['in UTF-16', 'Content-Type: a/b; charset=utf-16\r\n', Buffer.from(noWebSockets, 'utf16le')],
  ];

  test.each(rows)('%s, and that it offers no WebSockets is told', async (_name, headers, body) => {
    const { host } = await startRawServer((line) => {
      line.write('HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n');
      line.write(`HTTP/1.1 200 OK\r\n${headers}Content-Length: ${body.length}\r\n\r\n`);
      line.write(body);
    });
    const { exitCode, stderr } = await rte(tailing(`http://${host}/rte`), { env });
    expect(stderr).toContain(`rte: ${host}/rte offers no WebSockets, only LongPolling.`);
    expect(exitCode).toBe(5);
  });

  test('no further than 1 MiB, however small it came', async () => {
    const bomb = gzipSync(Buffer.alloc(500 * 2 ** 20));
    expect(bomb.length).toBeLessThan(2 ** 20);
    const { host } = await startRawServer((line) => {
      line.write('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n');
      line.write(`Content-Length: ${bomb.length}\r\n\r\n`);
      line.write(bomb);
    });
    const { exitCode, stderr } = await rte(tailing(`http://${host}/rte`), { env });
    expect(stderr).toContain(`${host} answered with more than 1 MiB.`);
    expect(exitCode).toBe(5);
  });
});

test('the reason that the hub closes with is shown, and drives no terminal', async () => {
  const hub = await startScriptedHub();
  const tail = startRte([...tailing(hub.url), '-o', 'ndjson', '--meta'], { env });
  await tail.until('stderr', /● connected/);
  (await hub.peer()).close(1008, 'too slow\u001b[2J\nrte: forged.');
  await tail.until('stderr', /● connected/, 2);
  tail.child.kill('SIGTERM');
  const { stdout, stderr } = await tail.ended;
  const reason = String.raw`the hub ended the connection (code 1008): too slow\u001b[2J\nrte: forged`;
  expect(stderr).toContain(reason);
  expect(stderr).not.toContain('\u001b');
  expect(stderr).not.toMatch(/^rte: forged/m);
  const gap = jsonLines(stdout).find(({ _rte }) => _rte?.kind === 'gap');
  expect(gap).toMatchObject({ _rte: { cause: reason } });
});

test.each([
  'wss://rte.example.com/rte#',
  'https://rte.example.com/rte?a=1#access_token=s3cret-text',
])('a hub address with a fragment is a usage error (%s)', async (hubUrl) => {
  const { exitCode, stderr } = await rte(tailing(hubUrl), { env });
  expect(stderr).toContain('--hub-url has a fragment (#…) in it.');
  expect(stderr).not.toContain('s3cret');
  expect(exitCode).toBe(2);
});
