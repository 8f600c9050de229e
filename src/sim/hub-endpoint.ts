import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import { WebSocketServer, type WebSocket } from 'ws';

import type { EventDefinition } from '../events/definition.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { ActiveFaults } from './active-faults.ts';
import { aspnetJson } from './aspnet-json.ts';
import { accessTokenOf, challenge } from './bearer.ts';
import { crossOriginHeaders } from './cross-origin.ts';
import type { Outgoing } from './faults.ts';
import {
  HubMethods,
  type HubOffer,
  type SubscriptionMethod,
  type SubscriptionResult,
} from './hub-methods.ts';
import { HubPeer } from './hub-peer.ts';
import { HubSocket } from './hub-socket.ts';
import { negotiate } from './negotiation.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';

/** An id that negotiation gave out is good for so long until it is used. */
const unusedIdLifetimeMs = 15_000;
/** Beyond, the oldest unused one is forgotten: who negotiates and never connects gets no more memory. */
const mostIds = 10_000;
/** Of all connections: a large centre's every event for a dozen clients, in some 400 MB. */
const mostSubscriptions = 1_000_000;
/** Many times what a client sends at a time; ASP.NET Core reads frames of any length in pieces. */
const largestFrameBytes = 256 * 1024;

/** A connection, as notices name it: its number, counted from 1, and the id of its user. */
interface NoticedConnection {
  connection: number;
  user: string;
}

/** What the simulated hub tells of its connections. */
export type HubNotice = NoticedConnection &
  (
    | { kind: 'connected'; connections: number }
    | { kind: SubscriptionMethod; results: readonly SubscriptionResult[] }
    | { kind: 'ended'; subscriptions: number; connections: number }
  );

export interface HubEndpointOptions {
  tokens: AccessTokens;
  offer: Pick<HubOffer, 'organizationId' | 'kindOf'>;
  faults: ActiveFaults;
  onNotice?(notice: HubNotice): void;
}

interface Answer {
  status: number;
  body?: string;
  headers?: Record<string, string>;
}

/**
 * The hub as a SignalR server shows it over HTTP: negotiation, and WebSocket connections. Answers
 * are those of ASP.NET Core's HttpConnectionDispatcher for a hub with the WebSocket transport alone.
 */
