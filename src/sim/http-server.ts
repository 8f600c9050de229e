import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';

import type { ActiveFaults } from './active-faults.ts';
import { isForFaults, refusalOf } from './admission.ts';
import type { Certificate } from './certificate.ts';
import { crossOriginHeaders, isPreflight } from './cross-origin.ts';
import { answerFaultRequest } from './fault-control.ts';
import type { HubEndpoint } from './hub-endpoint.ts';
import type { KnownHosts } from './known-hosts.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import { RequestBodies } from './request-bodies.ts';
import { targetOf } from './request-target.ts';
import { answerJson, type RestApi } from './rest.ts';
import { isWebSocketRequest, withoutUpgrade } from './upgrade-request.ts';

/** The hub's path. */
export const hubPath = '/rte';

/** A client that takes longer to send its headers, or all of a request, is cut off. */
const headersTimeoutMs = 5_000;
const requestTimeoutMs = 10_000;
const timeoutCheckMs = 1_000;
/** A page, or a program out of hand, can't open more. */
const mostConnections = 4_000;

export interface ServerParts {
  rest: RestApi;
  hub: HubEndpoint;
  faults: ActiveFaults;
  hosts: KnownHosts;
  /** Serve TLS with it. */
  certificate: Certificate | undefined;
}

/** The server that REST, hub and fault control share. Nothing that a client sends ends it. */
export function createHttpServer({ certificate, ...parts }: ServerParts): Server {
  const timeouts = {
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: timeoutCheckMs,
  };
  const server: Server =
    certificate === undefined
      ? createServer(timeouts)
      : createTlsServer({ ...timeouts, ...certificate, handshakeTimeout: headersTimeoutMs });
  server.maxConnections = mostConnections;
  const bodies = new RequestBodies();
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response, { ...parts, bodies }).catch(() => {
      if (response.headersSent) request.socket.destroy();
      else response.writeHead(500).end();
    });
  };
  server.on('request', serve);
  server.on('checkContinue', serve);
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    upgrade({ request, socket, head, server }, parts).catch(() => socket.destroy());
  });
  // Node answers what it can't read as HTTP, and ends the connection.
  server.on('connection', (socket) => socket.on('error', () => {}));
  // For instance when there are no more file descriptors for a new connection.
  server.on('error', () => {});
  return server;
}

type AnswerParts = Omit<ServerParts, 'certificate'> & { bodies: RequestBodies };

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { rest, hub, faults, hosts, bodies }: AnswerParts,
): Promise<void> {
  const target = targetOf(request);
  const refusal = refusalOf(request, target, hosts);
  if (refusal !== undefined || target === undefined) {
    request.resume();
    return answerJson(response, refusal ?? { status: 400 });
  }
  for (const [name, value] of Object.entries(crossOriginHeaders(request)))
    response.setHeader(name, value);
  if (isPreflight(request)) return void response.writeHead(204).end();
  const body = await bodies.read(request, response);
  if ('status' in body) return answerJson(response, unread[body.status]);
  const path = pathBehindHub(target);
  if (path !== undefined) return hub.handle(request, response, path);
  if (isForFaults(target)) return answerJson(response, answerFaultRequest(request, target, faults));
  const faulty = faults.answerTo('REST');
  if (faulty !== undefined) return void response.writeHead(faulty.status, faulty.headers).end();
  await rest.handle(request, response, target, body.bytes);
}

const unread = {
  413: { status: 413, body: { error: 'The body is larger than 1 MiB.' } },
  503: {
    status: 503,
    headers: { 'Retry-After': '1' },
    body: { error: 'Too many requests with large bodies at a time.' },
  },
};

interface UpgradeRequest {
  request: IncomingMessage;
  socket: Duplex;
  head: Buffer;
  server: Server;
}

async function upgrade(
  { request, socket, head, server }: UpgradeRequest,
  { hub, hosts }: Pick<ServerParts, 'hub' | 'hosts'>,
): Promise<void> {
  const target = targetOf(request);
  const isForHub = target !== undefined && pathBehindHub(target) === '';
  if (!isForHub || !isWebSocketRequest(request))
    return withoutUpgrade(server, request, socket, head);
  const refusal = refusalOf(request, target, hosts);
  if (refusal === undefined) return hub.upgrade(request, socket, head);
  refuseUpgrade(request, socket, {
    status: refusal.status,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify(refusal.body),
  });
}

/** What follows the hub's path, in lower case, with no slash at its end; undefined elsewhere. */
function pathBehindHub({ pathname }: URL): string | undefined {
  const path = pathname.toLowerCase().replace(/\/$/, '');
  const isHub = path === hubPath || path.startsWith(`${hubPath}/`);
  return isHub ? path.slice(hubPath.length) : undefined;
}
