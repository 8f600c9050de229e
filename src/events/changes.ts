import type { Message } from './message.ts';

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

/** Remembers the last snapshot of each thing, and tells what the next one changes. */
export class ChangeTracker {
  readonly #last = new Map<string, Map<string, string>>();

  /**
   * @returns the changes since the last snapshot of the same thing; 'first' when there was none;
   * 'no snapshot' for an event that doesn't tell a state and can't be compared.
   */
  changesOf(message: Message): Change[] | 'first' | 'no snapshot' {
    const { definition, data } = message;
    if (definition?.snapshotOf === undefined) return 'no snapshot';
    const things = definition.snapshotOf.map((field) => JSON.stringify(data[field]));
    const key = [definition.name, ...things].join(' ').toLowerCase();
    const before = this.#last.get(key);
    const now = new Map<string, string>();
    for (const [field, value] of Object.entries(data)) {
      if (!volatile.has(field)) now.set(field, JSON.stringify(value));
    }
    this.#remember(key, now);
    if (before === undefined) return 'first';
    return [...new Set([...before.keys(), ...now.keys()])]
      .filter((field) => before.get(field) !== now.get(field))
      .map((field) => ({ field, from: parsed(before.get(field)), to: parsed(now.get(field)) }));
  }

  /** A map keeps the order of insertion: what was not heard of for longest comes first. */
  #remember(key: string, snapshot: Map<string, string>): void {
    this.#last.delete(key);
    this.#last.set(key, snapshot);
    if (this.#last.size <= mostThings) return;
    for (const oldest of this.#last.keys()) {
      this.#last.delete(oldest);
      return;
    }
  }
}

function parsed(json: string | undefined): unknown {
  return json === undefined ? undefined : JSON.parse(json);
}
