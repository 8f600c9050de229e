/** ␞, which ends every record of the JSON hub protocol. */
export const recordSeparator = 0x1e;

/** What a record may have unless told otherwise: far more than any event that is documented. */
export const defaultMaxMessageBytes = 16 * 1024 * 1024;

/** How much is kept of a record that is too long, so that people see what it was. */
export const keptBytes = 256;
const leastCapacity = 1024;

/**
 * Messages where they stand in the bytes of a read: start and end of each, one after the other. One
 * that goes on in the next read stands there as far as its records are whole.
 */
export interface Frames {
  bytes: Buffer;
  spans: number[];
  /** Set for a record that was too long and is gone: how many bytes it had. `bytes` is its beginning. */
  skippedBytes?: number;
}

/**
 * Puts together a record that comes in pieces. It takes no more than twice the memory of the
 * record, however small the pieces are, and of one that is too long keeps the beginning alone.
 */
export class RecordCollector {
  readonly #maxBytes: number;
  #bytes: Buffer | undefined;
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get hasBegun(): boolean {
    return this.#length > 0;
  }

  /** Takes a copy of a piece. */
  append(piece: Buffer): void {
    const length = this.#length + piece.length;
    if (length <= this.#maxBytes) piece.copy(this.#roomFor(length), this.#length);
    else this.#keepBeginning(piece);
    this.#length = length;
  }

  /** The record, which is the caller's from now on. */
  take(): Frames {
    const bytes = this.#bytes ?? Buffer.alloc(0);
    const length = this.#length;
    this.#bytes = undefined;
    this.#length = 0;
    return length > this.#maxBytes
      ? { bytes, spans: [0, bytes.length], skippedBytes: length }
      : { bytes: bytes.subarray(0, length), spans: [0, length] };
  }

  /** It doubles, so that many small pieces are copied a bounded number of times. */
  #roomFor(length: number): Buffer {
    const before = this.#bytes;
    if (before !== undefined && before.length >= length) return before;
    const capacity = Math.max(leastCapacity, length, 2 * (before?.length ?? 0));
    const bytes = Buffer.allocUnsafe(Math.min(capacity, Math.max(this.#maxBytes, length)));
    before?.copy(bytes, 0, 0, this.#length);
    this.#bytes = bytes;
    return bytes;
  }

  #keepBeginning(piece: Buffer): void {
    if (this.#length > this.#maxBytes) return;
    const before = this.#bytes?.subarray(0, Math.min(this.#length, keptBytes)) ?? Buffer.alloc(0);
    this.#bytes = Buffer.concat([before, piece.subarray(0, keptBytes - before.length)]);
  }
}
