import type { WebSocket } from 'ws';

const separator = '\u001e';
/** A frame is sent when it has grown to this (PipeOptions' default threshold). */
const frameCharacters = 65_536;
/** How long a send may be stuck before the connection is given up (TransportSendTimeout). */
const sendTimeoutMs = 10_000;

/**
 * Sends records as ASP.NET Core does: those of one moment share a frame, and a client that takes
 * nothing for 10 s is cut off.
 */
export class FrameSender {
  readonly #socket: WebSocket;
  #frame = '';
  #isFlushPlanned = false;
  #state: 'sending' | 'holding' | 'dropping' = 'sending';
  #unsent = 0;
  #stuckTimer: NodeJS.Timeout | undefined;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('close', () => clearTimeout(this.#stuckTimer));
  }

  /** Sends a record at the end of this moment. */
  send(record: string): void {
    if (this.#state === 'dropping') return;
    this.#frame += record + separator;
    if (this.#frame.length >= frameCharacters) this.flush();
    else this.#planFlush();
  }

  /** Sends a frame of its own, after what was to be sent before it. */
  sendFrame(text: string): void {
    this.flush();
    if (this.#state === 'sending') this.#write(text);
  }

  /** Writes bytes to the line itself. */
  writeRaw(bytes: Buffer): void {
    this.flush();
    // `ws` keeps the line to itself; nothing else can send a frame that is none.
    const { _socket: line } = this.#socket as unknown as { _socket: NodeJS.WritableStream };
    if (this.#state === 'sending') line.write(bytes);
  }

  /** Sends what has gathered. */
  flush(): void {
    if (this.#frame === '' || this.#state !== 'sending') return;
    const frame = this.#frame;
    this.#frame = '';
    this.#write(frame);
  }

  /** Gathers from now on, and sends nothing. */
  hold(): void {
    this.flush();
    if (this.#state === 'sending') this.#state = 'holding';
  }

  /** Sends what was held back, and goes on. */
  release(): void {
    if (this.#state !== 'holding') return;
    this.#state = 'sending';
    this.flush();
  }

  /** Sends nothing more, ever. */
  drop(): void {
    this.#state = 'dropping';
    this.#frame = '';
    clearTimeout(this.#stuckTimer);
  }

  #planFlush(): void {
    if (this.#isFlushPlanned) return;
    this.#isFlushPlanned = true;
    queueMicrotask(() => {
      this.#isFlushPlanned = false;
      this.flush();
    });
  }

  #write(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#unsent += 1;
    this.#stuckTimer ??= setTimeout(() => this.#socket.terminate(), sendTimeoutMs).unref();
    this.#socket.send(text, () => this.#written());
  }

  #written(): void {
    this.#unsent -= 1;
    if (this.#unsent > 0) this.#stuckTimer?.refresh();
    else {
      clearTimeout(this.#stuckTimer);
      this.#stuckTimer = undefined;
    }
  }
}
