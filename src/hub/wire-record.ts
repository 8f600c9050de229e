import { longestMatched } from '../events/json-expressions.ts';
import { hasMoreValues, onlyElement, visitObject } from '../events/json-text.ts';
import { endOfPlainInvocation } from './plain-invocation.ts';
import { recordSeparator, type Frames } from './record-collector.ts';

/** Message types of the hub protocol that a client meets. */
export const messageTypes = { invocation: 1, completion: 3, ping: 6, close: 7 } as const;

/** The properties of a hub message that are read, whatever order they come in. */
const scalarNames = ['type', 'target', 'invocationId', 'error', 'allowReconnect'] as const;
type Envelope = Partial<Record<(typeof scalarNames)[number], unknown>> & {
  /** Where the arguments are in the text. */
  argumentsStart?: number;
  argumentsEnd?: number;
};

/** An answer of more values is not decoded: that would take more memory than an answer may. */
const mostAnswerValues = 1_000_000;

const usualStart = Buffer.from('{"type":1,"target":"MessageReceived","arguments":[');
const usualEnd = Buffer.from(']}');

/**
 * One message from the hub, as it came: a place in what was read. Its text is made when somebody
 * asks: most records are the usual invocation of `MessageReceived`, and a reader that passes the
 * argument on as bytes never decodes it.
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
  #envelope: Envelope | undefined;
  /**
   * Set for a record that was too long, and of which only the beginning is here: how many bytes it
   * had.
   */
  readonly skippedBytes: number | undefined;

  /** @param plainSource the source as text, when the record was found to be plain in it. */
  constructor(
    source: Buffer,
    start = 0,
    end = source.length,
    plainSource?: string,
    skippedBytes?: number,
  ) {
    this.skippedBytes = skippedBytes;
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

  /** The message type; undefined when the record is no hub message. */
  get type(): number | undefined {
    if (this.#isUsual) return messageTypes.invocation;
    const { type } = this.#properties;
    return typeof type === 'number' ? type : undefined;
  }

  /** For an invocation, the name of what is invoked. */
  get target(): string | undefined {
    return this.#isUsual ? 'MessageReceived' : textOf(this.#properties.target);
  }

  /** For an invocation that waits for a result, and for a completion: which one it is. */
  get invocationId(): string | undefined {
    return this.#isUsual ? undefined : textOf(this.#properties.invocationId);
  }

  /** For a Close message: why, and whether the client may come back. */
  get close(): { error: string | undefined; allowReconnect: boolean } {
    const { error, allowReconnect } = this.#properties;
    return { error: textOf(error), allowReconnect: allowReconnect === true };
  }

  /** The record as a value; undefined when it has more values than an answer may have. */
  decode(): unknown {
    return hasMoreValues(this.text, mostAnswerValues) ? undefined : JSON.parse(this.text);
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
   * For an invocation, the list of its arguments as it was written, so that a number keeps all its
   * digits; undefined when there is none.
   */
  get argumentsText(): string | undefined {
    const { argumentsStart, argumentsEnd } = this.#properties;
    if (argumentsStart === undefined || this.text[argumentsStart] !== '[') return undefined;
    return this.text.slice(argumentsStart, argumentsEnd);
  }

  /** The text of the argument, for an invocation that has just one. */
  get onlyArgumentText(): string | undefined {
    return onlyElement(this.text, this.#properties.argumentsStart ?? -1);
  }

  get #properties(): Envelope {
    return (this.#envelope ??= envelopeIn(this.text) ?? {});
  }
}

/** The properties that are read; undefined for what is no JSON object. Of one that comes twice the last counts, as with JSON.parse. */
function envelopeIn(text: string): Envelope | undefined {
  const found: Envelope = {};
  const isObject = visitObject(text, ({ key, valueStart, valueEnd }) => {
    if (key === 'arguments') {
      found.argumentsStart = valueStart;
      found.argumentsEnd = valueEnd;
    }
    const name = scalarNames.find((each) => each === key);
    if (name !== undefined) found[name] = scalarIn(text, valueStart, valueEnd);
  });
  return isObject ? found : undefined;
}

/** A value that is neither a list nor an object, which no property has that is read here. */
function scalarIn(text: string, start: number, end: number): unknown {
  return text[start] === '{' || text[start] === '[' ? null : JSON.parse(text.slice(start, end));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/**
 * The records of what one read brought. One whose end is missing is a record, too: the hub never
 * lets one span messages, and one that was cut short must not spoil the next.
 */
export function recordsIn(frames: readonly Frames[]): WireRecord[] {
  // By hand: flatMap takes a tenth of the whole way from socket to stdout.
  const records: WireRecord[] = [];
  for (const { bytes, spans, skippedBytes } of frames) {
    if (skippedBytes !== undefined) {
      records.push(new WireRecord(bytes, 0, bytes.length, undefined, skippedBytes));
      continue;
    }
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
