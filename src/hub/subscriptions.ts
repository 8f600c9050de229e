import { RteError } from '../errors.ts';

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
 * each entry by its own result (RTE specification, SubscriptionResult).
 */
export async function subscribe(
  invoke: Invoke,
  subscriptions: readonly EntitySubscription[],
): Promise<SubscribeOutcome> {
  const outcome: SubscribeOutcome = { accepted: [], rejected: [] };
  for (const batch of batches(subscriptions)) {
    const results = await invoke('Subscribe', batch.map(wireForm));
    if (!Array.isArray(results)) {
      throw new RteError(
        'connection',
        'The hub answered Subscribe with something other than a list of results.',
        {
          hint: 'Is this the real-time engine?',
        },
      );
    }
    judge(batch, results, outcome);
  }
  return outcome;
}

/** The names of the events that the hub offers. */
export async function availableSubscriptions(invoke: Invoke): Promise<string[]> {
  const names = await invoke('AvailableSubscriptions');
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
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
  outcome: SubscribeOutcome,
): void {
  const read = results.map(readResult);
  const byKey = new Map(read.map((result) => [result.key, result]));
  const keys = batch.map(subscriptionKey);
  const asked = new Set(keys);
  batch.forEach((subscription, index) => {
    // A hub that spells an event in its own way still answers in the order in which it was asked.
    const inOrder = read.length === batch.length ? read[index] : undefined;
    const ofThis = inOrder === undefined || asked.has(inOrder.key) ? undefined : inOrder;
    const result = byKey.get(keys[index] ?? '') ?? ofThis;
    const reason = result === undefined ? 'no answer' : result.reason;
    if (reason === undefined) outcome.accepted.push(subscription);
    else outcome.rejected.push({ ...subscription, reason });
  });
}

interface Result {
  /** What it is about; empty for one that doesn't say. */
  key: string;
  /** Why it was not granted; undefined when it was. */
  reason: string | undefined;
}

/** The names of a result's properties come in any case. */
function readResult(result: unknown): Result {
  const found: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(Object(result) as object)) {
    found[name.toLowerCase()] ??= value;
  }
  const { entityid: entityId, eventname: eventName, subscribed, message } = found;
  const isNamed = typeof entityId === 'string' && typeof eventName === 'string';
  const reason = typeof message === 'string' && message !== '' ? message : 'no reason given';
  return {
    key: isNamed ? subscriptionKey({ entityId, eventName }) : '',
    reason: subscribed === true ? undefined : reason,
  };
}

function subscriptionKey({ entityId, eventName }: EntitySubscription): string {
  return `${entityId} ${eventName}`.toLowerCase();
}
