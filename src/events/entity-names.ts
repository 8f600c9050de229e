import type { Data } from './message.ts';

/** Which fields of a payload name which others. */
const pairs: readonly (readonly [id: string, name: string])[] = [
  ['userId', 'userName'],
  ['userId', 'username'],
  ['targetUserId', 'targetUserName'],
  ['supervisorUserId', 'supervisorUserName'],
  ['queueId', 'queueName'],
  ['techQueueId', 'techQueueName'],
];

/**
 * Names by id, for display: those that a person gave, and those that events bring along. What a
 * person gave is not overridden.
 */
export class EntityNames {
  readonly #given = new Map<string, string>();
  readonly #learned = new Map<string, string>();

  /** @param given names that a person gave. */
  constructor(given: readonly { id: string; name: string }[] = []) {
    for (const { id, name } of given) this.#given.set(id.toLowerCase(), name);
  }

  /** Takes the names that an event's data brings along. */
  learn(data: Data): void {
    for (const [idField, nameField] of pairs) {
      // The name first: most events bring none along.
      const name = data[nameField];
      if (typeof name !== 'string' || name === '') continue;
      const id = data[idField];
      if (typeof id === 'string') this.#learned.set(id.toLowerCase(), name);
    }
  }

  /** The name of an entity; undefined when there is none. */
  nameOf(id: string): string | undefined {
    const key = id.toLowerCase();
    return this.#given.get(key) ?? this.#learned.get(key);
  }
}
