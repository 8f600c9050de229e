import type { Data } from './message.ts';

/** Far more entities than any organization has; what came first is forgotten beyond it. */
const mostLearned = 50_000;
/** An id is a Guid, and a name a few words; what is longer is not kept. */
const longestId = 64;
const longestName = 200;

/**
 * Names by id, for display: those that a person gave, and those that events bring along. What a
 * person gave is not overridden.
 */
export class EntityNames {
  readonly #given: ReadonlyMap<string, string>;
  readonly #learned = new Map<string, string>();

  /** @param given names that a person gave. */
  constructor(given: readonly { id: string; name: string }[] = []) {
    this.#given = new Map(given.map(({ id, name }) => [id.toLowerCase(), name]));
  }

  /** Takes the names that an event's data brings along. Written out: V8 finds a field by its literal name at once. */
  learn(data: Data): void {
    this.#learn(data['userId'], data['userName']);
    this.#learn(data['userId'], data['username']);
    this.#learn(data['targetUserId'], data['targetUserName']);
    this.#learn(data['supervisorUserId'], data['supervisorUserName']);
    this.#learn(data['queueId'], data['queueName']);
    this.#learn(data['techQueueId'], data['techQueueName']);
  }

  #learn(id: unknown, name: unknown): void {
    if (typeof name !== 'string' || typeof id !== 'string' || name === '') return;
    if (id.length > longestId || name.length > longestName) return;
    const key = id.toLowerCase();
    if (this.#learned.get(key) === name) return;
    this.#learned.set(key, name);
    if (this.#learned.size <= mostLearned) return;
    for (const first of this.#learned.keys()) {
      this.#learned.delete(first);
      return;
    }
  }

  /** The name of an entity; undefined when there is none. */
  nameOf(id: string): string | undefined {
    if (this.#learned.size === 0 && this.#given.size === 0) return undefined;
    const key = id.toLowerCase();
    return this.#given.get(key) ?? this.#learned.get(key);
  }
}
