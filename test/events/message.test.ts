import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Message } from '../../src/events/message.ts';

const userId = '3F2504E0-4F89-41D3-9A0C-0305E82C3301';
const data = {
  eventType: 'userstatus',
  entityId: userId,
  timestamp: '2026-03-02T08:15:04Z',
  talking: true,
};
const subscription = { entityId: userId, eventType: 'UserStatus' };

/** What a message says of itself. */
function seen(message: Message): object {
  const { isReadable, eventType, eventName, entityId, timestamp } = message;
  return { isReadable, eventType, eventName, entityId, timestamp };
}

describe('a message', () => {
  it.each([
    ['in camelCase', JSON.stringify({ subscription, data })],
    [
      'in PascalCase',
      `{"Subscription":{"EntityId":"${userId}","EventType":"UserStatus"},"Data":{"EventType":"userstatus","EntityId":"${userId}","Timestamp":"2026-03-02T08:15:04Z","Talking":true}}`,
    ],
    ['with its data as a JSON text', JSON.stringify({ subscription, data: JSON.stringify(data) })],
    [
      'with its data as a JSON text in PascalCase',
      JSON.stringify({
        Subscription: subscription,
        Data: `{"EventType":"userstatus","EntityId":"${userId}","Timestamp":"2026-03-02T08:15:04Z","Talking":true}`,
      }),
    ],
    ['on several lines', JSON.stringify({ subscription, data }, undefined, 2)],
  ])('%s is read', (_name, text) => {
    const message = new Message(text);
    expect(seen(message)).toEqual({
      isReadable: true,
      eventType: 'userstatus',
      eventName: 'UserStatus',
      entityId: userId.toLowerCase(),
      timestamp: '2026-03-02T08:15:04Z',
    });
    expect(message.data).toEqual(data);
    expect(message.subscription).toEqual(subscription);
    expect(message.definition?.name).toBe('UserStatus');
  });

  it.each([
    [
      'event and entity from the subscription',
      { subscription, data: {} },
      'UserStatus',
      userId.toLowerCase(),
    ],
    ['nothing from anywhere', { data: {} }, '?', ''],
    ['nothing from values of other types', { data: { eventType: true, entityId: null } }, '?', ''],
    ['nothing from empty texts', { data: { eventType: '', entityId: '' } }, '?', ''],
    ['a name that is not documented', { data: { eventType: 'UserDance' } }, 'UserDance', ''],
  ])('takes %s', (_name, payload, eventName, entityId) => {
    const message = new Message(JSON.stringify(payload));
    expect([message.eventName, message.entityId]).toEqual([eventName, entityId]);
    expect(message.isReadable).toBe(true);
  });

  it.each([
    'not JSON',
    '',
    'null',
    '7',
    '[]',
    '{}',
    '{"subscription":{}}',
    '{"data":7}',
    '{"data":null}',
    '{"data":[]}',
    '{"data":"hello"}',
    '{"data":"[1]"}',
    '{"data":{"a":1}',
  ])('without an event in it is not readable, and empty: %s', (text) => {
    const message = new Message(text);
    expect(message.isReadable).toBe(false);
    expect([message.data, message.subscription]).toEqual([{}, {}]);
    expect(message.eventName).toBe('?');
    expect(message.text).toBe(text);
  });

  it('can be made of any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        seen(new Message(text));
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        seen(new Message(JSON.stringify({ subscription: one, data: other })));
      }),
    );
  });
});

describe('an eventType that is a number', () => {
  it.each([
    [140, undefined, 'QueueStatus'],
    [141, undefined, 'UserStatus'],
    [1, undefined, 'UserAvailability'],
    [10, undefined, 'UserCallInComing'],
    [102, undefined, 'QueueCallInUserAllocated'],
    [17, undefined, '17'],
    [17, 'QueueStatus', 'QueueStatus'],
    [140, 'UserStatus', 'UserStatus'],
  ])('%i, with %s in the subscription, is %s', (eventType, subscribed, expected) => {
    const subscription = { ...(subscribed !== undefined && { eventType: subscribed }) };
    const message = new Message(JSON.stringify({ subscription, data: { eventType } }));
    expect(message.eventName).toBe(expected);
  });
});
