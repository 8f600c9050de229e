import { describe, expect, it, onTestFinished } from 'vitest';

import { openConnection } from '../../src/hub/open-connection.ts';
import { startFakeServer } from '../support/fake-server.ts';
import { startScriptedHub, type Attempt } from '../support/scripted-hub.ts';
import { everythingIn, rteErrorOf, told } from '../support/thrown.ts';

const accessToken = 't0ken-that-nobody-may-see';

async function toldBy(hubUrl: string): Promise<string> {
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  const { signal } = controller;
  const error = await rteErrorOf(
    openConnection({ hubUrl, accessToken, onRecords: () => {}, signal }),
  );
  expect(everythingIn(error)).not.toContain(accessToken.slice(0, 5));
  return told(error).replaceAll(new URL(hubUrl).host, '<host>');
}

async function toldOf(attempt: Attempt): Promise<string> {
  return toldBy((await startScriptedHub([attempt])).url);
}

const inBetween =
  'The negotiation succeeded: a proxy or firewall in between may not pass WebSockets.';

describe('a WebSocket that is refused after its negotiation', () => {
  it.each([200, 204, 400, 402, 403, 405, 406, 407, 418, 426, 501])(
    'with %i may not be passed on by what is in between',
    async (status) => {
      expect(await toldOf({ upgrade: { status, text: accessToken } })).toBe(
        `connection: The WebSocket to <host>/rte was refused (${status}).\n${inBetween}`,
      );
    },
  );

  it.each([500, 502, 503, 504])('with %i may be passed on later', async (status) => {
    expect(await toldOf({ upgrade: { status } })).toBe(
      `connection: The WebSocket to <host>/rte was refused (${status}).\n${inBetween}\nElse the hub is in trouble: try again later.`,
    );
  });

  it.each([
    [
      301,
      'It points elsewhere, where no token is sent: a proxy or log-in page in between may not pass WebSockets.',
    ],
    [
      307,
      'It points elsewhere, where no token is sent: a proxy or log-in page in between may not pass WebSockets.',
    ],
    [
      404,
      'The connection that was negotiated is not known there. A load balancer probably sends the WebSocket to another server: the hub needs sticky sessions.',
    ],
    [
      409,
      'The connection that was negotiated is in use already: a proxy in between may send requests twice.',
    ],
    [429, 'Too many requests: wait a little.'],
  ])('with %i has a cause of its own', async (status, hint) => {
    expect(await toldOf({ upgrade: { status, headers: { Location: 'https://x.example/' } } })).toBe(
      `connection: The WebSocket to <host>/rte was refused (${status}).\n${hint}`,
    );
  });

  it('with 401 is a matter of the token', async () => {
    expect(await toldOf({ upgrade: { status: 401 } })).toMatch(
      /^unauthorized: The hub does not accept the token \(401/,
    );
  });

  it('by a cut may not be passed on by what is in between', async () => {
    expect(await toldOf({ upgrade: 'cut' })).toBe(
      `connection: The WebSocket to <host>/rte: the connection was cut.\n${inBetween}`,
    );
  });

  it('is named by where the negotiation pointed to', async () => {
    const hub = await startScriptedHub([{ upgrade: { status: 400 } }]);
    const { url } = await startFakeServer({
      '/rte/negotiate': { json: { url: hub.url, accessToken: 'another' } },
    });
    const { host } = new URL(hub.url);
    expect(await toldBy(`${url}/rte`)).toContain(`The WebSocket to ${host}/rte was refused (400).`);
  });
});

/** A hub whose negotiation offers these transports. */
const offering = (availableTransports: unknown): Attempt => ({
  negotiate: {
    status: 200,
    text: JSON.stringify({ negotiateVersion: 1, connectionId: 'x', availableTransports }),
  },
});
describe('a hub that offers no WebSockets', () => {
  const hint =
    'rte needs WebSockets: whoever runs the hub, or a proxy in front of it, can switch them on.';

  it.each([
    [
      'but others',
      [{ transport: 'LongPolling' }, { transport: 'ServerSentEvents' }],
      'only LongPolling, ServerSentEvents',
    ],
    ['nor anything else', [], 'nor any other transport'],
    ['and no list', undefined, 'nor any other transport'],
    ['but the like', [{ transport: 'websockets' }, 5, null], 'only websockets'],
  ])('%s', async (_name, transports, what) => {
    expect(await toldOf(offering(transports))).toBe(
      `connection: <host>/rte offers no WebSockets, ${what}.\n${hint}`,
    );
  });

  it('names no more than fits', async () => {
    const many = Array.from({ length: 500 }, () => ({ transport: 'x'.repeat(50) }));
    expect((await toldOf(offering(many))).length).toBeLessThan(500);
  });
});
