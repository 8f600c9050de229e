import { once } from 'node:events';

import { HubConnectionBuilder, LogLevel, type HubConnection } from '@microsoft/signalr';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';

import { buildInteropHub, dotnetFound, startInteropHub, type InteropHub } from './interop-hub.ts';

const title = `the interop hub${dotnetFound ? '' : ' (skipped: no .NET 10 SDK found)'}`;

describe.skipIf(!dotnetFound)(title, () => {
  let hub: InteropHub;
  let connection: HubConnection;

  beforeAll(async () => {
    await buildInteropHub();
    hub = await startInteropHub();
    const token = await fetchToken(hub);
    connection = new HubConnectionBuilder()
      .withUrl(httpHubUrl(hub), { accessTokenFactory: () => token })
      .configureLogging(LogLevel.None)
      .build();
    await connection.start();
  }, 120_000);

  afterAll(async () => {
    await connection?.stop();
    await hub?.stop();
  });

  test('finds an account and logs in to it', async () => {
    const found = await getJson(`${hub.discoveryUrl}api/user?user=${hub.username}`);
    expect(found).toMatchObject([{ username: hub.username, apiEndpoint: hub.apiUrl }]);
    expect(await getJson(`${hub.discoveryUrl}api/user?user=nobody@example.com`)).toEqual([]);

    const login = await fetch(`${hub.apiUrl}authuser/${hub.username}/`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ UserName: hub.username, Password: hub.password }),
    });
    expect(await login.json()).toMatchObject({ SecretKey: hub.secretKey });
    expect(await getJson(`${hub.apiUrl}users/me`, basic(hub))).toMatchObject({ Id: hub.userId });
  });

  test('sends the events that were subscribed to', async () => {
    const entityId = hub.users[0].id;
    const received = new Promise((resolve) => connection.on('MessageReceived', resolve));
    const results = await connection.invoke('Subscribe', [
      { EntityId: entityId, EventName: 'UserStatus' },
    ]);
    expect(results).toEqual([
      { subscribed: true, message: null, entityId, eventName: 'userstatus' },
    ]);
    expect(await received).toMatchObject({
      subscription: { entityId, entityType: 'User', eventType: 'UserStatus' },
      data: { entityId, eventType: 'UserStatus', talking: expect.any(Boolean) },
    });
    expect(await connection.invoke('ActiveSubscriptions')).toMatchObject([{ entityId }]);
    expect(await hub.connections()).toMatchObject([{ subscriptions: 1 }]);
  });

  test('publishes any event on demand', async () => {
    const entityId = hub.queues[0].id;
    await connection.invoke('Subscribe', [{ entityId, eventName: 'queuecallincoming' }]);
    const received = new Promise((resolve) =>
      connection.on('MessageReceived', (message) => {
        if (message.subscription.entityId === entityId) resolve(message.data);
      }),
    );
    const data = { text: 'å\u202e', nested: { none: null } };
    expect(await hub.publish(entityId, 'QueueCallIncoming', data)).toBe(1);
    expect(await received).toEqual(data);
  });

  test('validates id, event name and permission, in this order', async () => {
    const denied = hub.users[1].id;
    const unknown = '00000000-0000-0000-0000-000000000000';
    await hub.deny(denied);
    const results = await connection.invoke('Subscribe', [
      { EntityId: 'me', EventName: 'NoSuchEvent' },
      { EntityId: unknown, EventName: 'NoSuchEvent' },
      { EntityId: unknown, EventName: 'UserStatus' },
      { EntityId: denied, EventName: 'UserStatus' },
      { EntityId: hub.userId, EventName: 'UserTerminalStatus' },
    ]);
    expect(results.map(({ message }: { message: string | null }) => message)).toEqual([
      'Invalid EntityId',
      'Invalid event name',
      'Unauthorized',
      'Unauthorized',
      null,
    ]);
  });

  test('offers the documented events and one more', async () => {
    const names = await connection.invoke('AvailableSubscriptions');
    expect(names).toHaveLength(37);
    expect(names).toContain('UserTerminalStatusEvent');
  });

  test.each(['negotiate', 'upgrade'])(
    'refuses a bad, absent or expired token: %s',
    async (step) => {
      await hub.setTokenLifetime(-1);
      const expired = await fetchToken(hub);
      await hub.setTokenLifetime(3600);
      const refuse = step === 'negotiate' ? refuseNegotiation : refuseUpgrade;
      const url = httpHubUrl(hub);
      expect(await refuse(url, 'bad')).toMatch(/^401 Bearer error="invalid_token"/);
      expect(await refuse(url, expired)).toMatch(/^401 Bearer error="invalid_token".*expired/);
      expect(await refuse(url)).toBe('401 Bearer');
    },
  );

  test('fails token calls on request, then gives tokens again', async () => {
    await hub.failToken({ status: 429, times: 1, retryAfter: 2 });
    const url = `${hub.apiUrl}token/${hub.userId}/rte/`;
    const first = await fetch(url, { headers: basic(hub) });
    expect([first.status, first.headers.get('Retry-After')]).toEqual([429, '2']);
    await hub.refuseKey(true);
    expect((await fetch(url, { headers: basic(hub) })).status).toBe(401);
    await hub.refuseKey(false);
    expect((await fetch(url, { headers: basic(hub) })).status).toBe(200);
  });

  test('sends any invocation, and aborts connections', async () => {
    const received = new Promise((resolve) =>
      connection.on('SomethingElse', (...args) => resolve(args)),
    );
    await hub.send('SomethingElse', [1, null, { a: 'b' }]);
    expect(await received).toEqual([1, null, { a: 'b' }]);

    const closed = new Promise<void>((resolve) => connection.onclose(() => resolve()));
    expect(await hub.abort()).toBe(1);
    await closed;
    await expect.poll(() => hub.connections()).toEqual([]);
  });

  test('makes room on its port when it shuts down', async () => {
    await hub.shutDown();
    const successor = await startInteropHub({ port: Number(new URL(hub.apiUrl).port) });
    expect(successor.apiUrl).toBe(hub.apiUrl);
    await successor.stop();
  });
});

function httpHubUrl(hub: InteropHub): string {
  return hub.hubUrl.replace(/^ws/, 'http');
}

function basic({ username, secretKey }: InteropHub): Record<string, string> {
  return { Authorization: `Basic ${btoa(`${username}:${secretKey}`)}` };
}

async function getJson(url: string, headers: Record<string, string> = {}): Promise<unknown> {
  return (await fetch(url, { headers })).json();
}

async function fetchToken(hub: InteropHub): Promise<string> {
  const answer = await getJson(`${hub.apiUrl}token/me/rte/`, basic(hub));
  return (answer as { Token: string }).Token;
}

function bearer(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { Authorization: `Bearer ${token}` };
}

async function refuseNegotiation(url: string, token?: string): Promise<string> {
  const response = await fetch(`${url}/negotiate?negotiateVersion=1`, {
    method: 'POST',
    headers: bearer(token),
  });
  return `${response.status} ${response.headers.get('WWW-Authenticate')}`;
}

async function refuseUpgrade(url: string, token?: string): Promise<string> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), { headers: bearer(token) });
  const [, response] = await once(socket, 'unexpected-response');
  response.resume();
  return `${response.statusCode} ${response.headers['www-authenticate']}`;
}
