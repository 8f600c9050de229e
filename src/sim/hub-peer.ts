import type { WebSocket } from 'ws';

import { aspnetJson } from './aspnet-json.ts';
import { FrameSender } from './frame-sender.ts';
import { BrokenRecord, readHandshake, readMessage, type Invocation } from './hub-message.ts';
import { FailedMethod, UnfitArguments, type HubMethods } from './hub-methods.ts';
import { decodeUtf8 } from './json-properties.ts';

const separatorByte = 0x1e;
/** Beyond, a client that asks and does not read is not read from: twice what the answers to ten thousand subscriptions take. */
const mostUnsentBytes = 4 * 1024 * 1024;
/** ␞ included (HubOptions.MaximumReceiveMessageSize). */
const largestMessageBytes = 32_768;
const handshakeTimeoutMs = 15_000;
const pingIntervalMs = 15_000;
const clientTimeoutMs = 30_000;
const protocolName = 'json';
const protocolVersion = 1;

const ping = '{"type":6}';
const closeError = 'Connection closed with an error.';
/** The last words before a connection is closed for a message that can't be understood. */
const brokenClose = closeMessage(true);
/** A line that leads nowhere is kept so long: longer than any client waits for it. */
const blackHoleMs = 120_000;

/** The words of a refused handshake (HubConnectionContext.HandshakeAsync). */
const handshakeErrors = {
  canceled: 'Handshake was canceled.',
  unexpected: 'An unexpected error occurred during connection handshake.',
  protocol: (name: string) => `The protocol '${name}' is not supported.`,
  version: (version: number) =>
    `The server does not support version ${version} of the '${protocolName}' protocol.`,
};

/** The words of a completion that tells an error (DefaultHubDispatcher). */
const invocationErrors = {
  unfit: (target: string) => `Failed to invoke '${target}' due to an error on the server.`,
  unknown: (target: string) =>
    `Failed to invoke '${target}' due to an error on the server. HubException: Method does not exist.`,
  failed: (target: string) => `An unexpected error occurred invoking '${target}' on the server.`,
  streams: (target: string, count: number) =>
    `An unexpected error occurred invoking '${target}' on the server. HubException: Client sent ${count} stream(s), Hub method expects 0.`,
  notStreaming: (target: string) =>
    `The client attempted to invoke the non-streaming '${target}' method with a streaming invocation.`,
};

type State = 'handshake' | 'ready' | 'over';

/**
 * The hub's side of one connection: handshake, messages, pings and time-outs as ASP.NET Core
 * SignalR has them.
 */
export class HubPeer {
  readonly methods: HubMethods;
  readonly #socket: WebSocket;
  readonly #sender: FrameSender;
  #received: Buffer = Buffer.alloc(0);
  #state: State = 'handshake';
  /** Whether an answer waits for the client to take what was sent before. */
  #isWaiting = false;
  /** Whether a record is in the way that ASP.NET Core never gets past. */
  #isBlocked = false;
  #handshakeTimer: NodeJS.Timeout;
  #pingTimer: NodeJS.Timeout | undefined;
  #clientTimer: NodeJS.Timeout | undefined;

  constructor(socket: WebSocket, methods: HubMethods) {
    this.#socket = socket;
    this.#sender = new FrameSender(socket, () => this.#goOn());
    this.methods = methods;
    this.#handshakeTimer = setTimeout(
      () => this.#refuseHandshake(handshakeErrors.canceled),
      handshakeTimeoutMs,
    );
    socket.on('message', (data: Buffer) => {
      this.#received = this.#received.length === 0 ? data : Buffer.concat([this.#received, data]);
      this.#takeReceived();
    });
    socket.on('close', () => this.#end());
    // A broken line shows as a close, too.
    socket.on('error', () => {});
  }

  /** Whether messages can be sent. */
  get isReady(): boolean {
    return this.#state === 'ready' && this.#socket.readyState === this.#socket.OPEN;
  }

  /** How much waits to be sent, because the client doesn't read or the moment isn't over. */
  get unsentBytes(): number {
    return this.#sender.unsent;
  }

