import type { IncomingMessage } from 'node:http';

import { WebSocket } from 'ws';

import { retryAfterMs } from '../http/retry-after.ts';
import { pingRecord } from './record-protocol.ts';
import { recordSeparator } from './wire-record.ts';

/** Well under SignalR's server time-out, so that a pause is not taken for a dead server. */
const pingWhilePausedMs = 5_000;
/** Reading that finds nothing for so long has caught up with the hub. */
const idleMs = 200;

/** Why no WebSocket came about: the server's answer to the upgrade, or the network's error. */
export interface UpgradeFailure {
  status?: number;
  retryAfterMs?: number | undefined;
  cause?: unknown;
}

type Handler<Event> = ((event: Event) => void) | null;

/**
 * The WebSocket that SignalR is given in place of its own. It hands over bytes instead of text,
 * can be paused, and remembers why it failed, which SignalR forgets.
 *
 * The first record, the answer to the handshake, is the one thing that SignalR itself reads from
 * the socket; it gets it as text, by itself.
 */
export class HubSocket {
  static readonly OPEN = WebSocket.OPEN;

  onopen: Handler<object> = null;
  onmessage: Handler<{ data: string | Buffer }> = null;
  onerror: Handler<object> = null;
  onclose: Handler<{ code: number; reason: string; wasClean: boolean }> = null;

  /** When the hub was last heard, as milliseconds since the epoch. */
  lastReceivedAt = Date.now();
  failure: UpgradeFailure | undefined;
  closeCode: number | undefined;
  readonly #socket: WebSocket;
  #isHandshakeOver = false;
  #pauseTimer: NodeJS.Timeout | undefined;
  #pausedAt = 0;
  /** How long what is being read may have waited, on its way here, for a pause to end. */
  #lagMs = 0;

  constructor(url: string, headers: Record<string, string>) {
    this.#socket = new WebSocket(url, {
      headers,
      perMessageDeflate: false,
      // Text that is no UTF-8 is shown as far as it can be; ws would end the connection for it.
      skipUTF8Validation: true,
    });
    this.#socket.on('open', () => this.onopen?.({}));
    this.#socket.on('message', (data: Buffer) => this.#receive(data));
    this.#socket.on('unexpected-response', (_request, response) => this.#refused(response));
    this.#socket.on('error', (error) => {
      this.failure ??= { cause: error };
      this.onerror?.({});
    });
    this.#socket.on('close', (code, reason) => this.#closed(code, reason.toString('utf8')));
  }

  /**
   * Up to when it is certain that everything was heard that the hub sent. Behind `lastReceivedAt`
   * while messages come late because reading was paused.
   */
  get heardUntil(): number {
    return this.lastReceivedAt - this.#lagMs;
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  send(data: string | ArrayBuffer): void {
    this.#socket.send(data);
  }

  get isPaused(): boolean {
    return this.#pauseTimer !== undefined;
  }

  /** Stops reading: what the hub goes on to send waits on its side. */
  pause(): void {
    if (this.isPaused) return;
    this.#socket.pause();
    this.#pausedAt = Date.now();
    this.#pauseTimer = setInterval(() => this.onmessage?.({ data: pingRecord }), pingWhilePausedMs);
  }

  resume(): void {
    if (!this.isPaused) return;
    clearInterval(this.#pauseTimer);
    this.#pauseTimer = undefined;
    this.lastReceivedAt = Date.now();
    this.#lagMs += this.lastReceivedAt - this.#pausedAt;
    this.#socket.resume();
  }

  /** Closes politely, as SignalR asks for; `terminate` makes sure of it. */
  close(): void {
    this.resume();
    this.#socket.close();
  }

  /** Drops the line at once. */
  terminate(): void {
    clearInterval(this.#pauseTimer);
    this.#socket.terminate();
  }

  #receive(data: Buffer): void {
    const now = Date.now();
    // Nothing was waiting to be read: what comes now was sent now.
    if (now - this.lastReceivedAt > idleMs) this.#lagMs = 0;
    this.lastReceivedAt = now;
    if (this.#isHandshakeOver) {
      this.onmessage?.({ data });
      return;
    }
    const end = data.indexOf(recordSeparator) + 1;
    this.#isHandshakeOver = end > 0;
    this.onmessage?.({ data: data.toString('utf8', 0, end || data.length) });
    if (end > 0 && end < data.length) this.onmessage?.({ data: data.subarray(end) });
  }

  #refused(response: IncomingMessage): void {
    this.failure = {
      status: response.statusCode ?? 0,
      retryAfterMs: retryAfterMs(response.headers['retry-after'], Date.now()),
    };
    response.destroy();
    this.#socket.terminate();
  }

  #closed(code: number, reason: string): void {
    clearInterval(this.#pauseTimer);
    this.closeCode = code;
    this.onclose?.({ code, reason, wasClean: code === 1000 });
  }
}
