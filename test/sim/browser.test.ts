import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

import type * as SignalR from '@microsoft/signalr';
import type { JSHandle, Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';

import { userStatus } from '../../src/events/agent.ts';
import { samplePayload } from '../../src/events/envelope.ts';
import { isBrowserSkipped, useBrowser } from '../support/browser.ts';
import { useSimulator } from '../support/enreach.ts';

/** In the page: what the browser build of the client defines. */
declare const signalR: typeof SignalR;
type Connection = JSHandle<SignalR.HubConnection>;

const title = `a page of another origin${isBrowserSkipped ? ' (skipped: no Chromium found)' : ''}`;

/** Nothing is left to negotiate; the one transport is `HttpTransportType.WebSockets`. */
const webSocketAlone = { skipNegotiation: true, transport: 1 };

const enreach = useSimulator({ waitForBegin: true });
const openPage = useBrowser();

describe.skipIf(isBrowserSkipped)(title, () => {
  test('gets an access token with Basic authentication, after a preflight', async () => {
    const page = await openPage();
    const requests = recordRequests();
    const { status, body } = await askForToken(page);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({ WssEndpoint: enreach().hubUrl, Token: expect.any(String) });
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'OPTIONS /token/me/rte/',
      'GET /token/me/rte/',
    ]);
    for (const { headers } of requests)
      expect(headers).toMatchObject({
        origin: new URL(page.url()).origin,
        'sec-fetch-mode': 'cors',
        'sec-fetch-site': 'cross-site',
      });
  });

  test('can read that its secret key is refused', async () => {
    expect(await askForToken(await openPage(), 'wrong')).toMatchObject({ status: 401 });
  });

  test('negotiates and connects, with the access token in the query of its WebSocket', async () => {
    const page = await openPage();
    const token = await fetchToken(page);
    const connection = await client(page, token);
    const requests = recordRequests();
    const [webSocket] = await Promise.all([page.waitForEvent('websocket'), start(connection)]);
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'OPTIONS /rte/negotiate?negotiateVersion=1',
      'POST /rte/negotiate?negotiateVersion=1',
    ]);
    const url = new URL(webSocket.url());
    expect(`${url.origin}${url.pathname}`).toBe(enreach().hubUrl);
    expect(url.searchParams.get('access_token')).toBe(token);
    expect(await connection.evaluate(({ state }) => state)).toBe('Connected');
  });

  test('connects without negotiation to the very address that the token comes with', async () => {
    const page = await openPage();
    const connection = await client(page, await fetchToken(page), webSocketAlone);
    await start(connection);
    expect(await invoke(connection, 'ActiveSubscriptions')).toEqual([]);
  });

  test('calls the five methods, and gets events', async () => {
    const page = await openPage();
    const connection = await client(page, await fetchToken(page));
    await start(connection);
    const { userId, queueId } = enreach();
    const wanted = { EntityId: userId, EventName: 'UserStatus' };
    expect(
      await invoke(connection, 'Subscribe', [
        wanted,
        { EntityId: 'me', EventName: 'UserStatus' },
        { EntityId: queueId, EventName: 'NoSuchEvent' },
        { EntityId: '11111111-2222-4333-8444-555555555555', EventName: 'UserStatus' },
      ]),
    ).toMatchObject([
      { subscribed: true, message: null },
      { subscribed: false, message: 'Invalid EntityId' },
      { subscribed: false, message: 'Invalid event name' },
      { subscribed: false, message: 'Unauthorized' },
    ]);
    expect(await invoke(connection, 'AvailableSubscriptions')).toContain('QueueStatus');
    const active = await invoke(connection, 'ActiveSubscriptions');
    expect(active).toMatchObject([{ entityId: userId, eventType: 'UserStatus' }]);

    const message = await nextMessage(connection);
    publishStatus();
    expect(await message()).toMatchObject({
      subscription: active[0],
      data: { eventType: 'UserStatus', userId },
    });

    expect(await invoke(connection, 'Unsubscribe', [wanted])).toMatchObject([{ message: null }]);
    expect(await invoke(connection, 'ActiveSubscriptions')).toEqual([]);
    await invoke(connection, 'Subscribe', [wanted]);
    expect(await invoke(connection, 'UnsubscribeAll')).toBe(true);
    expect(await invoke(connection, 'ActiveSubscriptions')).toEqual([]);
    await expect(invoke(connection, 'NoSuchMethod')).rejects.toThrow('Method does not exist.');
  });

  test('reconnects when its line is cut, and gets events once it subscribes again', async () => {
    const page = await openPage();
    const connection = await client(page, await fetchToken(page));
    await start(connection);
    const wanted = { EntityId: enreach().userId, EventName: 'UserStatus' };
    await invoke(connection, 'Subscribe', [wanted]);
    const idBefore = await connection.evaluate(({ connectionId }) => connectionId);

    const reconnection = await connection.evaluateHandle((connection) => ({
      newId: new Promise((resolve, reject) => {
        connection.onreconnected(resolve);
        connection.onclose(reject);
      }),
    }));
    await enreach().cutLines();
    const newId = await reconnection.evaluate(({ newId }) => newId);
    expect(newId).toEqual(expect.any(String));
    expect(newId).not.toBe(idBefore);
    expect(await invoke(connection, 'ActiveSubscriptions')).toEqual([]);

    await invoke(connection, 'Subscribe', [wanted]);
    const message = await nextMessage(connection);
    publishStatus();
    expect(await message()).toMatchObject({ data: { userId: enreach().userId } });
  });

  test('can read that a bad access token is refused in negotiation', async () => {
    const connection = await client(await openPage(), 'not.a.token');
    await expect(start(connection)).rejects.toThrow("Status code '401'");
  });

  test('is refused with a bad access token without negotiation, too', async () => {
    const page = await openPage();
    const refusal = new Promise<string>((resolve) =>
      page.on('websocket', (webSocket) => webSocket.on('socketerror', resolve)),
    );
    const connection = await client(page, 'not.a.token', webSocketAlone);
    await expect(start(connection)).rejects.toThrow('WebSocket failed to connect.');
    // Chromium's words for 401.
    expect(await refusal).toContain('HTTP Authentication failed');
  });
});

