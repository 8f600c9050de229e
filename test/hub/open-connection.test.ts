import { setImmediate as turn } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';

import { openConnection, type OpenConnection } from '../../src/hub/open-connection.ts';
import type { WireRecord } from '../../src/hub/wire-record.ts';
import { startFakeServer, unusedUrl } from '../support/fake-server.ts';
import { Journal } from '../support/journal.ts';
import {
  silent,
  startScriptedHub,
  type Attempt,
  type HubPeer,
  type ScriptedHub,
} from '../support/scripted-hub.ts';
import { everythingIn, rteErrorOf, thrownBy, told } from '../support/thrown.ts';

const accessToken = 't0ken-that-nobody-may-see';

interface Opening {
  connection: Promise<OpenConnection>;
  /** The texts of the records that came. */
  texts: Journal<string>;
  controller: AbortController;
}

/** Begins to connect; the connection, if there is one, ends with the test. */
function open(hubUrl: string): Opening {
  const controller = new AbortController();
  const texts = new Journal<string>();
  const onRecords = (records: WireRecord[]): void => {
    for (const { text } of records) texts.add(text);
  };
  const connection = openConnection({
    hubUrl,
    accessToken,
    onRecords,
    signal: controller.signal,
  });
  onTestFinished(async () => {
    controller.abort();
    await connection.then(
      (opened) => opened.close(),
      () => {},
    );
  });
  return { connection, texts, controller };
}

async function toldOf(hubUrl: string): Promise<string> {
  const error = await rteErrorOf(open(hubUrl).connection);
  // Nor a part of it: messages of JSON.parse quote a few characters.
  expect(everythingIn(error)).not.toContain(accessToken.slice(0, 5));
  return told(error).replaceAll(new URL(hubUrl).host, '<host>');
}

function received(data: unknown): object {
  return { type: 1, target: 'MessageReceived', arguments: [data] };
}

async function heard(opened: OpenConnection, at: number): Promise<void> {
  while (opened.signs.lastReceivedAt < at) await turn();
}

/** A number, once it has stayed the same for a while. */
async function settled(read: () => number): Promise<number> {
  for (;;) {
    const before = read();
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (read() === before) return before;
  }
}

/** Lets time pass on a connection whose hub pings. */
async function passing(ms: number, hub: ScriptedHub, opened: OpenConnection): Promise<void> {
  const peer = await hub.peer();
  for (let passed = 0; passed < ms; passed += 10_000) {
    await vi.advanceTimersByTimeAsync(10_000);
    await peer.send({ type: 6 });
    await heard(opened, performance.now());
  }
}

describe('a connection', () => {
  it('opens with the token in a header, on negotiation and upgrade', async () => {
    const hub = await startScriptedHub();
    const connection = await open(hub.url).connection;
    expect(connection).toMatchObject({ hubUrl: hub.url, connectionId: 'connection-1' });
    expect(hub.steps.entries.slice(0, 2)).toEqual([
      { step: 'negotiate', attempt: 1, authorization: `Bearer ${accessToken}` },
      { step: 'upgrade', attempt: 1, authorization: `Bearer ${accessToken}` },
    ]);
  });

  it('gives the result of an invocation', async () => {
    const hub = await startScriptedHub([
      { methods: { Add: (_peer, [a, b]) => Number(a) + Number(b) } },
    ]);
    const connection = await open(hub.url).connection;
    expect(await connection.invoke('Add', 1, 2)).toBe(3);
  });

  it("rejects an invocation with the hub's error", async () => {
    const hub = await startScriptedHub([
      { methods: { Add: () => new Error('Method does not exist.') } },
    ]);
    const connection = await open(hub.url).connection;
    expect(await thrownBy(connection.invoke('Add'))).toMatchObject({
      message: 'Method does not exist.',
    });
  });

  it('hands on whatever comes, also what came with the handshake', async () => {
    const hub = await startScriptedHub([
      { handshake: ['{}', '{"type":1,"target":"Early","arguments":[]}'] },
    ]);
    const { connection, texts } = open(hub.url);
    await connection;
    const peer = await hub.peer();
    await peer.send(received(1), { type: 6 }, 'broken', { type: 1, target: 'New', arguments: [2] });
    await peer.send(received({ text: 'ä\u001f' }));
    await texts.until(() => true, 5);
    expect(texts.entries).toEqual([
      '{"type":1,"target":"Early","arguments":[]}',
      '{"type":1,"target":"MessageReceived","arguments":[1]}',
      'broken',
      '{"type":1,"target":"New","arguments":[2]}',
      '{"type":1,"target":"MessageReceived","arguments":[{"text":"ä\\u001f"}]}',
    ]);
  });

  it('hands nothing over while it is paused, and everything afterwards', async () => {
    const hub = await startScriptedHub();
    const { connection, texts } = open(hub.url);
    const opened = await connection;
    const peer = await hub.peer();
    opened.pause();
    await peer.send(received(1), received(2));
    for (let turns = 0; turns < 20; turns++) await turn();
    expect(texts.entries).toEqual([]);
    opened.resume();
    await texts.until(() => true, 2);
    expect(texts.entries).toHaveLength(2);
  });
});

