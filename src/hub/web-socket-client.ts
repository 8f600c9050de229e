import type * as Crypto from 'node:crypto';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { OnReadOpts, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import type { OpenLine } from '../http/line.ts';
import { nodeRequest } from '../http/node-request.ts';
import { FrameReader, type LentFrames } from './frame-reader.ts';

export interface WebSocketHandlers {
  /** The server has agreed to the upgrade. */
  onOpen(response: IncomingMessage): void;
  /** All messages that one read brought, in order. */
  onRead(lent: LentFrames): void;
  /** The server's answer to the upgrade is another one. Nothing more comes of it. */
  onRefused(response: IncomingMessage): void;
  onError(error: unknown): void;
  /** The line is no more; called once, whatever was before. */
  onClose(code: number, reason: string): void;
}

const acceptKeySuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const opcodes = { text: 1, close: 8, pong: 10 } as const;
/** The code for a line that ended without a Close frame. */
const cutOff = 1006;
/** How long a server that has said goodbye may take to end the line. */
const closeTimeoutMs = 1_000;

/** As much as Node reads at a time by itself. */
const readBytes = 65_536;
/** So much may wait for a server that reads nothing; what we say takes far less. */
const mostUnsentBytes = 16 * 1024 * 1024;
/** With so much unsent, further pings go unanswered (RFC 6455, 5.5.3: the latest answer is enough). */
const mostUnsentWithPongs = 65_536;

const states = { connecting: 0, open: 1, closing: 2, closed: 3 } as const;

/** What an upgrade needs of cryptography. */
interface UpgradeSecrets {
  /** Says to the server which upgrade it is that it answers. */
  key: string;
  /** The right answer. */
  accepted: string;
  randomBytes: typeof Crypto.randomBytes;
}

/** The first takes 4 ms, most of it to load: the caller may know a better time for one to be lost. */
export async function upgradeSecrets(): Promise<UpgradeSecrets> {
  const { createHash, randomBytes } = await import('node:crypto');
  const key = randomBytes(16).toString('base64');
  const accepted = createHash('sha1').update(`${key}${acceptKeySuffix}`).digest('base64');
  return { key, accepted, randomBytes };
}

/**
 * The client's side of a WebSocket (RFC 6455), without extensions. It does what a hub needs and
 * hands on a whole read at once: at 1 KiB a message and one message a frame, handing on frame by
 * frame as ws does costs several times as much as all the rest of the way from socket to stdout.
 */
export class WebSocketClient {
  static readonly OPEN = states.open;
  readonly #handlers: WebSocketHandlers;
  #request: ClientRequest | undefined;
  #randomBytes: UpgradeSecrets['randomBytes'] | undefined;
  readonly #reader: FrameReader;
  /** What the next read goes into. */
  #buffer: Buffer | undefined;
  #line: Duplex | undefined;
  #state: number = states.connecting;
  #isTerminated = false;
  /** The server's goodbye. */
  #end: { code: number; reason: string } | undefined;

  /**
   * @param url ws(s) or http(s).
   * @param maxMessageBytes as for `FrameReader`.
   */
  constructor(
    url: string,
    headers: Record<string, string>,
    openLine: OpenLine,
    handlers: WebSocketHandlers,
    maxMessageBytes?: number,
  ) {
    this.#handlers = handlers;
    this.#reader = new FrameReader(maxMessageBytes);
    this.#connect(new URL(url.replace(/^ws/, 'http')), headers, openLine).catch(
      (error: unknown) => {
        this.#fail(error);
      },
    );
  }

  /** 0 to 3: connecting, open, closing, closed, as with the WebSocket of browsers. */
  get readyState(): number {
    return this.#state;
  }

  /** Sends a message. A server that reads nothing for too long loses the connection. */
  send(text: string): void {
    if (this.#state !== states.open) return;
    this.#write(opcodes.text, Buffer.from(text));
    if (this.#unsentBytes <= mostUnsentBytes) return;
    this.#handlers.onError(new Error('the hub reads nothing of what it is sent'));
    this.terminate();
  }

  get #unsentBytes(): number {
    return this.#line?.writableLength ?? 0;
  }

  pause(): void {
    this.#line?.pause();
  }

  resume(): void {
    this.#line?.resume();
  }

  /** Says goodbye, and waits for the server's. */
  close(): void {
    if (this.#state === states.connecting) this.terminate();
    if (this.#state === states.open) this.#sayGoodbye(1000);
  }

  /** Ends the line at once. */
  terminate(): void {
    this.#isTerminated = true;
    this.#request?.destroy();
    this.#line?.destroy();
  }

  async #connect(url: URL, headers: Record<string, string>, openLine: OpenLine): Promise<void> {
    const { key, accepted, randomBytes } = await upgradeSecrets();
    this.#randomBytes = randomBytes;
    const request = await nodeRequest(url, this.#reading(openLine), {
      headers: {
        ...headers,
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': key,
      },
    });
    this.#request = request;
    request.on('upgrade', (response, socket, head) =>
      this.#upgraded(response, socket, head, accepted),
    );
    request.on('response', (response) => {
      this.#handlers.onRefused(response);
      response.destroy();
      this.#closed();
    });
    request.on('error', (error) => this.#fail(error));
    if (this.#isTerminated) request.destroy();
    else request.end();
  }

  /**
   * Has lines read into one buffer: with memory of its own for each read, everything takes a tenth
   * longer. Node's request gets its answer as it would from another line.
   */
  #reading(openLine: OpenLine): OpenLine {
    let line: Socket | undefined;
    const onread: OnReadOpts = {
      buffer: () => (this.#buffer ??= Buffer.allocUnsafeSlow(readBytes)),
      callback: (length, { buffer, byteOffset }) => {
        const chunk = Buffer.from(buffer, byteOffset, length);
        if (this.#line === undefined) line?.push(Buffer.from(chunk));
        else this.#receive(chunk);
        return true;
      },
    };
    return async (target) => (line = await openLine(target, onread));
  }

  #fail(error: unknown): void {
    this.#handlers.onError(error);
    this.#closed();
  }

  #upgraded(response: IncomingMessage, line: Duplex, head: Buffer, accepted: string): void {
    line.on('error', () => {}); // Its close follows, and tells all that there is to tell.
    if (response.headers['sec-websocket-accept'] !== accepted) {
      line.destroy();
      this.#fail(new Error('its answer to the WebSocket upgrade is not a right one'));
      return;
    }
    this.#line = line;
    this.#state = states.open;
    line.on('close', () => this.#closed());
    this.#handlers.onOpen(response);
    if (head.length > 0) this.#receive(head);
    line.on('data', (chunk: Buffer) => this.#receive(chunk));
  }

  #receive(chunk: Buffer): void {
    if (this.#end !== undefined) return;
    const { messages, pings, close, failure } = this.#reader.read(chunk);
    // First, since the handler may do with the bytes what it likes.
    for (const payload of pings) {
      if (this.#unsentBytes <= mostUnsentWithPongs) this.#write(opcodes.pong, payload);
    }
    if (messages.length > 0)
      this.#handlers.onRead({ frames: messages, keep: () => (this.#buffer = undefined) });
    if (close !== undefined) this.#takeLeave(close);
    if (failure === undefined) return;
    this.#handlers.onError(failure);
    this.#sayGoodbye(failure.closeCode);
    this.terminate();
  }

  /** The server has said goodbye; it is for the server to end the line (RFC 6455, 7.1.1). */
  #takeLeave(close: { code: number; reason: string }): void {
    this.#end = close;
    if (this.#state === states.open) this.#sayGoodbye(1000);
    setTimeout(() => this.terminate(), closeTimeoutMs).unref();
  }

  #sayGoodbye(code: number): void {
    this.#state = states.closing;
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(code);
    this.#write(opcodes.close, payload);
  }

  #closed(): void {
    if (this.#state === states.closed) return;
    this.#state = states.closed;
    this.#handlers.onClose(this.#end?.code ?? cutOff, this.#end?.reason ?? '');
  }

  #write(opcode: number, payload: Buffer): void {
    const mask = this.#randomBytes?.(4);
    if (mask && this.#line?.writable) this.#line.write(clientFrame(opcode, payload, mask));
  }
}

/** A whole frame of a client, masked as it must be (RFC 6455, 5.3). */
function clientFrame(opcode: number, payload: Buffer, mask: Buffer): Buffer {
  const { length } = payload;
  const lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const frame = Buffer.alloc(2 + lengthBytes + 4 + length);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (lengthBytes === 0 ? length : lengthBytes === 2 ? 126 : 127);
  if (lengthBytes === 2) frame.writeUInt16BE(length, 2);
  if (lengthBytes === 8) frame.writeBigUInt64BE(BigInt(length), 2);
  const maskStart = 2 + lengthBytes;
  mask.copy(frame, maskStart);
  for (let at = 0; at < length; at++) {
    frame[maskStart + 4 + at] = (payload[at] ?? 0) ^ (mask[at % 4] ?? 0);
  }
  return frame;
}
