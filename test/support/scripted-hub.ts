import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import { onTestFinished } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';

import { listen } from './fake-server.ts';
import { Journal } from './journal.ts';

/** What the hub does in one phase of a connection, in place of the right thing. */
export interface Refusal {
  status: number;
  headers?: Record<string, string>;
  text?: string;
}

/** How the hub treats one attempt to connect; whatever isn't said, it does right. */
export interface Attempt {
  negotiate?: Refusal | 'silent';
  upgrade?: Refusal | 'silent' | 'cut';
  /** What the hub sets as cookies (`Set-Cookie`), in each phase. */
  setCookie?: { negotiate?: readonly string[]; upgrade?: readonly string[] };
  /** The records that answer the handshake, in one frame. */
  handshake?: readonly string[] | 'silent';
  /** What the hub does when it is invoked; by method. */
  methods?: Record<string, (peer: HubPeer, args: readonly unknown[]) => unknown>;
}

/** A hub method that never answers. */
export const silent: unique symbol = Symbol('silent');

/** What a connection got as far as: 'negotiate', 'upgrade', 'handshake', 'closed', a method, or 'ping'. */
export interface HubStep {
  step: string;
  /** 1 for the first attempt. */
  attempt: number;
  authorization?: string | undefined;
  /** The cookies that came with it. */
  cookie?: string | undefined;
  args?: readonly unknown[];
}

/** A hub on loopback that does what a test says, attempt by attempt. It ends with the test. */
export class ScriptedHub {
  readonly url: string;
  readonly steps = new Journal<HubStep>();
  readonly peers = new Journal<HubPeer>();

  constructor(url: string) {
    this.url = url;
  }

  /** The names of the steps so far, without pings, which come when they come. */
  get trail(): string[] {
    return this.steps.entries.map(({ step }) => step).filter((step) => step !== 'ping');
  }

  /** Resolves when a step is reached for the first time, or the `turn`-th. */
  reached(step: string, turn = 1): Promise<HubStep> {
    return this.steps.until((entry) => entry.step === step, turn);
  }

  /** The hub's side of the first connection whose handshake is over, or the `turn`-th. */
  peer(turn = 1): Promise<HubPeer> {
    return this.peers.until(() => true, turn);
  }
}

/** The hub's side of a connection. */
export class HubPeer {
  readonly #socket: WebSocket;
  readonly #line: Duplex;

  constructor(socket: WebSocket, line: Duplex) {
    this.#socket = socket;
    this.#line = line;
  }

  /** Sends records in one frame; resolves when they have left. */
  send(...records: readonly (string | object)[]): Promise<void> {
    const texts = records.map((record) =>
      typeof record === 'string' ? record : JSON.stringify(record),
    );
    return new Promise((resolve) =>
      this.#socket.send(texts.map((text) => `${text}\u001e`).join(''), () => resolve()),
    );
  }

  /** Sends a text frame with these bytes, be they text or not. */
  sendBytes(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => this.#socket.send(bytes, { binary: false }, () => resolve()));
  }

  /** Resolves when the client has read all that was sent so far. */
  wasRead(): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.once('pong', () => resolve());
      this.#socket.ping();
    });
  }

  /** Sends so many pings, and meanwhile reads none of the answers; resolves when they have left. */
  async pingUnread(count: number): Promise<void> {
    this.#line.pause();
    const pings = Buffer.alloc(
      127_000,
      Buffer.concat([Buffer.from([0x89, 125]), Buffer.alloc(125)]),
    );
    for (let sent = 0; sent < count; sent += 1_000)
      await new Promise((resolve) => this.#line.write(pings, resolve));
    this.#line.resume();
  }

  /** Cuts the line. */
  cut(): void {
    this.#socket.terminate();
  }

  close(code: number, reason?: string): void {
    this.#socket.close(code, reason);
  }

  /** From now on pays no heed to what the client says, not even to its goodbye. */
  ignore(): void {
    this.#line.removeAllListeners('data').resume();
  }
}

type Invocation = { type: number; target: string; invocationId?: string; arguments: unknown[] };

