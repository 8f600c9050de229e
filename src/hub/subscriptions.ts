import { setImmediate as nextTurn } from 'node:timers/promises';

import { RteError } from '../errors.ts';
import { shortened } from '../terminal/shorten.ts';

/** One event asked of one entity. */
export interface EntitySubscription {
  entityId: string;
  eventName: string;
}

/** A subscription that the hub did not grant, with its own word for why. */
export interface Rejection extends EntitySubscription {
  reason: string;
}

export interface SubscribeOutcome {
  accepted: EntitySubscription[];
  rejected: Rejection[];
}

type Invoke = (method: string, ...args: unknown[]) => Promise<unknown>;

/** A message to the hub may have this many bytes, ␞ included (ASP.NET Core's default). */
const largestMessageBytes = 32_768;
/** More than what stands around the list in an invocation, however large its id. */
const invocationOverheadBytes = 128;

/**
 * Subscribes, in as many invocations as the hub's limit on a message makes necessary, and judges
 * each entry by its own result (RTE specification, SubscriptionResult). None waits for the answer to
 * the one before: a hub carries them out in order, one at a time.
 */
export async function subscribe(
  invoke: Invoke,
  subscriptions: readonly EntitySubscription[],
): Promise<SubscribeOutcome> {
  const outcomes: Promise<SubscribeOutcome>[] = [];
  for (const batch of batches(subscriptions)) {
    const outcome = subscribeTo(batch, invoke);
    // It is awaited below; until then a failure is not yet one that nobody has heard of.
    outcome.catch(() => {});
    outcomes.push(outcome);
    // Events that have come meanwhile don't wait for all of them.
    await nextTurn();
  }
  const all = await Promise.all(outcomes);
  return {
    accepted: all.flatMap(({ accepted }) => accepted),
    rejected: all.flatMap(({ rejected }) => rejected),
  };
}

async function subscribeTo(
  batch: readonly EntitySubscription[],
  invoke: Invoke,
): Promise<SubscribeOutcome> {
  const results = await invoke('Subscribe', batch.map(wireForm));
  if (Array.isArray(results)) return judge(batch, results);
  throw new RteError(
    'connection',
    'The hub answered Subscribe with something other than a list of results.',
    { hint: 'Is this the real-time engine?' },
  );
}

/** An offer has some 40 names of some 30 characters; what goes far beyond is no offer of events. */
const mostNames = 10_000;
const longestName = 200;

/** The names of the events that the hub offers; the first 10,000, of up to 200 characters. */
export async function availableSubscriptions(invoke: Invoke): Promise<string[]> {
  const names = await invoke('AvailableSubscriptions');
  if (!Array.isArray(names)) return [];
  return names
    .filter((name) => typeof name === 'string' && name.length <= longestName)
    .slice(0, mostNames) as string[];
}

/** Lists short enough that an invocation with each of them stays under the hub's limit. */
export function batches(subscriptions: readonly EntitySubscription[]): EntitySubscription[][] {
  const room = largestMessageBytes - invocationOverheadBytes;
  const lists: EntitySubscription[][] = [];
  let list: EntitySubscription[] = [];
  let bytes = 0;
  for (const subscription of subscriptions) {
    const size = Buffer.byteLength(JSON.stringify(wireForm(subscription))) + 1;
    if (bytes + size > room && list.length > 0) {
      lists.push(list);
      list = [];
      bytes = 0;
    }
    list.push(subscription);
    bytes += size;
  }
  if (list.length > 0) lists.push(list);
  return lists;
}

function wireForm({ entityId, eventName }: EntitySubscription): object {
  return { EntityId: entityId, EventName: eventName };
}

function judge(
  batch: readonly EntitySubscription[],
  results: readonly unknown[],
): SubscribeOutcome {
  const outcome: SubscribeOutcome = { accepted: [], rejected: [] };
  const resultOf = assigned(batch.map(subscriptionKey), results.map(readResult));
  batch.forEach((subscription, index) => {
    const result = resultOf(index);
    const reason = result === undefined ? 'no answer' : result.reason;
    if (reason === undefined) outcome.accepted.push(subscription);
    else outcome.rejected.push({ ...subscription, reason });
  });
  return outcome;
}

/** Which result belongs to a key, told by the key's place. */
function assigned(
  keys: readonly string[],
  results: readonly Result[],
): (index: number) => Result | undefined {
  const isInOrder = results.length === keys.length;
  if (isInOrder && keys.every((key, index) => results[index]?.key === key)) {
    return (index) => results[index];
  }
  const byKey = new Map(results.map((result) => [result.key, result]));
  const asked = new Set(keys);
  return (index) => {
    // A hub that spells an event in its own way still answers in the order in which it was asked.
    const inOrder = isInOrder ? results[index] : undefined;
    const ofThis = inOrder === undefined || asked.has(inOrder.key) ? undefined : inOrder;
    return byKey.get(keys[index] ?? '') ?? ofThis;
  };
}

interface Result {
  /** What it is about; empty for one that doesn't say. */
  key: string;
  /** Why it was not granted; undefined when it was. */
  reason: string | undefined;
}

const resultNames = ['entityId', 'eventName', 'subscribed', 'message'] as const;
type WireResult = Partial<Record<(typeof resultNames)[number], unknown>>;

function readResult(result: unknown): Result {
  const { entityId, eventName, subscribed, message } = withKnownNames(result);
  const isNamed = typeof entityId === 'string' && typeof eventName === 'string';
  const reason =
    typeof message === 'string' && message !== '' ? shortened(message, 200) : 'no reason given';
  return {
    key: isNamed ? subscriptionKey({ entityId, eventName }) : '',
    reason: subscribed === true ? undefined : reason,
  };
}

/** The names of a result's properties come in any case, in camelCase mostly. */
function withKnownNames(result: unknown): WireResult {
  const object = Object(result) as object;
  if (resultNames.every((name) => Object.hasOwn(object, name))) return object;
  const found: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(object)) found[name.toLowerCase()] ??= value;
  const { entityid: entityId, eventname: eventName, subscribed, message } = found;
  return { entityId, eventName, subscribed, message };
}

function subscriptionKey({ entityId, eventName }: EntitySubscription): string {
  return `${entityId} ${eventName}`.toLowerCase();
}
