import {
  defaultMaxMessageBytes,
  RecordCollector,
  recordSeparator,
  type Frames,
} from './record-collector.ts';

/** What one read brought. The bytes are lent: the next read goes into them, unless they are kept. */
export interface LentFrames {
  readonly frames: readonly Frames[];
  /** Leaves the bytes to whoever they are lent to. */
  readonly keep: () => void;
}

/** What was found in one read. */
export interface Reading {
  /** What there is of messages, in order. */
  messages: Frames[];
  /** What the pings among them carry, to be sent back. */
  pings: Buffer[];
  /** The peer's Close frame; what follows it doesn't count. */
  close: { code: number; reason: string } | undefined;
  /** Why the peer can't be understood any more. */
  failure: FrameError | undefined;
}

/** A frame that is not allowed, with the close code that says why (RFC 6455, 7.4.1). */
export class FrameError extends Error {
  override readonly name = 'FrameError';
  readonly closeCode: number;

  constructor(what: string, closeCode = 1002) {
    super(`a frame came that no WebSocket allows: ${what}`);
    this.closeCode = closeCode;
  }
}

const empty = Buffer.alloc(0);
const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
const finalBit = 0x80;
const maskBit = 0x80;
const longestControl = 125;
/** The code that stands for a Close frame without one. */
const noStatus = 1005;

/** Where a frame ends and what it is; undefined while its header isn't there. */
interface Header {
  first: number;
  payloadStart: number;
  length: number;
}

/** Takes a message, or as much of it as has whole records, by its place in the bytes being parsed. */
type Add = (start: number, end: number) => void;

/**
 * Finds messages in what is read from a WebSocket server (RFC 6455, 5). They are not copied, so that
 * one read of many messages stays one piece. What goes on in the next read, or in the next frame of
 * a message in several, is copied, since the bytes are only lent: just the record that has begun.
 */
export class FrameReader {
  /** The beginning of a header, or of a control frame. */
  #begun: Buffer = empty;
  /** How much is to come of the frame that is being read, and whether a message ends with it. */
  #toCome = 0;
  #isLastFrame = true;
  /** Whether a message of several frames goes on behind the frame that is being read. */
  #isFragmented = false;
  readonly #record: RecordCollector;

  /** @param maxMessageBytes what a record may have, with its ␞; a longer one is left out. */
  constructor(maxMessageBytes = defaultMaxMessageBytes) {
    this.#record = new RecordCollector(maxMessageBytes);
  }

  read(chunk: Buffer): Reading {
    const reading: Reading = { messages: [], pings: [], close: undefined, failure: undefined };
    const bytes = this.#begun.length === 0 ? chunk : Buffer.concat([this.#begun, chunk]);
    this.#begun = empty;
    try {
      this.#parse(bytes, reading);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      reading.failure = error;
    }
    return reading;
  }

  #parse(bytes: Buffer, reading: Reading): void {
    let spans: number[] | undefined;
    let from = 0;
    const add: Add = (start, end) => {
      if (spans === undefined) {
        spans = [];
        from = start;
        reading.messages.push({ bytes: bytes.subarray(from), spans });
      }
      spans.push(start - from, end - from);
    };
    const addCollected = (record: Frames): void => {
      reading.messages.push(record);
      // What follows goes behind it, as a piece of its own.
      spans = undefined;
    };
    let at = 0;
    if (this.#toCome > 0) {
      at = Math.min(this.#toCome, bytes.length);
      this.#toCome -= at;
      this.#takePayload(bytes, 0, at, add, addCollected);
    }
    while (at < bytes.length && reading.close === undefined) {
      const header = readHeader(bytes, at);
      if (header === undefined) return this.#keep(bytes.subarray(at));
      this.#check(header);
      const { first, payloadStart, length } = header;
      const end = Math.min(payloadStart + length, bytes.length);
      const missing = payloadStart + length - end;
      if (isControl(first)) {
        if (missing > 0) return this.#keep(bytes.subarray(at));
        takeControl(first, bytes.subarray(payloadStart, end), reading);
      } else {
        this.#toCome = missing;
        this.#isLastFrame = (first & finalBit) !== 0;
        this.#isFragmented = !this.#isLastFrame;
        this.#takePayload(bytes, payloadStart, end, add, addCollected);
      }
      at = end;
    }
  }