/** Has the page ask for an access token. */
function askForToken(page: Page, secretKey = enreach().secretKey) {
  const { apiUrl, username } = enreach();
  return page.evaluate(
    async ({ url, credentials }) => {
      const headers = { Authorization: `Basic ${btoa(credentials)}` };
      const response = await fetch(url, { headers });
      return { status: response.status, body: await response.text() };
    },
    { url: `${apiUrl}token/me/rte/`, credentials: `${username}:${secretKey}` },
  );
}

async function fetchToken(page: Page): Promise<string> {
  return (JSON.parse((await askForToken(page)).body) as { Token: string }).Token;
}

/**
 * A client in the page. Its default settings have it send credentials (cookies), and negotiate,
 * for which the hub's address must be one of http.
 */
async function client(
  page: Page,
  token: string,
  options: SignalR.IHttpConnectionOptions = {},
): Promise<Connection> {
  return page.evaluateHandle(
    ({ url, token, options }) =>
      new signalR.HubConnectionBuilder()
        .withUrl(url, { accessTokenFactory: () => token, ...options })
        .withAutomaticReconnect([0, 100])
        .build(),
    {
      url: options.skipNegotiation ? enreach().hubUrl : enreach().hubUrl.replace(/^ws/, 'http'),
      token,
      options,
    },
  );
}

/** What the simulator is asked over HTTP from now on, but for upgrades. */
function recordRequests(): IncomingMessage[] {
  const requests: IncomingMessage[] = [];
  const port = Number(new URL(enreach().apiUrl).port);
  const record = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage };
    if (request.socket.localPort === port) requests.push(request);
  };
  subscribe('http.server.request.start', record);
  onTestFinished(() => void unsubscribe('http.server.request.start', record));
  return requests;
}

function publishStatus(): void {
  const { userId, simulator } = enreach();
  simulator.hub.publish(userStatus, userId, { ...samplePayload(userStatus), userId });
}

function start(connection: Connection): Promise<void> {
  return connection.evaluate((connection) => connection.start());
}

// oxlint-disable-next-line typescript/no-explicit-any -- what the hub answers is for the test to check
function invoke(connection: Connection, method: string, ...args: unknown[]): Promise<any> {
  return connection.evaluate((connection, { method, args }) => connection.invoke(method, ...args), {
    method,
    args,
  });
}

/** Waits from now on for an event; the function that it gives waits for its arrival. */
async function nextMessage(connection: Connection): Promise<() => Promise<unknown>> {
  const next = await connection.evaluateHandle((connection) => ({
    message: new Promise((resolve) => connection.on('MessageReceived', resolve)),
  }));
  return () => next.evaluate(({ message }) => message);
}
