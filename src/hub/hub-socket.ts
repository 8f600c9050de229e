import type { IncomingMessage } from 'node:http';

import type { OpenLine } from '../http/line.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import type { LentFrames } from './frame-reader.ts';
import { recordSeparator, type Frames } from './record-collector.ts';
import { ownPing } from './record-protocol.ts';
import { WebSocketClient, type WebSocketHandlers } from './web-socket-client.ts';

/** While the reader sleeps so much is let through at a time. With half of it TCP lets a hub go on every 7 s only. */
const letThroughBytes = 2 * 1024 * 1024;
/** Well under the 10 s after which ASP.NET Core gives up a client that takes nothing. */
const letThroughEveryMs = 4_000;
/** What is let through is kept here; beyond this nothing more is read. */
const mostHeldBytes = 64 * 1024 * 1024;
const readsATurn = 4;
/** A hub that was silent for so long has missed a ping. */
const missedPingMs = 20_000;
/** What comes after a silence as long as this may have been held up somewhere on its way. */
const suspiciousMs = 1_000;

/** Why no WebSocket came about: the server's answer to the upgrade, or the network's error. */
export interface UpgradeFailure {
  status?: number;
  retryAfterMs?: number | undefined;
  cause?: unknown;
}

type Handler<Event> = ((event: Event) => void) | null;

/**
 * The WebSocket that SignalR is given in place of its own. It hands over the messages of a whole
 * read as bytes, where SignalR's own hands over text, message by message; it can be paused, knows
 * up to when the hub was surely heard, and remembers why it failed, which SignalR forgets.
 *
 * The first record, the answer to the handshake, is the one thing that SignalR itself reads from
 * the socket; it gets it as text, by itself.
 */
export class HubSocket {
  static readonly OPEN = WebSocketClient.OPEN;

  onopen: Handler<object> = null;
  onmessage: Handler<{ data: string | LentFrames }> = null;
  onerror: Handler<object> = null;
  onclose: Handler<{ code: number; reason: string; wasClean: boolean }> = null;

  readonly #createdAt = performance.now();
  /** When the hub was last heard, by the clock that never steps (`performance.now`). */
  lastReceivedAt = this.#createdAt;
  failure: UpgradeFailure | undefined;
  closeCode: number | undefined;
  /** What the hub said with it, as it came; '' for nothing. */
  closeReason = '';
  /**
   * Asks the hub anything: since it answers in order, its answer shows that all was heard which it
   * sent before. Set once it can be asked.
   */
  askHub: (() => Promise<unknown>) | undefined;
  /** Told when the WebSocket stands, before the handshake. */
  onUpgraded: (() => void) | undefined;
  /** Told the server's answer to the upgrade, whichever it is. */
  onAnswer: ((response: IncomingMessage) => void) | undefined;
  readonly #socket: WebSocketClient;
  #isHandshakeOver = false;
  /** How long what is being heard may have been held up on its way, by a stall or by our pauses. */
  #lagMs = 0;
  #isAsking = false;

  /** What came while paused, in order. */
  #held: (readonly Frames[])[] = [];
  #heldBytes = 0;
  #pauseTimer: NodeJS.Timeout | undefined;
  /** How much may still come until it is the timer's turn again. */
  #budgetBytes = 0;
  /** Since when nothing is read; undefined while reading. */
  #stoppedAt: number | undefined;

  constructor(
    url: string,
    headers: Record<string, string>,
    openLine: OpenLine,
    maxMessageBytes: number | undefined,
  ) {
    const handlers: WebSocketHandlers = {
      onOpen: (response) => {
        this.onAnswer?.(response);
        this.onUpgraded?.();
        this.onopen?.({});
      },
      onRead: (lent) => this.#receive(lent),
      onRefused: (response) => this.#refused(response),
      onError: (error) => {
        this.failure ??= { cause: error };
        this.onerror?.({});
      },
      onClose: (code, reason) => this.#closed(code, reason),
    };
    this.#socket = new WebSocketClient(url, headers, openLine, handlers, maxMessageBytes);
  }

