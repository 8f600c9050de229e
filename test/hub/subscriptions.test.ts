import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  availableSubscriptions,
  batches,
  subscribe,
  type EntitySubscription,
  type SubscribeOutcome,
} from '../../src/hub/subscriptions.ts';
import { rteErrorOf, thrownBy, told } from '../support/thrown.ts';

const a: EntitySubscription = {
  entityId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  eventName: 'UserStatus',
};
const b: EntitySubscription = { entityId: a.entityId, eventName: 'UserAlert' };
const c: EntitySubscription = {
  entityId: '9b2f7c1a-0d4e-4c55-8f21-6a1b2c3d4e5f',
  eventName: 'QueueStatus',
};

/** A hub's answer to one subscription, in the specification's spelling. */
function result(
  { entityId, eventName }: EntitySubscription,
  Subscribed = true,
  Message: string | null = null,
): object {
  return { EntityId: entityId, EventName: eventName, Subscribed, Message };
}

function judged(asked: EntitySubscription[], results: unknown): Promise<SubscribeOutcome> {
  return subscribe(() => Promise.resolve(results), asked);
}

describe('subscribe', () => {
  it('asks in the spelling of the specification', async () => {
    const invocations: unknown[][] = [];
    await subscribe(
      (...invocation) => {
        invocations.push(invocation);
        return Promise.resolve([result(a), result(c)]);
      },
      [a, c],
    );
    expect(invocations).toEqual([
      [
        'Subscribe',
        [
          { EntityId: a.entityId, EventName: 'UserStatus' },
          { EntityId: c.entityId, EventName: 'QueueStatus' },
        ],
      ],
    ]);
  });

  it('asks for nothing when there is nothing', async () => {
    const outcome = await subscribe(() => Promise.reject(new Error('asked')), []);
    expect(outcome).toEqual({ accepted: [], rejected: [] });
  });

  it.each<[string, unknown[]]>([
    ['in order', [result(a), result(b, false, 'Unauthorized'), result(c)]],
    ['in another order', [result(b, false, 'Unauthorized'), result(c), result(a)]],
    [
      'in camelCase',
      [
        {
          entityId: b.entityId,
          eventName: b.eventName,
          subscribed: false,
          message: 'Unauthorized',
        },
        { entityId: c.entityId, eventName: c.eventName, subscribed: true, message: null },
        { entityId: a.entityId, eventName: a.eventName, subscribed: true },
      ],
    ],
    [
      'with values in other case',
      [
        result(
          { entityId: b.entityId.toUpperCase(), eventName: 'USERALERT' },
          false,
          'Unauthorized',
        ),
        result({ entityId: c.entityId.toUpperCase(), eventName: 'queuestatus' }),
        result({ entityId: a.entityId.toUpperCase(), eventName: 'userStatus' }),
      ],
    ],
    ['among others', [result(c), null, 7, {}, result(b, false, 'Unauthorized'), result(a)]],
    [
      'in order, but under names of its own',
      [
        result({ ...a, eventName: 'UserStatusEvent' }),
        result({ ...b, eventName: 'UserAlertEvent' }, false, 'Unauthorized'),
        result({ ...c, eventName: 'QueueStatusEvent' }),
      ],
    ],
  ])('judges each entry by its own result, given %s', async (_name, results) => {
    expect(await judged([a, b, c], results)).toEqual({
      accepted: [a, c],
      rejected: [{ ...b, reason: 'Unauthorized' }],
    });
  });

  it.each<[string, unknown[], string]>([
    ['says why', [result(a), result(b, false, 'Invalid EntityId')], 'Invalid EntityId'],
    ['does not say why', [result(a), result(b, false)], 'no reason given'],
    ['says why with nothing', [result(a), result(b, false, '')], 'no reason given'],
    ['leaves the result out', [result(a)], 'no answer'],
    ['gives the result of another twice', [result(a), result(a)], 'no answer'],
    ['gives null for it', [result(a), null], 'no reason given'],
    ['says yes with a word', [result(a), { ...result(b), Subscribed: 'true' }], 'no reason given'],
    [
      'gives values of strange types',
      [result(a), { EntityId: { toString: 1 }, EventName: [], Subscribed: 1 }],
      'no reason given',
    ],
  ])('takes an entry for rejected when the hub %s', async (_name, results, reason) => {
    expect(await judged([a, b], results)).toEqual({
      accepted: [a],
      rejected: [{ ...b, reason }],
    });
  });

  it.each([null, undefined, true, 'ok', {}, 7])('ends when the hub answers %j', async (answer) => {
    const error = await rteErrorOf(judged([a], answer));
    expect(told(error)).toBe(
      'connection: The hub answered Subscribe with something other than a list of results.\n' +
        'Is this the real-time engine?',
    );
  });

  it('passes on what an invocation rejects with', async () => {
    const error = new Error('no');
    expect(await thrownBy(subscribe(() => Promise.reject(error), [a]))).toBe(error);
  });

  it('judges every entry once, whatever the hub answers', async () => {
    const answer = fc.array(
      fc.oneof(
        fc.jsonValue(),
        fc.constantFrom(a, b, c).map((each) => result(each)),
      ),
    );
    await fc.assert(
      fc.asyncProperty(answer, async (results) => {
        const { accepted, rejected } = await judged([a, b, c], results);
        const all = [...accepted, ...rejected].map(({ eventName }) => eventName);
        expect(all.toSorted()).toEqual(['QueueStatus', 'UserAlert', 'UserStatus']);
      }),
    );
  });

  const many = Array.from({ length: 1_000 }, (_each, at) => ({ ...a, eventName: `Event${at}` }));

  it('asks in batches when there is much, waiting for no answer, and gathers the results', async () => {
    const answers: (() => void)[] = [];
    const subscribing = subscribe((_method, list) => {
      const results = (list as { EntityId: string; EventName: string }[]).map((each) =>
        result(
          { entityId: each.EntityId, eventName: each.EventName },
          each.EventName !== 'Event999',
        ),
      );
      return new Promise((resolve) => answers.push(() => resolve(results)));
    }, many);
    await expect.poll(() => answers.length).toBe(batches(many).length);
    expect(answers.length).toBeGreaterThan(1);
    for (const answer of answers) answer();
    const outcome = await subscribing;
    expect(outcome.accepted).toEqual(many.slice(0, -1));
    expect(outcome.rejected).toEqual([{ ...a, eventName: 'Event999', reason: 'no reason given' }]);
  });

  it('lets what has come meanwhile be heard between the batches', async () => {
    const trail: string[] = [];
    setImmediate(() => trail.push('heard'));
    await subscribe(() => {
      trail.push('asked');
      return Promise.resolve([]);
    }, many);
    expect(trail.slice(0, 3)).toEqual(['asked', 'heard', 'asked']);
  });

  it('passes on the first failure of several, and none goes unheard', async () => {
    const errors = batches(many).map((_batch, at) => new Error(`failure ${at}`));
    const failing = [...errors];
    const failure = thrownBy(subscribe(() => Promise.reject(failing.shift()), many));
    expect(await failure).toBe(errors[0]);
  });
});

