import type { WebSocket } from 'ws';

const separator = '\u001e';
/** A frame takes no further record once it is this long (PipeOptions' default threshold). */
const frameCharacters = 65_536;
/** How long a frame may be stuck before the connection is given up (TransportSendTimeout). */
const sendTimeoutMs = 10_000;
/** A client that can't keep up is cut off earlier, for the sake of this machine's memory. */
const mostWaitingCharacters = 256 * 1024 * 1024;

/**
 * Sends records as ASP.NET Core does: those that wait share a frame, the next frame is sent when
 * the last one is gone, and a client that takes nothing for 10 s is cut off.
 */
export class FrameSender {
  readonly #socket: WebSocket;
  readonly #onTaken: (() => void) | undefined;
  /** Records, with their separator; a frame of its own stands in a list. */
  #waiting: (string | [frame: string])[] = [];
  #waitingCharacters = 0;
  #state: 'sending' | 'holding' | 'dropping' = 'sending';
  #isPlanned = false;
  #isStuck = false;
  #stuckTimer: NodeJS.Timeout | undefined;

  /** @param onTaken told whenever a frame is gone. */
  constructor(socket: WebSocket, onTaken?: () => void) {
    this.#socket = socket;
    this.#onTaken = onTaken;
    socket.on('close', () => this.drop());
  }

  /** How much is still to be sent: characters that wait, and bytes that were not taken. */
  get unsent(): number {
    return this.#waitingCharacters + this.#socket.bufferedAmount;
  }

  /** Sends a record, at the end of this moment at the earliest. */
  send(record: string): void {
    this.#wait(record + separator);
  }

  /** Sends a frame of its own, be it a record or not. */
  sendFrame(text: string): void {
    this.#wait([text]);
  }

  /** Sends the next frame now, unless the last one is still on its way. */
  sendNext(): void {
    if (this.#isStuck || this.#state !== 'sending') return;
    const frame = this.#take();
    if (frame === '') return;
    this.#isStuck = true;
    this.#stuckTimer ??= setTimeout(() => this.#socket.terminate(), sendTimeoutMs).unref();
    this.#stuckTimer.refresh();
    this.#write(frame, () => {
      this.#isStuck = false;
      this.#onTaken?.();
      if (this.#waiting.length > 0) this.sendNext();
      else {
        clearTimeout(this.#stuckTimer);
        this.#stuckTimer = undefined;
      }
    });
  }

  /** Sends all at once that waits, in order to end. */
  flush(): void {
    if (this.#state !== 'sending') return;
    for (let frame = this.#take(); frame !== ''; frame = this.#take()) this.#write(frame);
  }

  /** Writes bytes to the line itself, behind all that waits. */
  writeRaw(bytes: Buffer): void {
    this.flush();
    // `ws` keeps the line to itself; nothing else can send a frame that is none.
    const { _socket: line } = this.#socket as unknown as { _socket: NodeJS.WritableStream };
    if (this.#state === 'sending') line.write(bytes);
  }

  /** Lets everything wait from now on. */
  hold(): void {
    if (this.#state === 'sending') this.#state = 'holding';
  }

  /** Goes on after `hold`. */
  release(): void {
    if (this.#state !== 'holding') return;
    this.#state = 'sending';
    this.sendNext();
  }

  /** Sends nothing more, ever. */
  drop(): void {
    this.#state = 'dropping';
    this.#waiting = [];
    this.#waitingCharacters = 0;
    clearTimeout(this.#stuckTimer);
  }

  #wait(item: string | [string]): void {
    if (this.#state === 'dropping') return;
    this.#waiting.push(item);
    this.#waitingCharacters += typeof item === 'string' ? item.length : item[0].length;
    if (this.#waitingCharacters > mostWaitingCharacters) return this.#socket.terminate();
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    queueMicrotask(() => {
      this.#isPlanned = false;
      this.sendNext();
    });
  }

  /** The next frame out of what waits; empty when nothing does. */
  #take(): string {
    const [first] = this.#waiting;
    let [frame, count] = Array.isArray(first) ? [first[0], 1] : ['', 0];
    while (!Array.isArray(first) && frame.length < frameCharacters) {
      const record = this.#waiting[count];
      if (typeof record !== 'string') break;
      frame += record;
      count += 1;
    }
    this.#waiting = count === this.#waiting.length ? [] : this.#waiting.slice(count);
    this.#waitingCharacters -= frame.length;
    return frame;
  }

  #write(frame: string, then?: () => void): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(frame, then);
  }
}
