// WebSocket frames (RFC 6455) as a server writes and reads them.

export const opcodes = { text: 1, close: 8, ping: 9, pong: 10 };

/**
 * @param {Buffer} payload
 * @param {number} opcode
 * @returns {Buffer} one whole frame, not masked.
 */
export function frame(payload, opcode = opcodes.text) {
  return Buffer.concat([header(payload.length, opcode), payload]);
}

function header(length, opcode) {
  if (length < 126) return Buffer.from([0x80 | opcode, length]);
  const extended = Buffer.alloc(length < 65_536 ? 4 : 10);
  extended[0] = 0x80 | opcode;
  extended[1] = length < 65_536 ? 126 : 127;
  extended.writeUIntBE(length, extended.length === 4 ? 2 : 4, extended.length === 4 ? 2 : 6);
  return extended;
}

/** Puts the frames of a client together, however they are cut. */
export class FrameReader {
  #rest = Buffer.alloc(0);

  /**
   * @param {Buffer} chunk
   * @returns {{ opcode: number, payload: Buffer }[]} the frames that are complete now.
   */
  push(chunk) {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const frames = [];
    for (let next = readFrame(this.#rest); next !== undefined; next = readFrame(this.#rest)) {
      frames.push(next);
      this.#rest = this.#rest.subarray(next.bytes);
    }
    return frames;
  }
}

function readFrame(bytes) {
  if (bytes.length < 2) return undefined;
  const short = bytes[1] & 0x7f;
  const lengthBytes = short < 126 ? 0 : short === 126 ? 2 : 8;
  const start = 2 + lengthBytes + 4;
  if (bytes.length < start) return undefined;
  const length =
    lengthBytes === 0
      ? short
      : lengthBytes === 2
        ? bytes.readUInt16BE(2)
        : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < start + length) return undefined;
  const mask = bytes.subarray(start - 4, start);
  const payload = Buffer.from(bytes.subarray(start, start + length));
  for (let at = 0; at < length; at++) payload[at] ^= mask[at & 3];
  return { opcode: bytes[0] & 0x0f, payload, bytes: start + length };
}
