import { randomBytes, randomInt } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { messageOf, RteError } from '../errors.ts';
import type { EntityKind } from '../events/definition.ts';
import { AccessTokens } from './access-tokens.ts';
import { ContactCentre, type Entity } from './centre/contact-centre.ts';
import { crossOriginHeaders, isPreflight } from './cross-origin.ts';
import { HubEndpoint, type HubNotice } from './hub-endpoint.ts';
import { runLive } from './live-clock.ts';
import { RestApi, type Account } from './rest.ts';
import { isWebSocketRequest, withoutUpgrade } from './upgrade-request.ts';

const host = '127.0.0.1';
const hubPath = '/rte';
const password = 'simulated';
/** The centre starts with calls under way, as if it had been open for a while. */
const warmUpMs = 30 * 60_000;

export interface SimulatorOptions {
  /** 0, the default, takes any that is free. */
  port?: number;
  /** The same seed repeats the same happenings; by default a random one. */
  seed?: number;
  agents?: number;
  queues?: number;
  /** Simulated seconds a second. */
  speed?: number;
  tokenLifetimeSeconds?: number;
  /** Let time stand still until `begin`, so that a seed repeats a run from its first event on. */
  waitForBegin?: boolean;
  onNotice?(notice: HubNotice): void;
}

/** A simulated Enreach that listens. */
export interface Simulator {
  /** REST, and discovery; ends in a slash. */
  readonly apiUrl: string;
  readonly hubUrl: string;
  readonly seed: number;
  readonly login: Pick<Account, 'userId' | 'username' | 'password' | 'secretKey'>;
  readonly users: readonly Entity[];
  readonly queues: readonly Entity[];
  readonly callLists: readonly Entity[];
  readonly hub: HubEndpoint;
  /** Lets time run, when it stood still. */
  begin(): void;
  close(): Promise<void>;
}

/**
 * Starts a simulated Enreach on loopback: REST and hub in one server, and a contact centre that
 * lives in it.
 *
 * @throws RteError failure, when the port can't be had.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const seed = options.seed ?? randomInt(2 ** 31);
  const now = Date.now();
  const centre = new ContactCentre({
    seed,
    startAt: now - warmUpMs,
    ...(options.agents !== undefined && { agents: options.agents }),
    ...(options.queues !== undefined && { queues: options.queues }),
  });
  centre.warmUp(warmUpMs);

  const secretKey = randomBytes(16).toString('hex');
  const accounts = centre.agents.map(({ id, name, email }) => ({
    userId: id,
    username: email,
    name,
    password,
    secretKey,
  }));
  const login = accounts.find(({ userId }) => userId === centre.login.id) ?? accounts[0];
  if (login === undefined) throw new RteError('failure', 'A contact centre needs an agent.');

  const tokens = new AccessTokens(options.tokenLifetimeSeconds ?? 3600);
  const kinds = entityKinds(centre);
  const hub = new HubEndpoint({
    tokens,
    entities: { organizationId: centre.organizationId, kindOf: (id) => kinds.get(id) },
    ...(options.onNotice && { onNotice: (notice: HubNotice) => options.onNotice?.(notice) }),
  });
  let port = 0;
  const rest = new RestApi({
    accounts,
    organizationId: centre.organizationId,
    tokens,
    apiUrl: () => `http://${host}:${port}/`,
    hubUrl: () => `ws://${host}:${port}${hubPath}`,
  });
  const server = createServer((request, response) => void answer(request, response, rest, hub));
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const isForHub = pathBehindHub(request) === '' && isWebSocketRequest(request);
    if (isForHub) void hub.upgrade(request, socket, head);
    else withoutUpgrade(server, request, socket, head);
  });
  port = await listen(server, options.port ?? 0);
  let stop: (() => void) | undefined;
  const begin = (): void => {
    stop ??= runLive(centre, now, options.speed ?? 1, ({ definition, entityId, data }) =>
      hub.publish(definition, entityId, data),
    );
  };
  if (!options.waitForBegin) begin();
  return {
    apiUrl: `http://${host}:${port}/`,
    hubUrl: `ws://${host}:${port}${hubPath}`,
    seed,
    login,
    users: centre.agents,
    queues: centre.queues,
    callLists: centre.callLists,
    hub,
    begin,
    close: () => {
      stop?.();
      hub.close();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function entityKinds(centre: ContactCentre): Map<string, EntityKind> {
  return new Map<string, EntityKind>([
    ...centre.agents.map(({ id }) => [id, 'User'] as const),
    ...centre.queues.map(({ id }) => [id, 'Queue'] as const),
    ...centre.callLists.map(({ id }) => [id, 'CallList'] as const),
  ]);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  rest: RestApi,
  hub: HubEndpoint,
): Promise<void> {
  try {
    for (const [name, value] of Object.entries(crossOriginHeaders(request)))
      response.setHeader(name, value);
    if (isPreflight(request)) {
      response.writeHead(204).end();
      return;
    }
    const path = pathBehindHub(request);
    await (path === undefined
      ? rest.handle(request, response)
      : hub.handle(request, response, path));
  } catch {
    // A client that goes away in the middle of its request, or an address that can't be decoded.
    if (!response.headersSent) response.writeHead(400);
    response.end();
  }
}

/** What follows the hub's path, in lower case, with no slash at its end; undefined elsewhere. */
function pathBehindHub(request: IncomingMessage): string | undefined {
  const path = (request.url ?? '/').split('?')[0]?.toLowerCase().replace(/\/$/, '') ?? '';
  const isHub = path === hubPath || path.startsWith(`${hubPath}/`);
  return isHub ? path.slice(hubPath.length) : undefined;
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port)));
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

function listenError(error: NodeJS.ErrnoException, port: number): RteError {
  const isTaken = error.code === 'EADDRINUSE';
  return new RteError(
    'failure',
    isTaken
      ? `--port ${port} is in use on ${host}.`
      : `--port ${port} can't be listened to: ${messageOf(error)}.`,
    { hint: 'Choose another port, or leave --port out to take any that is free.', cause: error },
  );
}