  get #isOver(): boolean {
    return this.#state === 'over';
  }

  /** Sends a record that is already text. */
  send(json: string): void {
    if (this.isReady) this.#sender.send(json);
  }

  /** Sends a frame as it is, be it a record or not. */
  sendFrame(text: string): void {
    if (this.isReady) this.#sender.sendFrame(text);
  }

  /** Writes to the line what no WebSocket would: a frame with reserved bits, or any other bytes. */
  writeRaw(bytes: Buffer): void {
    if (this.isReady) this.#sender.writeRaw(bytes);
  }

  /** Cuts the line without a word: the client sees code 1006. */
  cut(): void {
    this.#socket.terminate();
  }

  /** Ends the connection as `HubConnectionContext.Abort` does: no Close message, code 1000. */
  abort(): void {
    this.#end();
    this.#sender.flush();
    this.#socket.close(1000);
  }

  /** Ends the connection with a Close message. */
  close({ allowReconnect }: { allowReconnect: boolean }): void {
    this.#endWith(closeMessage(allowReconnect));
  }

  /** Sends nothing from now on, pings and answers included; what was due is sent on `resume`. */
  stall(): void {
    this.#sender.hold();
  }

  resume(): void {
    this.#sender.release();
  }

  /** From now on neither reads nor sends, although the line stands, as when a router has died. */
  fallSilent(): void {
    this.#end();
    this.#sender.drop();
    this.#socket.pause();
    setTimeout(() => this.#socket.terminate(), blackHoleMs).unref();
  }

  /** Whatever a client sends costs it no more than its own connection. */
  #takeReceived(): void {
    try {
      this.#takeRecords();
      this.#sender.sendNext();
    } catch {
      this.cut();
    }
  }

  #takeRecords(): void {
    while (!this.#isOver && !this.#isWaiting) {
      const end = this.#isBlocked ? -1 : this.#received.indexOf(separatorByte);
      const isTooLong = this.#received.length > largestMessageBytes;
      if (end === -1 || end >= largestMessageBytes) {
        if (isTooLong) this.#receivedTooMuch();
        return;
      }
      this.#isBlocked = !this.#take(decodeUtf8(this.#received.subarray(0, end)));
      if (!this.#isBlocked) this.#received = this.#received.subarray(end + 1);
    }
  }

  /** Answers go out one by one: who does not read them is not read from either. */
  #waitUntilTaken(): void {
    if (this.#sender.unsent <= mostUnsentBytes) return;
    this.#isWaiting = true;
    this.#socket.pause();
  }

  #goOn(): void {
    if (!this.#isWaiting || this.#isOver || this.#sender.unsent > mostUnsentBytes) return;
    this.#isWaiting = false;
    this.#socket.resume();
    this.#takeReceived();
  }

  #receivedTooMuch(): void {
    if (this.#state === 'handshake') this.#refuseHandshake(handshakeErrors.canceled);
    else this.#endWith(brokenClose);
  }

  /** @returns whether there was anything to do with the record. */
  #take(record: string): boolean {
    try {
      if (this.#state !== 'handshake') return this.#dispatch(record);
      this.#shakeHands(record);
      return true;
    } catch (error) {
      if (!(error instanceof BrokenRecord)) throw error;
      if (this.#state === 'handshake') this.#refuseHandshake(handshakeErrors.unexpected);
      else this.#endWith(brokenClose);
      return true;
    }
  }

  #shakeHands(record: string): void {
    const { protocol, version } = readHandshake(record);
    if (protocol.toLowerCase() !== protocolName)
      return this.#refuseHandshake(handshakeErrors.protocol(protocol));
    if (version !== protocolVersion) return this.#refuseHandshake(handshakeErrors.version(version));
    clearTimeout(this.#handshakeTimer);
    this.#state = 'ready';
    this.send('{}');
    this.#pingTimer = setInterval(() => {
      this.send(ping);
      this.#sender.sendNext();
    }, pingIntervalMs);
  }

  #refuseHandshake(error: string): void {
    this.#endWith(aspnetJson({ error }));
  }

  /** @returns whether the message is of a known type. */
  #dispatch(record: string): boolean {
    const message = readMessage(record);
    if (message.kind === 'unknown') return false;
    this.#clientTimer?.refresh();
    switch (message.kind) {
      case 'invocation':
        this.#complete(message, this.#invoke(message));
        return true;
      case 'ping':
        // Only a client that has pinged once is expected to go on.
        this.#clientTimer ??= setTimeout(() => this.#endWith(brokenClose), clientTimeoutMs);
        return true;
      case 'close':
        this.#endWith(brokenClose);
        return true;
      case 'stray':
        return true;
    }
  }

  #invoke({ target, args, isStreaming, invocationId, streamCount }: Invocation): Outcome {
    if (target === undefined) return { error: invocationErrors.unfit('') };
    const method = this.methods.find(target);
    if (method === undefined) return { error: invocationErrors.unknown(target) };
    try {
      const call = method(args);
      if (isStreaming && !invocationId) throw new BrokenRecord();
      if (isStreaming) return { error: invocationErrors.notStreaming(target) };
      if (streamCount > 0) return { error: invocationErrors.streams(target, streamCount) };
      return { result: call() };
    } catch (error) {
      if (error instanceof UnfitArguments) return { error: invocationErrors.unfit(target) };
      if (error instanceof FailedMethod) return { error: invocationErrors.failed(target) };
      throw error;
    }
  }

  #complete({ invocationId }: Invocation, outcome: Outcome): void {
    if (!invocationId) return;
    this.send(aspnetJson({ type: 3, invocationId, ...outcome }));
    this.#waitUntilTaken();
  }

  #endWith(lastWords: string): void {
    this.#end();
    if (this.#socket.readyState === this.#socket.OPEN) this.#sender.send(lastWords);
    this.#sender.flush();
    this.#socket.close(1000);
  }

  #end(): void {
    this.#state = 'over';
    clearTimeout(this.#handshakeTimer);
    clearInterval(this.#pingTimer);
    clearTimeout(this.#clientTimer);
  }
}

type Outcome = { result: unknown } | { error: string };

function closeMessage(allowReconnect: boolean): string {
  return JSON.stringify({ type: 7, error: closeError, ...(allowReconnect && { allowReconnect }) });
}