export class HubEndpoint {
  readonly #options: HubEndpointOptions;
  readonly #server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: largestFrameBytes,
    handleProtocols: () => false,
    WebSocket: HubSocket,
  });
  /** Connection tokens (and version 0's connection ids): unused, with the timer that forgets them, or active. */
  readonly #ids = new Map<string, NodeJS.Timeout | 'active'>();
  readonly #peers = new Set<HubPeer>();
  #connections = 0;

  constructor(options: HubEndpointOptions) {
    this.#options = options;
    this.#server.on('headers', (lines, request) => {
      for (const [name, value] of Object.entries(crossOriginHeaders(request)))
        lines.push(`${name}: ${value}`);
    });
  }

  get peers(): ReadonlySet<HubPeer> {
    return this.#peers;
  }

  /**
   * Answers what comes without an upgrade.
   *
   * @param path what follows the hub's own path, in lower case, with no slash at its end.
   */
  async handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (path !== '' && path !== '/negotiate') return end(response, { status: 404 });
    const faulty = this.#options.faults.answerTo('hub');
    if (faulty !== undefined) return end(response, faulty);
    const query = queryOf(request);
    const user = await this.#userOf(request, query);
    if (user === undefined) return end(response, unauthorized(request, query));
    end(
      response,
      path === '/negotiate' ? this.#negotiate(request, query) : this.#answer(request, query),
    );
  }

  /** Answers a request to become a WebSocket. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const faulty = this.#options.faults.answerTo('hub');
    if (faulty !== undefined) return refuse(request, socket, faulty);
    const query = queryOf(request);
    const user = await this.#userOf(request, query);
    if (user === undefined) return refuse(request, socket, unauthorized(request, query));
    const id = query('id') || undefined;
    if (id !== undefined) {
      const state = this.#ids.get(id);
      if (state === undefined)
        return refuse(request, socket, { status: 404, body: 'No Connection with that ID' });
      if (state === 'active') return refuse(request, socket, plain(409));
      clearTimeout(state);
      this.#ids.set(id, 'active');
      // Also when the client has gone before it gets its WebSocket.
      socket.on('close', () => this.#ids.delete(id));
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) =>
      this.#connect(webSocket, user),
    );
  }

  /** Sends an event to all who have subscribed to it. */
  publish(event: EventDefinition, entityId: string, data: Record<string, unknown>): void {
    if (this.#options.faults.concernEvents) return this.#publishWithFaults(event, entityId, data);
    let json: string | undefined;
    for (const peer of this.#peers) {
      const subscription = peer.methods.subscriptionTo(event.name, entityId);
      if (subscription === undefined) continue;
      json ??= aspnetJson(data);
      const message = `{"subscription":${aspnetJson(subscription)},"data":${json}}`;
      peer.send(`{"type":1,"target":"MessageReceived","arguments":[${message}]}`);
    }
  }

  #publishWithFaults(
    definition: EventDefinition,
    entityId: string,
    data: Record<string, unknown>,
  ): void {
    for (const peer of this.#peers) {
      const { methods } = peer;
      const subscription = methods.subscriptionTo(definition.name, entityId);
      if (subscription === undefined || !peer.isReady) continue;
      const message = { target: 'MessageReceived', arguments: [{ subscription, data }] };
      const subscriptionTo = (name: string) => methods.subscriptionTo(name, entityId);
      const event = { definition, entityId, subscriptionTo };
      for (const each of this.#options.faults.alter(message, event)) sendTo(peer, each);
    }
  }

  #connect(webSocket: WebSocket, user: string): void {
    this.#connections += 1;
    const connection = this.#connections;
    const { offer, faults, onNotice } = this.#options;
    const methods = new HubMethods({
      ...offer,
      undocumentedEvents: () => faults.undocumentedEvents,
      room: () => mostSubscriptions - this.#subscriptions,
      onResults: (kind, results) => onNotice?.({ kind, connection, user, results }),
    });
    const peer = new HubPeer(webSocket, methods);
    this.#peers.add(peer);
    onNotice?.({ kind: 'connected', connection, user, connections: this.#peers.size });
    webSocket.on('close', () => {
      this.#peers.delete(peer);
      const subscriptions = methods.count;
      const connections = this.#peers.size;
      onNotice?.({ kind: 'ended', connection, user, subscriptions, connections });
    });
  }

  get #subscriptions(): number {
    return [...this.#peers].reduce((sum, { methods }) => sum + methods.count, 0);
  }

  close(): void {
    for (const peer of this.#peers) peer.cut();
    for (const timer of this.#ids.values()) if (timer !== 'active') clearTimeout(timer);
    this.#server.close();
  }

  #negotiate(request: IncomingMessage, query: Query): Answer {
    if (request.method !== 'POST') return plain(405);
    const { json, id } = negotiate(query('negotiateVersion'));
    if (id !== undefined) this.#keepUnused(id);
    return { status: 200, body: json, headers: { 'Content-Type': 'application/json' } };
  }

  #keepUnused(id: string): void {
    const timer = setTimeout(() => this.#ids.delete(id), unusedIdLifetimeMs).unref();
    this.#ids.set(id, timer);
    if (this.#ids.size > mostIds) this.#forgetOldestUnused();
  }

  #forgetOldestUnused(): void {
    for (const [id, state] of this.#ids) {
      if (state === 'active') continue;
      clearTimeout(state);
      this.#ids.delete(id);
      return;
    }
  }

  /** What the other transports' requests are told. */
  #answer({ method = '', headers }: IncomingMessage, query: Query): Answer {
    if (!['GET', 'POST', 'DELETE'].includes(method)) return plain(405);
    const isEventStream = headers.accept?.includes('text/event-stream') === true;
    const isPoll = method === 'GET' && !isEventStream;
    const more = isPoll ? noCache : {};
    const id = query('id') || undefined;
    if (id === undefined) return plain(400, 'Connection ID required', more);
    const state = this.#ids.get(id);
    if (state === undefined) return plain(404, 'No Connection with that ID', more);
    if (method === 'GET') {
      const transport = isPoll ? 'LongPolling' : 'ServerSentEvents';
      return plain(404, `${transport} transport not supported by this end point type`, more);
    }
    if (method === 'DELETE')
      return plain(400, 'Cannot terminate this connection using the DELETE endpoint.');
    return state === 'active'
      ? plain(405, 'POST requests are not allowed for WebSocket connections.')
      : plain(200);
  }

  async #userOf(request: IncomingMessage, query: Query): Promise<string | undefined> {
    const token = accessTokenOf(request.headers.authorization, query);
    if (token === undefined || this.#options.faults.refusesToken()) return undefined;
    return this.#options.tokens.userIdOf(token);
  }
}

function sendTo(peer: HubPeer, message: Outgoing): void {
  if ('frame' in message) peer.sendFrame(message.frame);
  else peer.send(aspnetJson({ type: 1, ...message }));
}

const noCache = {
  'Cache-Control': 'no-cache, no-store',
  Pragma: 'no-cache',
  Expires: 'Thu, 01 Jan 1970 00:00:00 GMT',
};

function plain(status: number, body = '', headers: Record<string, string> = {}): Answer {
  return { status, body, headers: { 'Content-Type': 'text/plain', ...headers } };
}

function unauthorized(request: IncomingMessage, query: Query): Answer {
  const token = accessTokenOf(request.headers.authorization, query);
  return { status: 401, headers: { 'WWW-Authenticate': challenge(token) } };
}

/** A parameter of the address. */
type Query = (name: string) => string | undefined;

/** As ASP.NET Core reads it: names in any case, and what is given twice with a comma between. */
function queryOf(request: IncomingMessage): Query {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  return (name) => {
    const values = [...searchParams]
      .filter(([key]) => key.toLowerCase() === name.toLowerCase())
      .map(([, value]) => value);
    return values.length === 0 ? undefined : values.join(',');
  };
}

function end(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, headers).end(body);
}

function refuse(request: IncomingMessage, socket: Duplex, answer: Answer): void {
  const headers = { ...crossOriginHeaders(request), ...answer.headers };
  refuseUpgrade(request, socket, { ...answer, headers });
}
