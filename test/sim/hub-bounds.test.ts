import type { IncomingMessage, ServerResponse } from 'node:http';

import { describe, expect, test } from 'vitest';

import type { AccessTokens } from '../../src/sim/access-tokens.ts';
import { ActiveFaults } from '../../src/sim/active-faults.ts';
import { HubEndpoint } from '../../src/sim/hub-endpoint.ts';
import { HubMethods } from '../../src/sim/hub-methods.ts';

const userId = '11111111-2222-4333-8444-555555555555';
const entry = (EventName: string): object => ({ EntityId: userId, EventName });

function call(methods: HubMethods, name: string, ...args: readonly unknown[]): any {
  return methods.find(name)?.(args)();
}

describe('subscriptions', () => {
  const offer = { organizationId: 'o', kindOf: () => 'User' as const };

  test('are refused where there is no room for more, others in the same call are not', () => {
    let room = 2;
    const methods = new HubMethods({ ...offer, room: () => room });
    const names = ['UserStatus', 'UserAlert', 'userstatus', 'UserSetting'];
    expect(call(methods, 'Subscribe', names.map(entry))).toMatchObject([
      { subscribed: true, message: null },
      { subscribed: true, message: null },
      { subscribed: true, message: null },
      { subscribed: false, message: 'Too many subscriptions' },
    ]);
    room = 0;
    expect(call(methods, 'Subscribe', [entry('UserAlert')])).toMatchObject([{ subscribed: true }]);
    expect(call(methods, 'Unsubscribe', names.map(entry))).toHaveLength(4);
    expect(call(methods, 'ActiveSubscriptions')).toEqual([]);
  });

  test('are read from entries with names of every object, as .NET overlooks them', () => {
    const json = `{"constructor":7,"__proto__":{"a":1},"toString":null,"entityID":"${userId}","EVENTNAME":"UserStatus"}`;
    const results = call(new HubMethods(offer), 'Subscribe', [JSON.parse(json)]);
    expect(results).toMatchObject([{ subscribed: true, entityId: userId }]);
  });
});

describe('ids that negotiation gave out', () => {
  const faults = new ActiveFaults({ entities: [], peers: () => [], onStrike: () => {} });
  const tokens = { userIdOf: () => Promise.resolve(userId) } as unknown as AccessTokens;

  async function ask(hub: HubEndpoint, path: string, query: string): Promise<[number, string]> {
    let answer: [number, string] = [0, ''];
    const response = {
      writeHead: (status: number) => ({
        end: (body = '') => {
          answer = [status, body];
        },
      }),
    };
    const request = { method: 'POST', url: `/rte${path}?${query}`, headers: withToken };
    const hubRequest = request as unknown as IncomingMessage;
    await hub.handle(hubRequest, response as unknown as ServerResponse, path);
    return answer;
  }

  const withToken = { authorization: 'Bearer t' };

  async function negotiate(hub: HubEndpoint): Promise<string> {
    const [, body] = await ask(hub, '/negotiate', 'negotiateVersion=1');
    return JSON.parse(body).connectionToken;
  }

  test('are forgotten, the oldest first, when there are ten thousand that nobody used', async () => {
    const hub = new HubEndpoint({
      tokens,
      faults,
      offer: { organizationId: 'o', kindOf: () => undefined },
    });
    const ids: string[] = [];
    for (let number = 0; number < 10_002; number++) ids.push(await negotiate(hub));
    const statuses = [0, 1, 2, 10_001].map(async (at) => (await ask(hub, '', `id=${ids[at]}`))[0]);
    expect(await Promise.all(statuses)).toEqual([404, 404, 200, 200]);
    hub.close();
  });
});