  /**
   * Up to when it is certain that everything was heard that the hub sent. A little behind what was
   * heard last, since what follows it may have been on its way.
   */
  get heardUntil(): number {
    return Math.max(this.#createdAt, this.lastReceivedAt - this.#lagMs - suspiciousMs);
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  send(data: string): void {
    this.#socket.send(data);
  }

  get isPaused(): boolean {
    return this.#pauseTimer !== undefined;
  }

  /**
   * Hands nothing over from now on, and reads nothing for a while; then a little at a time, which is
   * kept, so that pings and the end of the line are noticed, and a hub that gives up who takes
   * nothing keeps us.
   */
  pause(): void {
    if (this.isPaused) return;
    this.#pauseTimer = setInterval(() => this.#letThrough(), letThroughEveryMs);
    this.#budgetBytes = 0;
    this.#stop();
  }

  resume(): void {
    if (!this.isPaused) return;
    clearInterval(this.#pauseTimer);
    this.#pauseTimer = undefined;
    this.#catchUp();
  }

  /** Hands over what was kept, a few reads a turn: all at once would double the memory in use. */
  #catchUp(): void {
    let reads = 0;
    this.#handOver(() => !this.isPaused && reads++ < readsATurn);
    if (this.isPaused) return;
    if (this.#held.length > 0) setImmediate(() => this.#catchUp());
    else this.#read();
  }

  /** Closes politely, as SignalR asks for; `terminate` makes sure of it. */
  close(): void {
    this.resume();
    this.#read();
    this.#socket.close();
  }

  /** Drops the line at once. */
  terminate(): void {
    clearInterval(this.#pauseTimer);
    this.#socket.terminate();
  }

  #letThrough(): void {
    const silenceMs = this.#stoppedAt === undefined ? performance.now() - this.lastReceivedAt : 0;
    // SignalR must not take for dead a hub whose words are kept here. Should it be dead indeed,
    // they are handed over as long as SignalR takes them.
    if (silenceMs < missedPingMs) this.onmessage?.({ data: ownPing });
    else this.#handOver(() => true);
    if (this.#heldBytes >= mostHeldBytes) return;
    this.#budgetBytes = letThroughBytes;
    this.#read();
  }

  #stop(): void {
    this.#stoppedAt ??= performance.now();
    this.#socket.pause();
  }

  #read(): void {
    if (this.#stoppedAt === undefined) return;
    const now = performance.now();
    this.#heldUp(now - this.#stoppedAt);
    this.#stoppedAt = undefined;
    this.lastReceivedAt = now;
    this.#socket.resume();
  }

  #receive(data: LentFrames): void {
    const now = performance.now();
    const silenceMs = now - this.lastReceivedAt;
    this.lastReceivedAt = now;
    if (!this.#isHandshakeOver) return this.#receiveHandshake(data);
    if (silenceMs >= suspiciousMs) this.#heldUp(silenceMs);
    if (!this.isPaused && this.#held.length === 0) {
      this.onmessage?.({ data });
      return;
    }
    const bytes = bytesOf(data.frames);
    this.#held.push(data.frames.map((each) => ({ ...each, bytes: Buffer.from(each.bytes) })));
    this.#heldBytes += bytes;
    this.#budgetBytes -= bytes;
    if (this.#budgetBytes <= 0) this.#stop();
  }

  #receiveHandshake({ frames: [first, ...rest], keep }: LentFrames): void {
    if (first === undefined) return;
    const { bytes, spans } = first;
    const [start = 0, messageEnd = 0, ...others] = spans;
    const separator = bytes.subarray(0, messageEnd).indexOf(recordSeparator, start);
    this.#isHandshakeOver = separator !== -1;
    const end = separator === -1 ? messageEnd : separator + 1;
    this.onmessage?.({ data: bytes.toString('utf8', start, end) });
    const remaining = end < messageEnd ? [end, messageEnd, ...others] : others;
    const behind = remaining.length > 0 ? [{ bytes, spans: remaining }, ...rest] : rest;
    if (behind.length > 0) this.#receive({ frames: behind, keep });
  }

  /** Hands over what was kept, as long as somebody wants it. */
  #handOver(isWanted: () => boolean): void {
    const frames = this.#held;
    this.#held = [];
    let count = 0;
    for (; count < frames.length && isWanted(); count++) {
      const held = frames[count] ?? [];
      this.#heldBytes -= bytesOf(held);
      this.onmessage?.({ data: { frames: held, keep: () => {} } });
    }
    this.#held = [...frames.slice(count), ...this.#held];
  }

  /** What comes from now on may be late by so much more, until the hub has answered something. */
  #heldUp(ms: number): void {
    this.#lagMs += ms;
    void this.#ask();
  }

  async #ask(): Promise<void> {
    if (this.#isAsking || this.askHub === undefined) return;
    this.#isAsking = true;
    try {
      while (this.#lagMs >= suspiciousMs && this.readyState === WebSocketClient.OPEN) {
        const askedAt = performance.now();
        await this.askHub();
        this.#lagMs = Math.min(this.#lagMs, performance.now() - askedAt);
      }
    } catch {
      // It did not answer, or there is no line any more: the lag stays what it was.
    } finally {
      this.#isAsking = false;
    }
  }

  #refused(response: IncomingMessage): void {
    this.onAnswer?.(response);
    this.failure = {
      status: response.statusCode ?? 0,
      retryAfterMs: retryAfterMs(response.headers['retry-after'], Date.now()),
    };
  }

  #closed(code: number, reason: string): void {
    // What was kept goes before the end, whether or not the reader is awake.
    this.#handOver(() => true);
    clearInterval(this.#pauseTimer);
    this.closeCode = code;
    this.closeReason = reason;
    this.onclose?.({ code, reason, wasClean: code === 1000 });
  }
}

function bytesOf(frames: readonly Frames[]): number {
  return frames.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
