/** ␞, which ends every record of the JSON hub protocol. */
export const recordSeparator = 0x1e;

/**
 * Messages where they stand in the bytes of a read: start and end of each, one after the other. One
 * that goes on in the next read stands there as far as its records are whole.
 */
export interface Frames {
  bytes: Buffer;
  spans: number[];
}

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

const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
const finalBit = 0x80;
const maskBit = 0x80;
const longestControl = 125;
/** A hub has no limit on what it sends; memory has. */
const mostMessageBytes = 100 * 1024 * 1024;
/** The code that stands for a Close frame without one. */
const noStatus = 1005;

/** Where a frame ends and what it is; undefined while its header isn't there. */
interface Header {
  first: number;
  payloadStart: number;
  length: number;
}

/**
 * Finds messages in what is read from a WebSocket server (RFC 6455, 5). They are not copied, unless
 * they come in several frames, so that one read of many messages stays one piece. What goes on in
 * the next read is copied, since the bytes are only lent: of messages just the record that has begun.
 */
export class FrameReader {
  /** A frame that has begun, and how many of its bytes are to come, once its header tells. */
  #begun: Buffer[] = [];
  #missing: number | undefined;
  /** How much is to come of a message whose beginning was handed on, and its record that has begun. */
  #toCome = 0;
  #record: Buffer[] = [];
  /** A message of several frames that has begun. */
  #fragments: Buffer[] | undefined;
  #fragmentBytes = 0;

  read(chunk: Buffer): Reading {
    const reading: Reading = { messages: [], pings: [], close: undefined, failure: undefined };
    try {
      const rest = this.#begun.length === 0 ? chunk : this.#complete(chunk, reading);
      if (rest !== undefined) this.#parse(rest, reading);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      reading.failure = error;
    }
    return reading;
  }

  /** @returns what is left to parse behind the frame that had begun; undefined when it goes on. */
  #complete(chunk: Buffer, reading: Reading): Buffer | undefined {
    const [begun, missing] = [this.#begun, this.#missing];
    if (missing !== undefined && missing > chunk.length) {
      begun.push(Buffer.from(chunk));
      this.#missing = missing - chunk.length;
      return undefined;
    }
    this.#begun = [];
    // A few bytes of a header, which no read ends with often.
    if (missing === undefined) return Buffer.concat([...begun, chunk]);
    this.#parse(Buffer.concat([...begun, chunk.subarray(0, missing)]), reading);
    return chunk.subarray(missing);
  }

  #parse(bytes: Buffer, reading: Reading): void {
    let spans: number[] = [];
    let from = 0;
    const add = (start: number, end: number): void => {
      if (spans.length === 0) reading.messages.push({ bytes: bytes.subarray(from), spans });
      spans.push(start - from, end - from);
    };
    let at = this.#toCome === 0 ? 0 : this.#goOn(bytes, reading, add);
    while (at < bytes.length && reading.close === undefined) {
      const header = readHeader(bytes, at);
      if (header === undefined) return this.#keep(bytes.subarray(at));
      this.#check(header);
      const { first, payloadStart, length } = header;
      const end = Math.min(payloadStart + length, bytes.length);
      const missing = payloadStart + length - end;
      if (isWholeMessage(first)) {
        this.#toCome = missing;
        const whole = this.#endOfWhole(bytes, payloadStart, end);
        if (missing === 0 || whole > payloadStart) add(payloadStart, whole);
      } else if (missing > 0) {
        return this.#keep(bytes.subarray(at), missing);
      } else if (this.#isEndOfMessage(first, bytes.subarray(payloadStart, end), reading)) {
        // What follows goes behind it, as a piece of its own.
        spans = [];
        from = end;
      }
      at = end;
    }
  }

  /** Takes what is read of a message that had begun. @returns where it ends. */
  #goOn(bytes: Buffer, reading: Reading, add: (start: number, end: number) => void): number {
    const end = Math.min(this.#toCome, bytes.length);
    this.#toCome -= end;
    let start = 0;
    if (this.#record.length > 0) {
      const separator = bytes.subarray(0, end).indexOf(recordSeparator);
      start = separator === -1 ? end : separator + 1;
      this.#record.push(Buffer.from(bytes.subarray(0, start)));
      if (separator === -1 && this.#toCome > 0) return end;
      const record = Buffer.concat(this.#record);
      this.#record = [];
      reading.messages.push({ bytes: record, spans: [0, record.length] });
    }
    const whole = this.#endOfWhole(bytes, start, end);
    if (whole > start) add(start, whole);
    return end;
  }

  /** Keeps the record that goes on in the next read. @returns where it begins, or the message ends. */
  #endOfWhole(bytes: Buffer, start: number, end: number): number {
    if (this.#toCome === 0) return end;
    const separator = end === start ? -1 : bytes.lastIndexOf(recordSeparator, end - 1);
    const whole = Math.max(start, separator + 1);
    if (whole < end) this.#record = [Buffer.from(bytes.subarray(whole, end))];
    return whole;
  }

  #keep(beginning: Buffer, missing?: number): void {
    this.#begun = [Buffer.from(beginning)];
    this.#missing = missing;
  }

  /** Takes any frame that is no message by itself. */
  #isEndOfMessage(first: number, payload: Buffer, reading: Reading): boolean {
    switch (first & 0x0f) {
      case opcodes.ping:
        reading.pings.push(payload);
        return false;
      case opcodes.pong:
        return false;
      case opcodes.close:
        reading.close = closeIn(payload);
        return false;
      default: {
        this.#fragments ??= [];
        if (payload.length > 0) this.#fragments.push(Buffer.from(payload));
        this.#fragmentBytes += payload.length;
        if ((first & finalBit) === 0) return false;
        const bytes = Buffer.concat(this.#fragments);
        this.#fragments = undefined;
        this.#fragmentBytes = 0;
        reading.messages.push({ bytes, spans: [0, bytes.length] });
        return true;
      }
    }
  }

  #check({ first, length }: Header): void {
    const opcode = first & 0x0f;
    const isControl = opcode >= opcodes.close;
    const isFinal = (first & finalBit) !== 0;
    if (first & 0x70) throw new FrameError('reserved bits are set');
    if (opcode > opcodes.pong || (opcode > opcodes.binary && !isControl)) {
      throw new FrameError(`a frame of type ${opcode}`);
    }
    if (isControl) {
      if (!isFinal || length > longestControl) throw new FrameError('a control frame too long');
      return;
    }
    const isGoingOn = opcode === opcodes.continuation;
    if (isGoingOn !== (this.#fragments !== undefined)) {
      throw new FrameError(
        isGoingOn ? 'a frame that continues nothing' : 'a message within another',
      );
    }
    if (this.#fragmentBytes + length > mostMessageBytes) {
      throw new FrameError(`a message of more than ${mostMessageBytes} bytes`, 1009);
    }
  }
}

function isWholeMessage(first: number): boolean {
  return first === (finalBit | opcodes.text) || first === (finalBit | opcodes.binary);
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
