import type { Data } from './message.ts';

/**
 * Names by id, for display: those that a person gave, and those that events bring along. What a
 * person gave is not overridden.
 */
export class EntityNames {
  readonly #names = new Map<string, string>();
  readonly #given: ReadonlySet<string>;

  /** @param given names that a person gave. */
  constructor(given: readonly { id: string; name: string }[] = []) {
    for (const { id, name } of given) this.#names.set(id.toLowerCase(), name);
    this.#given = new Set(this.#names.keys());
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
    const key = id.toLowerCase();
    if (!this.#given.has(key)) this.#names.set(key, name);
  }

  /** The name of an entity; undefined when there is none. */
  nameOf(id: string): string | undefined {
    return this.#names.size === 0 ? undefined : this.#names.get(id.toLowerCase());
  }
}