/** Starts a hub; attempts beyond the script succeed, and every subscription is granted. */
export async function startScriptedHub(script: readonly Attempt[] = []): Promise<ScriptedHub> {
  let attempt = 0;
  const server = createServer((request, response) => {
    attempt++;
    negotiate(script[attempt - 1] ?? {}, request, response);
  });
  const hub = new ScriptedHub(`${await listen(server)}/rte`);
  const sockets = new WebSocketServer({ noServer: true });
  sockets.on('headers', (headers) => {
    const lines = script[attempt - 1]?.setCookie?.upgrade ?? [];
    headers.push(...lines.map((line) => `Set-Cookie: ${line}`));
  });
  const lines = new Set<Duplex>();
  onTestFinished(() => {
    for (const line of lines) line.destroy();
  });

  function negotiate(
    { negotiate: refusal, setCookie }: Attempt,
    { headers }: IncomingMessage,
    response: ServerResponse,
  ): void {
    const { authorization, cookie } = headers;
    response.setHeader('Set-Cookie', setCookie?.negotiate ?? []);
    if (refusal === undefined) response.end(JSON.stringify(negotiation(attempt)));
    else if (refusal !== 'silent') {
      response.writeHead(refusal.status, refusal.headers).end(refusal.text);
    }
    hub.steps.add({ step: 'negotiate', attempt, authorization, cookie });
  }

  server.on('upgrade', (request: IncomingMessage, line: Duplex, head: Buffer) => {
    const turn = attempt;
    const said = script[turn - 1] ?? {};
    const { authorization, cookie } = request.headers;
    lines.add(line);
    line.on('error', () => {});
    line.on('close', () => hub.steps.add({ step: 'closed', attempt: turn }));
    if (said.upgrade === undefined) {
      sockets.handleUpgrade(request, line, head, (socket) => serve(socket, line, said, turn));
    } else if (said.upgrade === 'cut') line.destroy();
    // A server's sockets stay half open when the other side leaves.
    else if (said.upgrade === 'silent') line.resume().on('end', () => line.destroy());
    else refuse(line, said.upgrade);
    hub.steps.add({ step: 'upgrade', attempt: turn, authorization, cookie });
  });

  function serve(
    socket: WebSocket,
    line: Duplex,
    { handshake = ['{}'], methods }: Attempt,
    turn: number,
  ): void {
    const peer = new HubPeer(socket, line);
    let isHandshakeOver = false;
    socket.on('error', () => {});
    socket.on('message', (data: Buffer) => {
      for (const text of data.toString('utf8').split('\u001e').slice(0, -1)) {
        if (isHandshakeOver) answer(JSON.parse(text) as Invocation);
        else {
          isHandshakeOver = true;
          if (handshake !== 'silent') void peer.send(...handshake);
          hub.steps.add({ step: 'handshake', attempt: turn });
          hub.peers.add(peer);
        }
      }
    });

    function answer({ type, target, invocationId, arguments: args }: Invocation): void {
      if (type === 6) hub.steps.add({ step: 'ping', attempt: turn });
      if (type !== 1) return;
      const result =
        methods?.[target]?.(peer, args) ?? (target === 'Subscribe' ? granted(args) : null);
      const completion = result instanceof Error ? { error: result.message } : { result };
      if (result !== silent && invocationId !== undefined) {
        void peer.send({ type: 3, invocationId, ...completion });
      }
      hub.steps.add({ step: target, attempt: turn, args });
    }
  }
  return hub;
}

function negotiation(attempt: number): object {
  return {
    negotiateVersion: 1,
    connectionId: `connection-${attempt}`,
    connectionToken: `line-${attempt}`,
    availableTransports: [{ transport: 'WebSockets', transferFormats: ['Text', 'Binary'] }],
  };
}

function refuse(line: Duplex, { status, headers = {}, text = '' }: Refusal): void {
  const fields = { ...headers, 'Content-Length': String(Buffer.byteLength(text)) };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  line.end(`HTTP/1.1 ${status} Refused\r\n${lines.join('')}\r\n${text}`);
}

type WireSubscription = { EntityId: string; EventName: string };

/** The answer to `Subscribe` when everything is granted. */
function granted([list]: readonly unknown[]): object[] {
  return grantedIf(list, () => true);
}

/** The answer to `Subscribe` when some events are granted and others are not. */
export function grantedIf(list: unknown, isGranted: (eventName: string) => boolean): object[] {
  return (list as WireSubscription[]).map(({ EntityId, EventName }) => ({
    entityId: EntityId,
    eventName: EventName,
    subscribed: isGranted(EventName),
    message: isGranted(EventName) ? null : 'Unauthorized',
  }));
}
