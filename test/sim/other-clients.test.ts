import { describe, expect, test } from 'vitest';

import { userStatus } from '../../src/events/agent.ts';
import { samplePayload } from '../../src/events/envelope.ts';
import { fetchAccessToken, useSimulator } from '../support/enreach.ts';

/** As much of a SignalR client as all of these versions have. */
interface Connection {
  start(): Promise<void>;
  stop(): Promise<void>;
  invoke(method: string, ...args: unknown[]): Promise<any>;
  on(target: string, handler: (message: any) => void): void;
  onclose(handler: () => void): void;
  onreconnected?(handler: () => void): void;
}

interface Builder {
  withUrl(url: string, options: object): Builder;
  configureLogging(level: number): Builder;
  withAutomaticReconnect?(delays: number[]): Builder;
  build(): Connection;
}

interface SignalR {
  HubConnectionBuilder: new () => Builder;
  LogLevel: { None: number };
}

const clients: [string, () => Promise<unknown>][] = [
  ['@aspnet/signalr 1.1', () => import('signalr-1.1')],
  ['@microsoft/signalr 3.1', () => import('signalr-3.1')],
  ['@microsoft/signalr 6', () => import('signalr-6')],
  ['@microsoft/signalr 8', () => import('signalr-8')],
  ['@microsoft/signalr 10', () => import('@microsoft/signalr')],
];

const enreach = useSimulator({ waitForBegin: true });

describe.each(clients)('%s', (_name, load) => {
  /** A client in its default settings, but for a log that says nothing and an early reconnect. */
  async function client(accessToken: () => string | Promise<string>): Promise<Connection> {
    const { HubConnectionBuilder, LogLevel } = (await load()) as SignalR;
    const builder = new HubConnectionBuilder()
      // No version takes the address as the token call gives it, with ws: for negotiation is http.
      .withUrl(enreach().hubUrl.replace(/^ws/, 'http'), { accessTokenFactory: accessToken })
      .configureLogging(LogLevel.None);
    return (builder.withAutomaticReconnect?.([0, 100]) ?? builder).build();
  }

  test('connects, calls the five methods, and gets events', async () => {
    const connection = await client(() => fetchAccessToken(enreach()));
    await connection.start();
    const { userId, queueId } = enreach();
    const wanted = { EntityId: userId, EventName: 'UserStatus' };
    const results = await connection.invoke('Subscribe', [
      wanted,
      { EntityId: 'me', EventName: 'UserStatus' },
      { EntityId: queueId, EventName: 'NoSuchEvent' },
      { EntityId: '11111111-2222-4333-8444-555555555555', EventName: 'UserStatus' },
    ]);
    expect(results.map(({ message }: { message: unknown }) => message)).toEqual([
      null,
      'Invalid EntityId',
      'Invalid event name',
      'Unauthorized',
    ]);
    expect(await connection.invoke('AvailableSubscriptions')).toContain('QueueStatus');
    const active = await connection.invoke('ActiveSubscriptions');
    expect(active).toMatchObject([{ entityId: userId, eventType: 'UserStatus' }]);

    const message = nextMessage(connection);
    publishStatus();
    expect(await message).toMatchObject({
      subscription: active[0],
      data: { eventType: 'UserStatus', userId },
    });

    expect(await connection.invoke('Unsubscribe', [wanted])).toMatchObject([{ message: null }]);
    expect(await connection.invoke('ActiveSubscriptions')).toEqual([]);
    await connection.invoke('UnsubscribeAll');
    await expect(connection.invoke('NoSuchMethod')).rejects.toThrow('Method does not exist.');
    await connection.stop();
  });

  test('notices a line that is cut, and where it can reconnects as a new connection', async () => {
    const connection = await client(() => fetchAccessToken(enreach()));
    const back = new Promise<string>((resolve) => {
      connection.onclose(() => resolve('closed'));
      connection.onreconnected?.(() => resolve('reconnected'));
    });
    await connection.start();
    await connection.invoke('Subscribe', [{ EntityId: enreach().userId, EventName: 'UserStatus' }]);
    await enreach().cutLines();
    const outcome = await back;
    expect(outcome).toBe(connection.onreconnected === undefined ? 'closed' : 'reconnected');
    if (outcome === 'reconnected') {
      expect(await connection.invoke('ActiveSubscriptions')).toEqual([]);
    }
    await connection.stop();
  });

  test('is refused with a bad token', async () => {
    const connection = await client(() => 'not.a.token');
    await expect(connection.start()).rejects.toThrow(/Unauthorized|401/);
  });
});

function nextMessage(connection: Connection): Promise<unknown> {
  return new Promise((resolve) => connection.on('MessageReceived', resolve));
}

function publishStatus(): void {
  const { userId, simulator } = enreach();
  simulator.hub.publish(userStatus, userId, { ...samplePayload(userStatus), userId });
}
