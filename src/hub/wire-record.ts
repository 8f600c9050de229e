import { arrayElements, objectMembers } from '../events/json-text.ts';

/** ␞, which ends every record of the JSON hub protocol. */
export const recordSeparator = 0x1e;

/** Message types of the hub protocol that a client meets. */
export const messageTypes = { invocation: 1, completion: 3, ping: 6, close: 7 } as const;

const usualStart = Buffer.from('{"type":1,"target":"MessageReceived","arguments":[');
const usualEnd = Buffer.from(']}');

/**
 * One message from the hub, as it came. Text and value are made when somebody asks: most records
 * are the usual invocation of `MessageReceived`, which is known by its first bytes, and a reader
 * that passes the argument on as text never decodes it.
 */
export class WireRecord {
  /** The record without its ␞. */
  readonly bytes: Buffer;
  readonly #isUsual: boolean;
  #text: string | undefined;
  #value: { decoded: unknown } | undefined;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.#isUsual =
      bytes.length > usualStart.length + usualEnd.length &&
      bytes.compare(usualStart, 0, usualStart.length, 0, usualStart.length) === 0 &&
      bytes.compare(usualEnd, 0, usualEnd.length, bytes.length - usualEnd.length) === 0;
  }

  /** The record as text; bytes that are no UTF-8 become U+FFFD. */
  get text(): string {
    return (this.#text ??= this.bytes.toString('utf8'));
  }

  /** The record as a value; undefined when it is not JSON. */
  get value(): unknown {
    this.#value ??= { decoded: parse(this.text) };
    return this.#value.decoded;
  }

  /** The message type; undefined when the record is no hub message. */
  get type(): number | undefined {
    if (this.#isUsual) return messageTypes.invocation;
    const type = property(this.value, 'type');
    return typeof type === 'number' ? type : undefined;
  }

  /** For an invocation, the name of what is invoked. */
  get target(): string | undefined {
    if (this.#isUsual) return 'MessageReceived';
    const target = property(this.value, 'target');
    return typeof target === 'string' ? target : undefined;
  }

  /**
   * What stands between the brackets of `arguments`, as text: one JSON value, or several with
   * commas between them. Undefined when the record isn't written in the usual way.
   */
  get usualArgumentsText(): string | undefined {
    if (!this.#isUsual) return undefined;
    return this.bytes.toString('utf8', usualStart.length, this.bytes.length - usualEnd.length);
  }

  /**
   * For an invocation, its arguments as they were written, so that a number keeps all its digits;
   * undefined when there are none to be read.
   */
  get argumentTexts(): string[] | undefined {
    if (!Array.isArray(property(this.value, 'arguments'))) return undefined;
    // Of a property that comes twice the last one counts, as with JSON.parse.
    const list = objectMembers(this.text)?.findLast(({ key }) => key === 'arguments');
    return (
      list &&
      arrayElements(this.text, list.valueStart)?.map(({ start, end }) =>
        this.text.slice(start, end),
      )
    );
  }
}

/**
 * Cuts received bytes into records.
 *
 * @returns the records and what follows the last ␞: the beginning of a record whose end is still
 * to come, normally empty.
 */
export function splitRecords(bytes: Buffer): { records: WireRecord[]; rest: Buffer } {
  const records: WireRecord[] = [];
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(recordSeparator, start);
    if (end === -1) return { records, rest: bytes.subarray(start) };
    records.push(new WireRecord(bytes.subarray(start, end)));
    start = end + 1;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
