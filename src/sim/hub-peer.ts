import type { WebSocket } from 'ws';

import { aspnetJson } from './aspnet-json.ts';
import { UnfitArguments, type HubMethods } from './hub-methods.ts';

const separator = '\u001e';
const separatorByte = 0x1e;
/** ␞ included (HubOptions.MaximumReceiveMessageSize). */
const largestMessageBytes = 32_768;
const handshakeTimeoutMs = 15_000;
const pingIntervalMs = 15_000;
const clientTimeoutMs = 30_000;

/** The last words before a connection is closed for a message that can't be understood. */
const brokenClose = { type: 7, error: 'Connection closed with an error.', allowReconnect: true };

/** A record that breaks the protocol, and with it the connection. */
class BrokenRecord extends Error {}

/**
 * The hub's side of one connection: handshake, messages, pings and time-outs as ASP.NET Core
 * SignalR has them.
 */
export class HubPeer {
  readonly methods: HubMethods;
  readonly #socket: WebSocket;
  #received: Buffer = Buffer.alloc(0);
  #isHandshakeOver = false;
  #handshakeTimer: NodeJS.Timeout;
  #pingTimer: NodeJS.Timeout | undefined;
  #clientTimer: NodeJS.Timeout | undefined;

  constructor(socket: WebSocket, methods: HubMethods) {
    this.#socket = socket;
    this.methods = methods;
    this.#handshakeTimer = setTimeout(
      () => this.#refuseHandshake('Handshake was canceled.'),
      handshakeTimeoutMs,
    );
    socket.on('message', (data: Buffer) => this.#receive(data));
    socket.on('close', () => this.#stopTimers());
    // A broken line shows as a close, too.
    socket.on('error', () => {});
  }

  /** Whether messages can be sent. */
  get isReady(): boolean {
    return this.#isHandshakeOver && this.#socket.readyState === this.#socket.OPEN;
  }

  /** How much waits to be sent because the client doesn't read. */
  get unsentBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** Sends a record that is already text. */
  send(json: string): void {
    if (this.isReady) this.#socket.send(json + separator);
  }

  /** Ends the line without a word. */
  abort(): void {
    this.#socket.terminate();
  }

  /** Ends the connection as `HubConnectionContext.Abort` does: no Close message, code 1000. */
  close(): void {
    this.#socket.close(1000);
  }

  #receive(data: Buffer): void {
    this.#received = this.#received.length === 0 ? data : Buffer.concat([this.#received, data]);
    for (;;) {
      const end = this.#received.indexOf(separatorByte);
      const size = end === -1 ? this.#received.length : end + 1;
      if (size > largestMessageBytes) return this.#breakOff();
      if (end === -1) return;
      const record = this.#received.toString('utf8', 0, end);
      this.#received = this.#received.subarray(end + 1);
      if (!this.#isHandshakeOver) {
        if (!this.#shakeHands(record)) return;
      } else if (!this.#handle(record)) return;
    }
  }

  /** @returns whether the connection goes on. */
  #shakeHands(record: string): boolean {
    const request = parseObject(record);
    const { protocol, version } = request ?? {};
    if (typeof protocol !== 'string' || typeof version !== 'number') {
      return this.#refuseHandshake('An unexpected error occurred during connection handshake.');
    }
    if (protocol !== 'json')
      return this.#refuseHandshake(`The protocol '${protocol}' is not supported.`);
    if (version > 1) {
      return this.#refuseHandshake(
        `The server does not support version ${version} of the '${protocol}' protocol.`,
      );
    }
    clearTimeout(this.#handshakeTimer);
    this.#isHandshakeOver = true;
    this.send('{}');
    this.#pingTimer = setInterval(() => this.send('{"type":6}'), pingIntervalMs);
    return true;
  }

  #refuseHandshake(error: string): false {
    clearTimeout(this.#handshakeTimer);
    this.#socket.send(aspnetJson({ error }) + separator);
    this.#socket.close(1000);
    return false;
  }

  /** @returns whether the connection goes on. */
  #handle(record: string): boolean {
    try {
      this.#dispatch(record);
      return true;
    } catch (error) {
      if (!(error instanceof BrokenRecord)) throw error;
      this.#breakOff();
      return false;
    }
  }

  #dispatch(record: string): void {
    const message = parseObject(record);
    if (typeof message?.['type'] !== 'number') throw new BrokenRecord();
    this.#clientTimer?.refresh();
    switch (message['type']) {
      case 1:
        return this.#invoke(message);
      case 4: {
        const { target, invocationId } = invocationOf(message);
        return this.#complete(invocationId, { error: unknownMethod(target) });
      }
      case 6:
        // Only a client that has pinged once is expected to go on.
        this.#clientTimer ??= setTimeout(() => this.#timedOut(), clientTimeoutMs);
        return undefined;
      case 7:
        throw new BrokenRecord();
      default:
        return undefined;
    }
  }

  #timedOut(): void {
    this.send(JSON.stringify(brokenClose));
    this.#socket.close(1000);
  }

  #invoke(message: Record<string, unknown>): void {
    const { target, invocationId, args } = invocationOf(message);
    const method = this.methods.find(target);
    if (method === undefined) return this.#complete(invocationId, { error: unknownMethod(target) });
    try {
      this.#complete(invocationId, { result: method(args) ?? null });
    } catch (error) {
      if (!(error instanceof UnfitArguments)) throw error;
      this.#complete(invocationId, {
        error: `Failed to invoke '${target}' due to an error on the server.`,
      });
    }
  }

  #complete(
    invocationId: string | undefined,
    outcome: { result: unknown } | { error: string },
  ): void {
    if (invocationId !== undefined) this.send(aspnetJson({ type: 3, invocationId, ...outcome }));
  }

  #breakOff(): void {
    if (!this.#isHandshakeOver) {
      this.#refuseHandshake('An unexpected error occurred during connection handshake.');
      return;
    }
    this.send(JSON.stringify(brokenClose));
    this.#socket.close(1000);
  }

  #stopTimers(): void {
    clearTimeout(this.#handshakeTimer);
    clearInterval(this.#pingTimer);
    clearTimeout(this.#clientTimer);
  }
}

function unknownMethod(target: string): string {
  return `Failed to invoke '${target}' due to an error on the server. HubException: Method does not exist.`;
}

function invocationOf(message: Record<string, unknown>): {
  target: string;
  invocationId: string | undefined;
  args: unknown[];
} {
  const { target = '', invocationId, arguments: args } = message;
  const hasId =
    invocationId === undefined || invocationId === null || typeof invocationId === 'string';
  if (typeof target !== 'string' || !hasId || !Array.isArray(args)) throw new BrokenRecord();
  return { target, invocationId: invocationId ?? undefined, args };
}

function parseObject(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
