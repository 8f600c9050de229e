import { stampDigits, stampMark } from './status-messages.js';
import { frame as webSocketFrame } from './web-socket-frames.js';

/** Enough for one write to be large: about 1.3 MB. */
const messagesInBlock = 1_280;
const mostBlockBytes = 16 * 1024 * 1024;

/** Frames made once, from which any run of messages is cut without copying. */
export class MessageBlock {
  #bytes;
  /** Where each frame of one rotation begins, and, last, how long the rotation is. */
  #offsets = [0];
  #perFrame;
  #inRotation;
  #inBlock;

  /**
   * @param {Buffer[]} messages one rotation.
   * @param {number} perFrame how many go into a frame; a divisor of the rotation.
   * @param {(payload: Buffer) => Buffer} frame
   */
  constructor(messages, perFrame, frame = webSocketFrame) {
    const frames = [];
    for (let at = 0; at < messages.length; at += perFrame) {
      frames.push(frame(Buffer.concat(messages.slice(at, at + perFrame))));
      this.#offsets.push(this.#offsets.at(-1) + frames.at(-1).length);
    }
    const rotation = Buffer.concat(frames);
    const rotations = Math.min(
      Math.ceil(messagesInBlock / messages.length),
      Math.ceil(mostBlockBytes / rotation.length),
    );
    this.#bytes = Buffer.concat(Array.from({ length: rotations }, () => rotation));
    this.#perFrame = perFrame;
    this.#inRotation = messages.length;
    this.#inBlock = rotations * messages.length;
  }

  /**
   * @param {number} from how many messages were sent before.
   * @param {number} most how many are wanted.
   * @returns {{ bytes: Buffer, messages: number }} whole frames, as many as the block has in a row.
   */
  part(from, most) {
    const start = from % this.#inBlock;
    const end = Math.min(this.#inBlock, start + Math.ceil(most / this.#perFrame) * this.#perFrame);
    return {
      bytes: this.#bytes.subarray(this.#offset(start), this.#offset(end)),
      messages: end - start,
    };
  }

  #offset(message) {
    const rotations = Math.floor(message / this.#inRotation);
    const frames = (message % this.#inRotation) / this.#perFrame;
    return rotations * this.#offsets.at(-1) + this.#offsets[frames];
  }
}

/**
 * @param {Buffer} bytes messages with room for a stamp.
 * @returns {Buffer} a copy in which each carries this moment.
 */
export function stamped(bytes) {
  const copy = Buffer.from(bytes);
  const now = `${process.hrtime.bigint()}`.padStart(stampDigits, '0');
  for (let at = copy.indexOf(stampMark); at !== -1; at = copy.indexOf(stampMark, at + 1)) {
    copy.write(now, at + stampMark.length, 'latin1');
  }
  return copy;
}
