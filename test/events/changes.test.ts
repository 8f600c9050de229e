import { expect, describe, it } from 'vitest';

import { ChangeTracker } from '../../src/events/changes.ts';
import { Message } from '../../src/events/message.ts';

function message(eventType: string, data: object): Message {
  return new Message(JSON.stringify({ data: { eventType, ...data } }));
}

function status(data: object): Message {
  return message('UserStatus', { userId: 'u1', ...data });
}

function setting(keyword: string, value: string): Message {
  return message('UserSetting', { userId: 'u1', keyword, value });
}

function callback(callBackId: number): Message {
  return message('CallbackChanged', { callBackId });
}

describe('the changes of a snapshot', () => {
  it('are what differs from the one before', () => {
    const tracker = new ChangeTracker();
    expect(tracker.changesOf(status({ talking: false, note: null, parkedCalls: 0 }))).toBe('first');
    expect(tracker.changesOf(status({ talking: true, note: 'Lunch', parkedCalls: 0 }))).toEqual([
      { field: 'talking', from: false, to: true },
      { field: 'note', from: null, to: 'Lunch' },
    ]);
    expect(tracker.changesOf(status({ talking: true, note: 'Lunch', parkedCalls: 1 }))).toEqual([
      { field: 'parkedCalls', from: 0, to: 1 },
    ]);
  });

  it('are none when it says the same', () => {
    const tracker = new ChangeTracker();
    const same = { talking: true, values: { a: [1, { b: 2 }] } };
    tracker.changesOf(status(same));
    expect(tracker.changesOf(status(same))).toEqual([]);
  });

  it('are not what differs every time', () => {
    const tracker = new ChangeTracker();
    tracker.changesOf(
      status({ id: 'e1', timestamp: '2026-03-02T08:15:04Z', messageTTLSeconds: 60 }),
    );
    const next = status({ id: 'e2', timestamp: '2026-03-02T08:15:05Z', messageTTLSeconds: -1 });
    expect(tracker.changesOf(next)).toEqual([]);
  });

  it('are also fields that come and go', () => {
    const tracker = new ChangeTracker();
    tracker.changesOf(status({ old: 1 }));
    expect(tracker.changesOf(status({ new: null }))).toEqual([
      { field: 'old', from: 1, to: undefined },
      { field: 'new', from: undefined, to: null },
    ]);
  });

  it('tell nested values apart', () => {
    const tracker = new ChangeTracker();
    tracker.changesOf(status({ list: [{ a: 1 }] }));
    expect(tracker.changesOf(status({ list: [{ a: 2 }] }))).toEqual([
      { field: 'list', from: [{ a: 1 }], to: [{ a: 2 }] },
    ]);
  });
});

describe('snapshots are compared', () => {
  it('by the thing that they are of', () => {
    const tracker = new ChangeTracker();
    tracker.changesOf(status({ talking: false }));
    expect(tracker.changesOf(status({ userId: 'u2', talking: true }))).toBe('first');
    expect(tracker.changesOf(status({ talking: false }))).toEqual([]);
  });

  it('by all that says which thing it is', () => {
    const tracker = new ChangeTracker();
    expect(tracker.changesOf(setting('Language', 'fi'))).toBe('first');
    expect(tracker.changesOf(setting('Greeting', 'Hi'))).toBe('first');
    expect(tracker.changesOf(setting('Language', 'sv'))).toEqual([
      { field: 'value', from: 'fi', to: 'sv' },
    ]);
  });

  it('by event', () => {
    const tracker = new ChangeTracker();
    tracker.changesOf(status({}));
    expect(tracker.changesOf(message('UserAvailability', { userId: 'u1' }))).toBe('first');
  });

  it('with ids and names in any case', () => {
    const tracker = new ChangeTracker();
    tracker.changesOf(message('UserStatus', { userId: 'ABC', talking: true }));
    const changes = tracker.changesOf(message('USERSTATUS', { userId: 'abc', talking: true }));
    expect(changes).not.toBe('first');
  });
});

it.each([
  ['tells no state', 'UserCallInComing'],
  ['is not documented', 'UserDance'],
])('an event that %s is not compared', (_name, eventType) => {
  const tracker = new ChangeTracker();
  expect(tracker.changesOf(message(eventType, { userId: 'u1' }))).toBe('no snapshot');
});

it('forgets what was not heard of for longest, not what was', () => {
  const tracker = new ChangeTracker();
  tracker.changesOf(callback(0));
  tracker.changesOf(callback(1));
  for (let id = 2; id < 50_000; id++) tracker.changesOf(callback(id));
  expect(tracker.changesOf(callback(0))).toEqual([]);
  tracker.changesOf(callback(50_000));
  expect(tracker.changesOf(callback(0))).toEqual([]);
  expect(tracker.changesOf(callback(1))).toBe('first');
});

function at(timestamp: unknown, talking: boolean): Message {
  return status({ timestamp, talking });
}

describe('a snapshot that comes late', () => {
  it('shows no change back, and is not what the next one is compared with', () => {
    const tracker = new ChangeTracker();
    tracker.changesOf(at('2026-03-02T08:15:04.2000000Z', false));
    tracker.changesOf(at('2026-03-02T08:15:06.0000000Z', true));
    expect(tracker.changesOf(at('2026-03-02T08:15:05.0000000Z', false))).toEqual([]);
    expect(tracker.changesOf(at('2026-03-02T08:15:07.0000000Z', true))).toEqual([]);
  });

  it.each([undefined, null, 'yesterday', 12, '2026-03-02T08:15:04.2000000Z'])(
    'is told by nothing but its timestamp (%s)',
    (timestamp) => {
      const tracker = new ChangeTracker();
      tracker.changesOf(at('2026-03-02T08:15:04.2000000Z', false));
      expect(tracker.changesOf(at(timestamp, true))).toContainEqual({
        field: 'talking',
        from: false,
        to: true,
      });
    },
  );
});

it('compares on when the server’s clock was set back', () => {
  const tracker = new ChangeTracker();
  tracker.changesOf(at('2026-03-02T09:15:04Z', false));
  expect(tracker.changesOf(at('2026-03-02T08:15:06Z', true))).toContainEqual({
    field: 'talking',
    from: false,
    to: true,
  });
});
