import { longestMatched } from '../events/json-expressions.ts';
import { arrayElements, objectMembers } from '../events/json-text.ts';
import { recordSeparator, type Frames } from './frame-reader.ts';
import { endOfPlainInvocation } from './plain-invocation.ts';

/** Message types of the hub protocol that a client meets. */
export const messageTypes = { invocation: 1, completion: 3, ping: 6, close: 7 } as const;

const usualStart = Buffer.from('{"type":1,"target":"MessageReceived","arguments":[');
const usualEnd = Buffer.from(']}');

/**
 * One message from the hub, as it came: a place in what was read. Text and value are made when
 * somebody asks: most records are the usual invocation of `MessageReceived`, and a reader that
 * passes the argument on as bytes never decodes it.
 */
export class WireRecord {
  /** What was read, of which the record is a part. */
  readonly source: Buffer;
  readonly start: number;
  /** The end of the record, without its ␞. */
  readonly end: number;
  readonly #isUsual: boolean;
  /** For a plain one, the source as text of as many characters. */
  readonly #sourceText: string | undefined;
  #text: string | undefined;
  #value: { decoded: unknown } | undefined;

  /** @param plainSource the source as text, when the record was found to be plain in it. */
  constructor(source: Buffer, start = 0, end = source.length, plainSource?: string) {
    this.source = source;
    this.start = start;
    this.end = end;
    this.#sourceText = plainSource;
    this.#isUsual = plainSource !== undefined || isUsual(source, start, end);
  }

  /**
   * Whether it is the usual invocation with one argument that all that looks at it would leave as
   * it is: a message in camelCase, in ASCII that no terminal obeys, on one line.
   */
  get isPlain(): boolean {
    return this.#sourceText !== undefined;
  }

  /** Where in the source the arguments of the usual invocation begin, behind their bracket. */
  get argumentsStart(): number {
    return this.start + usualStart.length;
  }

  /** Where the arguments of the usual invocation end, before their bracket. */
  get argumentsEnd(): number {
    return this.end - usualEnd.length;
  }

  /** The record as text; bytes that are no UTF-8 become U+FFFD. */
  get text(): string {
    return (this.#text ??= this.source.toString('utf8', this.start, this.end));
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
    const { source, argumentsStart, argumentsEnd } = this;
    return (
      this.#sourceText?.slice(argumentsStart, argumentsEnd) ??
      source.toString('utf8', argumentsStart, argumentsEnd)
    );
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
 * The records of what one read brought. One whose end is missing is a record, too: the hub never
 * lets one span messages, and one that was cut short must not spoil the next.
 */
export function recordsIn(frames: readonly Frames[]): WireRecord[] {
  // By hand: flatMap takes a tenth of the whole way from socket to stdout.
  const records: WireRecord[] = [];
  for (const { bytes, spans } of frames) {
    // As many characters as bytes, so that places are the same in both.
    const text = bytes.toString('latin1');
    for (let at = 0; at < spans.length; at += 2) {
      addRecords(bytes, text, spans[at] ?? 0, spans[at + 1] ?? 0, records);
    }
  }
  return records;
}

function addRecords(
  bytes: Buffer,
  text: string,
  from: number,
  to: number,
  records: WireRecord[],
): void {
  let start = from;
  while (start < to) {
    const plainEnd = isLong(bytes, start, to) ? undefined : endOfPlainInvocation(text, start);
    const isPlain = plainEnd !== undefined && plainEnd <= to;
    const separator = isPlain ? plainEnd - 1 : bytes.indexOf(recordSeparator, start);
    const end = separator === -1 || separator > to ? to : separator;
    records.push(new WireRecord(bytes, start, end, isPlain ? text : undefined));
    start = end + 1;
  }
}

/** Whether the record at `start`, of those up to `to`, is too long to be looked at as text. */
function isLong(bytes: Buffer, start: number, to: number): boolean {
  if (to - start <= longestMatched) return false;
  const separator = bytes.indexOf(recordSeparator, start);
  return separator === -1 || separator - start > longestMatched;
}

function isUsual(source: Buffer, start: number, end: number): boolean {
  return (
    end - start > usualStart.length + usualEnd.length &&
    usualStart.compare(source, start, start + usualStart.length) === 0 &&
    usualEnd.compare(source, end - usualEnd.length, end) === 0
  );
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