/** How long the lists are that so many subscriptions are cut into. */
function listsFor(count: number): number[] {
  return batches(Array.from({ length: count }, () => a)).map((list) => list.length);
}

describe('batches', () => {
  const subscription = fc.record({
    entityId: fc.oneof(fc.uuid(), fc.string({ maxLength: 400, unit: 'binary' })),
    eventName: fc.oneof(
      fc.constant('UserCallInRecordingConverted'),
      fc.string({ unit: 'grapheme', maxLength: 100 }),
    ),
  });
  const many = fc
    .tuple(fc.array(subscription, { minLength: 1 }), fc.integer({ min: 1, max: 60 }))
    .map(([list, times]) => Array.from({ length: times }, () => list).flat());

  it("stay under the hub's limit as an invocation, and hold everything in order", () => {
    fc.assert(
      fc.property(many, (subscriptions) => {
        const lists = batches(subscriptions);
        for (const list of lists) {
          // As SignalR writes it, with an id larger than any that will come.
          const message = {
            type: 1,
            target: 'Subscribe',
            arguments: [
              list.map(({ entityId, eventName }) => ({ EntityId: entityId, EventName: eventName })),
            ],
            invocationId: String(Number.MAX_SAFE_INTEGER),
            streamIds: [],
          };
          expect(Buffer.byteLength(`${JSON.stringify(message)}\u001e`)).toBeLessThanOrEqual(32_768);
        }
        expect(lists.flat()).toEqual(subscriptions);
      }),
      { numRuns: 60 },
    );
  });

  it('are as few as they can be', () => {
    expect(listsFor(400)).toEqual([400]);
    expect(listsFor(900)).toEqual([423, 423, 54]);
  });

  it('are none of nothing', () => {
    expect(batches([])).toEqual([]);
  });
});

describe('availableSubscriptions', () => {
  it.each<[string, unknown, string[]]>([
    ['names', ['UserStatus', 'QueueStatus'], ['UserStatus', 'QueueStatus']],
    ['names among other things', ['UserStatus', 7, null], ['UserStatus']],
    ['null', null, []],
    ['an object', { 0: 'UserStatus' }, []],
  ])('reads an answer of %s', async (_name, answer, expected) => {
    const asked: string[] = [];
    const names = await availableSubscriptions((method) => {
      asked.push(method);
      return Promise.resolve(answer);
    });
    expect(names).toEqual(expected);
    expect(asked).toEqual(['AvailableSubscriptions']);
  });
});
