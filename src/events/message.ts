import { camelCase, camelCaseMessage } from './camel-case.ts';
import { findEvent } from './catalogue.ts';
import type { EventDefinition } from './definition.ts';
import { hasMoreValues, isJsonObject } from './json-text.ts';
import { plainFields } from './plain-fields.ts';
import { eventTypeOfNumber } from './undocumented.ts';

/**
 * A message of more values is not decoded: the largest documented event has a few hundred, and a
 * million of them would take a second, and a hundred times the memory of their text.
 */
const mostDecodedValues = 100_000;

/** Properties in camelCase, values as they came. */
export type Data = Readonly<Record<string, unknown>>;

/**
 * The payload of one `MessageReceived`: a subscription and an event's data. Made from text; read
 * only as far as somebody asks.
 */
export class Message {
  /** Whether the text is known to need nothing done to it: names in camelCase, safe to print. */
  readonly isPlain: boolean;
  readonly #original: string;
  #text: string | undefined;
  #lookup: { definition: EventDefinition | undefined } | undefined;
  #decoded: Payload | undefined;
  #decodedData: { data: Data | undefined } | undefined;

  /** @param text a JSON object, as the hub wrote it. */
  constructor(text: string, isPlain = false) {
    this.isPlain = isPlain;
    this.#original = text;
    if (isPlain) this.#text = text;
  }

  /** The payload's text, on one line or several, names in camelCase. */
  get text(): string {
    return (this.#text ??= camelCaseMessage(this.#original));
  }

  /** Whether there is an event in it: an object with `data`, of no more values than are decoded. */
  get isReadable(): boolean {
    return !this.#hasTooManyValues && this.#found.data !== undefined;
  }

  get #hasTooManyValues(): boolean {
    return !this.isPlain && hasMoreValues(this.#original, mostDecodedValues);
  }

  get data(): Data {
    return this.#found.data ?? {};
  }

  get subscription(): Data {
    return this.#payload.subscription ?? {};
  }

  /** The event's name as the hub wrote it, also where it wrote a number; '?' when it didn't. */
  get eventType(): string {
    const { eventType } = this.data;
    return (
      textOf(eventType) ??
      textOf(this.subscription['eventType']) ??
      (typeof eventType === 'number' ? eventTypeOfNumber(eventType) : '?')
    );
  }

  /** What the catalogue knows of the event; undefined for one that is not documented. */
  get definition(): EventDefinition | undefined {
    this.#lookup ??= { definition: findEvent(this.eventType) };
    return this.#lookup.definition;
  }

  /** The event's name in the catalogue's spelling, where it has one. */
  get eventName(): string {
    return this.definition?.name ?? this.eventType;
  }

  /** The entity that the event is about, in lower case; empty when the hub didn't say. */
  get entityId(): string {
    const id = textOf(this.data['entityId']) ?? textOf(this.subscription['entityId']) ?? '';
    return id.toLowerCase();
  }

  /** When the event happened, as the hub wrote it. */
  get timestamp(): string | undefined {
    // Who asks for nothing else need not wait for all the data to be decoded.
    const found = this.#decodedData === undefined ? timestampOf(this) : undefined;
    return textOf(
      found === undefined ? this.data['timestamp'] : parse(found.get('timestamp') ?? ''),
    );
  }

  get #found(): { data: Data | undefined } {
    this.#decodedData ??= { data: (this.isPlain && lastData(this.text)) || this.#payload.data };
    return this.#decodedData;
  }

  get #payload(): Payload {
    return (this.#decoded ??= payloadIn(this.text));
  }
}

const timestampOf = plainFields(['timestamp']);

interface Payload {
  subscription: Data | undefined;
  data: Data | undefined;
}

function payloadIn(text: string): Payload {
  const payload = objectIn(text);
  return {
    subscription: objectOf(payload?.['subscription']),
    data: objectOf(payload?.['data']),
  };
}

/** Found at once, behind the one bracket that closes before it. */
const subscriptionEnd = '},"data":';

/** The data of a plain message that ends with it: the rest, a sixth, is seldom asked for. */
function lastData(text: string): Data | undefined {
  const place = text.indexOf(subscriptionEnd);
  // Were it not at the end, this would not be one value.
  const data = place === -1 ? undefined : parse(text.slice(place + subscriptionEnd.length, -1));
  return isObject(data) ? data : undefined;
}

/** An object as it is, its names being in camelCase; one within a JSON text. Undefined for anything else. */
function objectOf(value: unknown): Data | undefined {
  if (typeof value === 'string') return innerObject(value);
  return isObject(value) ? value : undefined;
}

/** The same of the object that a JSON text within a string holds: its names have not been looked at. */
function innerObject(text: string): Data | undefined {
  const object = objectIn(text);
  return (
    object &&
    Object.fromEntries(Object.entries(object).map(([key, each]) => [camelCase(key), each]))
  );
}

/** The object of a text; undefined for any other text, and for one of too many values. */
function objectIn(text: string): Data | undefined {
  if (hasMoreValues(text, mostDecodedValues) || !isJsonObject(text)) return undefined;
  return JSON.parse(text) as Data;
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

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
