import type { Data, Message } from './message.ts';
import { instantOf } from './moment.ts';

/** One field of a snapshot that differs from the snapshot before. */
export interface Change {
  field: string;
  from: unknown;
  to: unknown;
}

/** Fields that differ from event to event even when nothing has changed. */
const volatile = new Set(['id', 'timestamp', 'messageTTLSeconds']);

/** Things that end, callbacks and supervised calls, are forgotten when so many others came after. */
const mostThings = 50_000;
/** Or when the messages of those that came after are longer, in characters: decoded they take some 20 times that at worst. */
const mostCharacters = 16 * 1024 * 1024;

/** Remembers the last snapshot of each thing, and tells what the next one changes. */
export class ChangeTracker {
  readonly #last = new Map<string, { data: Data; characters: number }>();
  #characters = 0;

  /**
   * @returns the changes since the last snapshot of the same thing, none for one that is older than
   * that: snapshots may come late, and then tell nothing of now; 'first' when there was none;
   * 'no snapshot' for an event that doesn't tell a state and can't be compared.
   */
  changesOf(message: Message): Change[] | 'first' | 'no snapshot' {
    const { definition, data } = message;
    if (definition?.snapshotOf === undefined) return 'no snapshot';
    const things = definition.snapshotOf.map((field) => JSON.stringify(data[field]));
    const key = [definition.name, ...things].join(' ').toLowerCase();
    const before = this.#last.get(key)?.data;
    if (before !== undefined && isOlder(data, before)) return [];
    this.#remember(key, data, message.text.length);
    return before === undefined ? 'first' : difference(before, data);
  }

  /** A map keeps the order of insertion: what was not heard of for longest comes first. */
  #remember(key: string, data: Data, characters: number): void {
    this.#forget(key);
    this.#last.set(key, { data, characters });
    this.#characters += characters;
    for (const oldest of this.#last.keys()) {
      if (this.#last.size <= mostThings && this.#characters <= mostCharacters) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#characters -= this.#last.get(key)?.characters ?? 0;
    this.#last.delete(key);
  }
}

/** What is older by more didn't come late: the server's clock was set back. */
const longestDelayMs = 300_000;

/** Whether a snapshot is of an earlier moment; not where either's is unknown. */
function isOlder(snapshot: Data, than: Data): boolean {
  const [one, other] = [snapshot, than].map(({ timestamp }) => instantOf(timestamp));
  if (one === undefined || other === undefined) return false;
  return one < other && other - one <= longestDelayMs;
}

function difference(before: Data, now: Data): Change[] {
  const changes: Change[] = [];
  for (const field of Object.keys(before)) {
    const [from, to] = [before[field], own(now, field)];
    if (!volatile.has(field) && !isSame(from, to)) changes.push({ field, from, to });
  }
  for (const field of Object.keys(now)) {
    if (volatile.has(field) || Object.hasOwn(before, field)) continue;
    changes.push({ field, from: undefined, to: now[field] });
  }
  return changes;
}

function own(data: Data, field: string): unknown {
  return Object.hasOwn(data, field) ? data[field] : undefined;
}

/** Whether two values are the same as JSON. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  const areObjects = typeof one === 'object' && typeof other === 'object';
  return areObjects && JSON.stringify(one) === JSON.stringify(other);
}
