import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import { WebSocketServer } from 'ws';

import type { EventDefinition } from '../events/definition.ts';
import type { AccessTokens } from './access-tokens.ts';
import { aspnetJson } from './aspnet-json.ts';
import { HubMethods, type HubEntities } from './hub-methods.ts';
import { HubPeer } from './hub-peer.ts';

/** An id that negotiation gave out is good for so long until it is used. */
const unusedIdLifetimeMs = 15_000;

/** What the simulated Enreach tells of its connections. */
export type HubNotice =
  | { kind: 'connected'; user: string; connections: number }
  | { kind: 'ended'; user: string; subscriptions: number; connections: number };

export interface HubEndpointOptions {
  tokens: AccessTokens;
  entities: HubEntities;
  onNotice?(notice: HubNotice): void;
}

/** The hub as a SignalR server shows it over HTTP: negotiation, and WebSocket connections. */
export class HubEndpoint {
  readonly #options: HubEndpointOptions;
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  /** Connection tokens (and version 0's connection ids): unused, with the timer that forgets them, or active. */
  readonly #ids = new Map<string, NodeJS.Timeout | 'active'>();
  readonly #peers = new Set<HubPeer>();

  constructor(options: HubEndpointOptions) {
    this.#options = options;
  }

  get peers(): ReadonlySet<HubPeer> {
    return this.#peers;
  }

  /** Answers what comes to the hub's path without an upgrade. */
  async handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    request.resume();
    const url = urlOf(request);
    if ((await this.#userOf(request, url)) === undefined)
      return end(response, 401, '', challenge(request, url));
    if (path === '/negotiate') {
      if (request.method !== 'POST') return end(response, 405, '');
      return end(response, 200, this.#negotiate(url), { 'Content-Type': 'application/json' });
    }
    const id = url.searchParams.get('id');
    if (!['GET', 'POST', 'DELETE'].includes(request.method ?? '')) return end(response, 405, '');
    if (id === null) return end(response, 400, 'Connection ID required');
    if (!this.#ids.has(id)) return end(response, 404, 'No Connection with that ID');
    // Long polling and server-sent events are not offered.
    return end(response, request.method === 'POST' ? 405 : 404, '');
  }

  /** Answers a request to become a WebSocket. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const url = urlOf(request);
    const user = await this.#userOf(request, url);
    if (user === undefined) return refuse(socket, 401, '', challenge(request, url));
    const id = url.searchParams.get('id');
    if (id !== null) {
      const state = this.#ids.get(id);
      if (state === undefined) return refuse(socket, 404, 'No Connection with that ID');
      if (state === 'active') return refuse(socket, 409, '');
      clearTimeout(state);
      this.#ids.set(id, 'active');
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      const peer = new HubPeer(webSocket, new HubMethods(this.#options.entities));
      this.#peers.add(peer);
      this.#options.onNotice?.({ kind: 'connected', user, connections: this.#peers.size });
      webSocket.on('close', () => {
        this.#peers.delete(peer);
        if (id !== null) this.#ids.delete(id);
        const subscriptions = peer.methods.count;
        this.#options.onNotice?.({
          kind: 'ended',
          user,
          subscriptions,
          connections: this.#peers.size,
        });
      });
    });
  }

  /** Sends an event to all who have subscribed to it. */
  publish(event: EventDefinition, entityId: string, data: unknown): void {
    let json: string | undefined;
    for (const peer of this.#peers) {
      const subscription = peer.methods.subscriptionTo(event, entityId);
      if (subscription === undefined) continue;
      json ??= aspnetJson(data);
      const payload = `{"subscription":${aspnetJson(subscription)},"data":${json}}`;
      peer.send(`{"type":1,"target":"MessageReceived","arguments":[${payload}]}`);
    }
  }

  close(): void {
    for (const peer of this.#peers) peer.abort();
    for (const timer of this.#ids.values()) if (timer !== 'active') clearTimeout(timer);
    this.#server.close();
  }

  #negotiate(url: URL): string {
    const asked = url.searchParams.get('negotiateVersion');
    const version = asked === null ? 0 : Number(asked);
    if (!Number.isInteger(version)) {
      return aspnetJson({ error: `The client requested an invalid protocol version '${asked}'` });
    }
    const connectionId = newId();
    const connectionToken = version > 0 ? newId() : undefined;
    this.#remember(connectionToken ?? connectionId);
    return aspnetJson({
      negotiateVersion: Math.min(version, 1),
      connectionId,
      ...(connectionToken !== undefined && { connectionToken }),
      availableTransports: [{ transport: 'WebSockets', transferFormats: ['Text', 'Binary'] }],
    });
  }

  #remember(id: string): void {
    this.#ids.set(id, setTimeout(() => this.#ids.delete(id), unusedIdLifetimeMs).unref());
  }

  async #userOf(request: IncomingMessage, url: URL): Promise<string | undefined> {
    const token = accessTokenOf(request, url);
    return token === undefined ? undefined : this.#options.tokens.userIdOf(token);
  }
}

function newId(): string {
  return randomBytes(16).toString('base64url');
}

function urlOf(request: IncomingMessage): URL {
  return new URL(request.url ?? '/', 'http://localhost');
}

/** In a header, as programs send it, or in the query, as browsers must. */
function accessTokenOf(request: IncomingMessage, url: URL): string | undefined {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() === 'bearer' && token) return token;
  return url.searchParams.get('access_token') ?? undefined;
}

function challenge(request: IncomingMessage, url: URL): Record<string, string> {
  const error = accessTokenOf(request, url) === undefined ? '' : ' error="invalid_token"';
  return { 'WWW-Authenticate': `Bearer${error}` };
}

function end(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, headers).end(body);
}

const reasons: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  404: 'Not Found',
  409: 'Conflict',
};

function refuse(
  socket: Duplex,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  const lines = Object.entries({
    ...headers,
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  });
  socket.end(
    `HTTP/1.1 ${status} ${reasons[status]}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
  );
}
