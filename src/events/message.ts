import { camelCase, camelCaseMessage } from './camel-case.ts';
import { findEvent } from './catalogue.ts';
import type { EventDefinition } from './definition.ts';

/** Properties in camelCase, values as they came. */
export type Data = Readonly<Record<string, unknown>>;

/**
 * The payload of one `MessageReceived`: a subscription and an event's data. Made from text; read
 * only as far as somebody asks.
 */
export class Message {
  /** The payload's text, on one line or several, names in camelCase. */
  readonly text: string;
  #found: { definition: EventDefinition | undefined } | undefined;
  #decoded: { subscription: Data; data: Data; isReadable: boolean } | undefined;

  /** Whether the text is known to need nothing done to it: names in camelCase, safe to print. */
  readonly isPlain: boolean;

  constructor(text: string, isPlain = false) {
    this.isPlain = isPlain;
    this.text = isPlain ? text : camelCaseMessage(text);
  }

  /** Whether there is an event in it: an object with `data`. */
  get isReadable(): boolean {
    return this.#decode().isReadable;
  }

  get data(): Data {
    return this.#decode().data;
  }

  get subscription(): Data {
    return this.#decode().subscription;
  }

  /** The event's name as the hub wrote it; '?' when it didn't. */
  get eventType(): string {
    return firstText(this.data['eventType'], this.subscription['eventType']) ?? '?';
  }

  /** What the catalogue knows of the event; undefined for one that is not documented. */
  get definition(): EventDefinition | undefined {
    this.#found ??= { definition: findEvent(this.eventType) };
    return this.#found.definition;
  }

  /** The event's name in the catalogue's spelling, where it has one. */
  get eventName(): string {
    return this.definition?.name ?? this.eventType;
  }

  /** The entity that the event is about, in lower case; empty when the hub didn't say. */
  get entityId(): string {
    const id = firstText(this.data['entityId'], this.subscription['entityId']) ?? '';
    return id.toLowerCase();
  }

  /** When the event happened, as the hub wrote it. */
  get timestamp(): string | undefined {
    return firstText(this.data['timestamp']);
  }

  #decode(): { subscription: Data; data: Data; isReadable: boolean } {
    if (this.#decoded === undefined) {
      const payload = objectOf(parse(this.text));
      const data = objectOf(payload?.['data']);
      this.#decoded = {
        subscription: objectOf(payload?.['subscription']) ?? {},
        data: data ?? {},
        isReadable: data !== undefined,
      };
    }
    return this.#decoded;
  }
}

/** An object as it is, its names being in camelCase; one within a JSON text. Undefined for anything else. */
function objectOf(value: unknown): Data | undefined {
  if (typeof value === 'string') return objectIn(value);
  return isObject(value) ? value : undefined;
}

/** The object that a JSON text within a string holds: its names have not been looked at. */
function objectIn(text: string): Data | undefined {
  const object = parse(text);
  if (!isObject(object)) return undefined;
  return Object.fromEntries(Object.entries(object).map(([key, each]) => [camelCase(key), each]));
}

function isObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function firstText(...values: readonly unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === 'string' && value !== '');
}