  /** Takes what there is of a data frame: records that are whole, and the one that has begun. */
  #takePayload(
    bytes: Buffer,
    payloadStart: number,
    end: number,
    add: Add,
    addCollected: (record: Frames) => void,
  ): void {
    const isEnd = this.#isLastFrame && this.#toCome === 0;
    let start = payloadStart;
    if (this.#record.hasBegun) {
      const separator = bytes.subarray(start, end).indexOf(recordSeparator);
      const recordEnd = separator === -1 ? end : start + separator + 1;
      this.#record.append(bytes.subarray(start, recordEnd));
      if (separator === -1 && !isEnd) return;
      addCollected(this.#record.take());
      start = recordEnd;
    }
    const whole = isEnd ? end : endOfRecords(bytes, start, end);
    if (whole > start) add(start, whole);
    if (whole < end) this.#record.append(bytes.subarray(whole, end));
  }

  #keep(beginning: Buffer): void {
    this.#begun = Buffer.from(beginning);
  }

  #check({ first, length }: Header): void {
    const opcode = first & 0x0f;
    const isFinal = (first & finalBit) !== 0;
    if (first & 0x70) throw new FrameError('reserved bits are set');
    if (opcode > opcodes.pong || (opcode > opcodes.binary && !isControl(first))) {
      throw new FrameError(`a frame of type ${opcode}`);
    }
    if (isControl(first)) {
      if (!isFinal || length > longestControl) throw new FrameError('a control frame too long');
      return;
    }
    const isGoingOn = opcode === opcodes.continuation;
    if (isGoingOn !== this.#isFragmented) {
      throw new FrameError(
        isGoingOn ? 'a frame that continues nothing' : 'a message within another',
      );
    }
    if (length > Number.MAX_SAFE_INTEGER) throw new FrameError('a length beyond all measure', 1009);
  }
}

function isControl(first: number): boolean {
  return (first & 0x0f) >= opcodes.close;
}

function takeControl(first: number, payload: Buffer, reading: Reading): void {
  const opcode = first & 0x0f;
  if (opcode === opcodes.ping) reading.pings.push(payload);
  if (opcode === opcodes.close) reading.close = closeIn(payload);
}

/** Where the last whole record ends of those that stand in a place; its start when there is none. */
function endOfRecords(bytes: Buffer, start: number, end: number): number {
  const separator = end === start ? -1 : bytes.lastIndexOf(recordSeparator, end - 1);
  return Math.max(start, separator + 1);
}

function readHeader(bytes: Buffer, at: number): Header | undefined {
  if (at + 2 > bytes.length) return undefined;
  const first = bytes[at] ?? 0;
  const second = bytes[at + 1] ?? 0;
  if (second & maskBit) throw new FrameError('a masked frame');
  if (second < 126) return { first, payloadStart: at + 2, length: second };
  if (second === 126) {
    if (at + 4 > bytes.length) return undefined;
    return { first, payloadStart: at + 4, length: bytes.readUInt16BE(at + 2) };
  }
  if (at + 10 > bytes.length) return undefined;
  return { first, payloadStart: at + 10, length: Number(bytes.readBigUInt64BE(at + 2)) };
}

function closeIn(payload: Buffer): { code: number; reason: string } {
  if (payload.length === 1) throw new FrameError('a Close frame of half a code');
  return payload.length === 0
    ? { code: noStatus, reason: '' }
    : { code: payload.readUInt16BE(0), reason: payload.toString('utf8', 2) };
}