describe('without a connection, it says why:', () => {
  const statuses = [302, 401, 403, 404, 429, 500, 503];

  it('the negotiation is refused', async () => {
    const lines: string[] = [];
    for (const status of statuses) {
      const hub = await startScriptedHub([{ negotiate: { status, text: accessToken } }]);
      lines.push(await toldOf(hub.url));
    }
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "connection: The hub points elsewhere (302, <host>/rte).
      Tokens do not follow redirects: give the final address of the hub.
      unauthorized: The hub does not accept the token (401, <host>/rte).
      Log in again with rte login; with RTE_TOKEN, get a new token.
      unauthorized: The hub refuses this user (403, <host>/rte).
      The user lacks the right to use the real-time engine.
      connection: There is no hub at <host>/rte (404).
      Check the hub address.
      connection: The hub answered 429 (<host>/rte).
      Too many requests: wait a little.
      connection: The hub answered 500 (<host>/rte).
      Try again later.
      connection: The hub answered 503 (<host>/rte).
      Try again later."
    `);
  });

  it.each<[string, Attempt]>([
    ['negotiation', { negotiate: { status: 503, headers: { 'Retry-After': '60' } } }],
    ['upgrade', { upgrade: { status: 503, headers: { 'Retry-After': '60' } } }],
  ])('the hub wants to be left alone for a minute, at %s', async (_name, attempt) => {
    const hub = await startScriptedHub([attempt]);
    expect((await rteErrorOf(open(hub.url).connection)).retryAfterMs).toBe(60_000);
  });

  it('nobody listens', async () => {
    expect(await toldOf(`${await unusedUrl()}/rte`)).toMatchInlineSnapshot(`
      "connection: <host>: the connection was refused.
      Is the server running, and the port right?"
    `);
  });

  it('something else answers', async () => {
    const { url } = await startFakeServer({
      '/rte/negotiate': { text: `${accessToken} <html>`, headers: { 'Content-Type': 'text/html' } },
    });
    expect(await toldOf(`${url}/rte`)).toMatchInlineSnapshot(`
      "connection: <host>/rte/negotiate answered with no negotiation.
      Is there a SignalR hub at that address? A proxy or log-in page may have answered."
    `);
  });

  it('the handshake fails', async () => {
    const hub = await startScriptedHub([
      { handshake: [`{"error":"The protocol 'json' is not supported."}`] },
    ]);
    expect(await toldOf(hub.url)).toMatchInlineSnapshot(`
      "connection: <host>/rte: Server returned handshake error: The protocol 'json' is not supported.
      Is there a SignalR hub at that address?"
    `);
  });

  it('the hub sends it to another host and gives it no token for that one', async () => {
    const other = await startFakeServer({});
    const { url } = await startFakeServer({
      '/rte/negotiate': { json: { url: `${other.url}/rte` } },
    });
    const text = await toldOf(`${url}/rte`);
    expect(text.replaceAll(other.host, '<other>')).toMatchInlineSnapshot(`
      "connection: <host> points to <other>, with no token for it.
      Tokens do not follow redirects: give the final address of the hub."
    `);
    expect(other.requests).toEqual([]);
  });

  it('but goes there with the token that it is given for it', async () => {
    const hub = await startScriptedHub();
    const { url } = await startFakeServer({
      '/rte/negotiate': { json: { url: hub.url, accessToken: 'another' } },
    });
    await open(`${url}/rte`).connection;
    expect(hub.steps.entries.slice(0, 2).map(({ authorization }) => authorization)).toEqual([
      'Bearer another',
      'Bearer another',
    ]);
  });

  it('the hub sends it where a token would go in the clear', async () => {
    const { url } = await startFakeServer({
      '/rte/negotiate': { json: { url: 'http://rte.example.com/rte', accessToken: 'other' } },
    });
    expect(await toldOf(`${url}/rte`)).toMatchInlineSnapshot(`
      "connection: The address that the hub points to is not encrypted: 'http://rte.example.com/rte'.
      No token is sent there. The fault is on the other side: tell who runs the server."
    `);
  });
});

/** Each phase in which a hub can fall silent, and the step that shows that it has been reached. */
const silences: readonly [phase: string, attempt: Attempt][] = [
  ['negotiate', { negotiate: 'silent' }],
  ['upgrade', { upgrade: 'silent' }],
  ['handshake', { handshake: 'silent' }],
];

describe('when the hub falls silent', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(silences)('at %s, the attempt ends in time', async (phase, attempt) => {
    const hub = await startScriptedHub([attempt]);
    const text = toldOf(hub.url);
    await hub.reached(phase);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await text).toBe(
      'connection: <host>/rte: the hub did not answer within 15 s.\n' +
        'Check the network, and whether a proxy is needed.',
    );
    if (phase !== 'negotiate') await hub.reached('closed');
  });
});

describe('aborted', () => {
  it.each(silences)(
    'at %s, it rejects with the reason and leaves the hub',
    async (phase, attempt) => {
      const hub = await startScriptedHub([attempt]);
      const { connection, controller } = open(hub.url);
      const thrown = thrownBy(connection);
      await hub.reached(phase);
      const reason = new Error('enough');
      controller.abort(reason);
      expect(await thrown).toBe(reason);
      if (phase !== 'negotiate') await hub.reached('closed');
    },
  );

  it('it does not begin when it is so from the start', async () => {
    const hub = await startScriptedHub();
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    const options = { hubUrl: hub.url, accessToken, onRecords: () => {}, signal };
    expect(await thrownBy(openConnection(options))).toBe(reason);
    expect(hub.trail).toEqual([]);
  });
});

describe('a connection that ends says why:', () => {
  it.each<[string, string, (peer: HubPeer) => unknown]>([
    ['the line was cut', 'the line was cut', (peer) => peer.cut()],
    ['the hub aborts it', 'the hub ended the connection', (peer) => peer.close(1000)],
    ['the hub shuts down', 'the hub went away', (peer) => peer.close(1001)],
    ['the hub fails', 'the hub ended the connection (code 1011)', (peer) => peer.close(1011)],
    [
      'the hub shuts down, and says why',
      'the hub went away: restart in a minute',
      (peer) => peer.close(1001, 'restart in a minute.'),
    ],
    [
      'the hub fails, and says why in what drives a terminal',
      String.raw`the hub ended the connection (code 1011): \u001b[2Jbroken\nrte: forged`,
      (peer) => peer.close(1011, '\u001b[2Jbroken\nrte: forged'),
    ],
    [
      'the hub says more than anybody reads',
      `the hub closed the connection: ${'x'.repeat(200)}…`,
      (peer) => peer.send({ type: 7, error: 'x'.repeat(5_000) }),
    ],
    ['the hub says goodbye', 'the hub closed the connection', (peer) => peer.send({ type: 7 })],
    [
      'the hub says why',
      'the hub closed the connection: Connection closed with an error',
      (peer) =>
        peer.send({ type: 7, error: 'Connection closed with an error.', allowReconnect: true }),
    ],
  ])('%s', async (_name, cause, end) => {
    const hub = await startScriptedHub();
    const before = performance.now();
    const connection = await open(hub.url).connection;
    end(await hub.peer());
    const ended = await connection.ended;
    expect(ended.cause).toBe(cause);
    expect(ended.heardUntil).toBeGreaterThanOrEqual(before - 1_000);
    expect(ended.heardUntil).toBeLessThanOrEqual(performance.now());
  });

  it('we close it', async () => {
    const hub = await startScriptedHub();
    const connection = await open(hub.url).connection;
    connection.close();
    expect((await connection.ended).cause).toBe('the connection was closed');
    await hub.reached('closed');
  });

  it('pending invocations are rejected', async () => {
    const hub = await startScriptedHub([{ methods: { Wait: () => silent } }]);
    const connection = await open(hub.url).connection;
    const thrown = thrownBy(connection.invoke('Wait'));
    await hub.reached('Wait');
    (await hub.peer()).cut();
    expect(await thrown).toBeInstanceOf(Error);
  });
});

describe('a hub that is not heard', () => {
  beforeEach(() => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
    });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is given up after 30 s', async () => {
    const hub = await startScriptedHub();
    const connection = await open(hub.url).connection;
    await vi.advanceTimersByTimeAsync(30_000);
    expect((await connection.ended).cause).toBe('the hub was not heard for 30 s');
    await hub.reached('closed');
  });

  it('in answer to an invocation is given up, but not while we don’t read', async () => {
    const hub = await startScriptedHub([{ methods: { Wait: () => silent } }]);
    const opened = await open(hub.url).connection;
    const thrown = thrownBy(opened.invoke('Wait'));
    await hub.reached('Wait');
    opened.pause();
    await passing(90_000, hub, opened);
    opened.resume();
    expect(hub.trail).not.toContain('closed');
    await passing(30_000, hub, opened);
    expect(await thrown).toMatchObject({
      kind: 'connection',
      message: 'The hub did not answer Wait within 30 s.',
    });
  });

  it('is kept while it pings, however long nobody takes what it sends', async () => {
    const hub = await startScriptedHub();
    const { connection, texts } = open(hub.url);
    const opened = await connection;
    opened.pause();
    await (await hub.peer()).send('first');
    await passing(600_000, hub, opened);
    expect(texts.entries).toEqual([]);
    opened.resume();
    await texts.until((text) => text === 'first');
    expect(hub.trail).not.toContain('closed');
  });

  it('is given up also while nobody takes what it sent, and that is handed over', async () => {
    // Nor does it answer whether it sent more.
    const hub = await startScriptedHub([{ methods: { Subscribe: () => silent } }]);
    const { connection, texts } = open(hub.url);
    const opened = await connection;
    opened.pause();
    // Before that, nothing is read.
    await vi.advanceTimersByTimeAsync(4_001);
    await (await hub.peer()).send('last words');
    await heard(opened, performance.now());
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await opened.ended).cause).toBe('the hub was not heard for 30 s');
    expect(texts.entries).toEqual(['last words']);
  });

  it('not even when we say goodbye is left after a second', async () => {
    const hub = await startScriptedHub();
    const connection = await open(hub.url).connection;
    (await hub.peer()).ignore();
    connection.close();
    await connection.ended;
    await vi.advanceTimersByTimeAsync(1_000);
    await hub.reached('closed');
  });

  it('and then is again may have sent what was lost during the silence', async () => {
    const hub = await startScriptedHub([{ methods: { Subscribe: () => silent } }]);
    const { connection, texts } = open(hub.url);
    const opened = await connection;
    const before = performance.now();
    await vi.advanceTimersByTimeAsync(20_000);
    await (await hub.peer()).send('late?');
    await texts.until((text) => text === 'late?');
    (await hub.peer()).cut();
    expect((await opened.ended).heardUntil).toBe(before);
  });

  it('but for an answer to a question has sent nothing else before it', async () => {
    const hub = await startScriptedHub();
    const { connection, texts } = open(hub.url);
    const opened = await connection;
    await vi.advanceTimersByTimeAsync(20_000);
    const heardAt = performance.now();
    await (await hub.peer()).send('not late');
    await texts.until((text) => text === 'not late');
    expect(await hub.reached('Subscribe')).toMatchObject({ args: [[]] });
    // The answer to this one comes after the answer to that.
    await opened.invoke('Subscribe', []);
    (await hub.peer()).cut();
    expect((await opened.ended).heardUntil).toBe(heardAt - 1_000);
  });
});

describe('while the reader sleeps', () => {
  const padding = 'x'.repeat(1024 * 1024);
  const mebibyte = (number: number): string => `{"number":${number},"padding":"${padding}"}`;

  it('2 MiB are read every 4 s, and kept in order', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const hub = await startScriptedHub();
    const { connection, texts } = open(hub.url);
    const opened = await connection;
    const peer = await hub.peer();
    opened.pause();
    let sent = 0;
    const sendAll = async (): Promise<void> => {
      for (; sent < 32; sent++) await peer.send(mebibyte(sent));
    };
    void sendAll();
    // The kernel buffers some, and then the hub is stuck.
    const counts = [await settled(() => sent)];
    for (let tick = 0; tick < 4; tick++) {
      vi.advanceTimersByTime(4_000);
      counts.push(await settled(() => sent));
    }
    const read = (counts.at(-1) ?? 0) - (counts[0] ?? 0);
    expect(read).toBeGreaterThanOrEqual(4);
    // A read may bring as much again.
    expect(read).toBeLessThanOrEqual(12);
    expect(texts.entries).toEqual([]);
  });

  it('and then wakes up, all comes out in order', async () => {
    const hub = await startScriptedHub();
    const { connection, texts } = open(hub.url);
    const opened = await connection;
    const peer = await hub.peer();
    opened.pause();
    for (let number = 0; number < 24; number++) void peer.send(mebibyte(number));
    await settled(() => opened.signs.lastReceivedAt);
    opened.resume();
    await texts.until(() => true, 24);
    texts.entries.forEach((text, number) => expect(text === mebibyte(number)).toBe(true));
  });

  it('and the line is cut, what was read comes out all the same', async () => {
    const hub = await startScriptedHub();
    const { connection, texts } = open(hub.url);
    const opened = await connection;
    const peer = await hub.peer();
    opened.pause();
    await peer.send('one', 'two');
    await peer.send('three');
    peer.close(1000);
    expect((await opened.ended).cause).toBe('the hub ended the connection');
    expect(texts.entries).toEqual(['one', 'two', 'three']);
  });
});
