import { randomInt } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { messageOf, RteError } from '../errors.ts';
import type { EntityKind } from '../events/definition.ts';
import { AccessTokens } from './access-tokens.ts';
import { ActiveFaults } from './active-faults.ts';
import { ContactCentre, type CentreEvent, type Entity } from './centre/contact-centre.ts';
import { Random } from './centre/random.ts';
import { createCertificate } from './certificate.ts';
import { faultsPath } from './fault-control.ts';
import { readFaultFlag } from './fault-setting.ts';
import { createHttpServer, hubPath } from './http-server.ts';
import { HubEndpoint, type HubNotice } from './hub-endpoint.ts';
import { KnownHosts } from './known-hosts.ts';
import { runLive } from './live-clock.ts';
import { RestApi, type Account } from './rest.ts';
import { runAtRate } from './steady-rate.ts';

const host = '127.0.0.1';
const password = 'simulated';
/** The centre starts with calls under way, as if it had been open for so long. */
const longestWarmUpMs = 30 * 60_000;
/** Long enough for calls to come and go; a big centre takes its time to simulate. */
const shortestWarmUpMs = 4 * 60_000;
const agentsOfLongestWarmUp = 100;
const usualTokenLifetimeSeconds = 3600;

export interface SimulatorOptions {
  /** 0, the default, takes any that is free. */
  port?: number;
  /** The same seed repeats the same happenings; by default a random one. */
  seed?: number;
  agents?: number;
  queues?: number;
  callLists?: number;
  /** Simulated seconds a second; 1 unless told. */
  speed?: number;
  /** Events a second, in place of a speed: simulated time passes as fast as that takes. */
  rate?: number;
  /** Faults to begin with, each as `name` or `name=value`. */
  faults?: readonly string[];
  /** Serve https and wss, with a certificate made on the spot. */
  tls?: boolean;
  /** Hosts by which it may be called, beside those of loopback: the names of a tunnel or container. */
  allowedHosts?: readonly string[];
  /** Let nothing happen until `begin`, so that a seed repeats a run from its first event on. */
  waitForBegin?: boolean;
  onNotice?(notice: SimulatorNotice): void;
}

/** What a simulated Enreach tells of its life. */
export type SimulatorNotice =
  | HubNotice
  /** A fault struck so many connections. */
  | { kind: 'fault'; name: string; connections: number }
  /** The rate is more than this machine manages. */
  | { kind: 'behind' };

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
  readonly faults: ActiveFaults;
  /** Where faults are asked for over HTTP; see `answerFaultRequest`. */
  readonly faultsUrl: string;
  /** The certificate to trust, as PEM; undefined without TLS. */
  readonly certificate: string | undefined;
  /** Lets things happen, when they waited for it. */
  begin(): void;
  close(): Promise<void>;
}

/**
 * Starts a simulated Enreach on loopback: REST and hub in one server, and a contact centre that
 * lives in it.
 *
 * @throws RteError usage, for a fault that there is not or a host that is none; failure, when the port can't be had.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings = (options.faults ?? []).map(readFaultFlag);
  const hosts = new KnownHosts(options.allowedHosts);
  const seed = options.seed ?? randomInt(2 ** 31);
  const now = Date.now();
  const warmUpMs = warmUpFor(options.agents ?? 0);
  const centre = new ContactCentre({
    seed,
    startAt: now - warmUpMs,
    ...(options.agents !== undefined && { agents: options.agents }),
    ...(options.queues !== undefined && { queues: options.queues }),
    ...(options.callLists !== undefined && { callLists: options.callLists }),
  });
  centre.warmUp(warmUpMs);

  // The same for the same seed, so that a login outlives a restart.
  const keys = new Random(`${seed}`).fork('secret key');
  const secretKey = Array.from({ length: 4 }, () => keys.hex(8)).join('');
  const accounts = centre.agents.map(({ id, name, email }) => ({
    userId: id,
    username: email,
    name,
    password,
    secretKey,
  }));
  const login = accounts.find(({ userId }) => userId === centre.login.id) ?? accounts[0];
  if (login === undefined) throw new RteError('failure', 'A contact centre needs an agent.');

  const faults: ActiveFaults = new ActiveFaults({
    entities: [...centre.agents, ...centre.queues, ...centre.callLists],
    peers: () => hub.peers,
    onStrike: (name, connections) => options.onNotice?.({ kind: 'fault', name, connections }),
  });
  const tokens = new AccessTokens(() => faults.tokenLifetimeSeconds ?? usualTokenLifetimeSeconds);
  const kinds = entityKinds(centre);
  const hub: HubEndpoint = new HubEndpoint({
    tokens,
    faults,
    offer: {
      organizationId: centre.organizationId,
      kindOf: (id) => (faults.isDenied(id) ? undefined : kinds.get(id)),
    },
    ...(options.onNotice && { onNotice: (notice: HubNotice) => options.onNotice?.(notice) }),
  });
  const certificate = options.tls ? await createCertificate() : undefined;
  const s = certificate === undefined ? '' : 's';
  const addressesAt = (authority: string) => ({
    apiUrl: `http${s}://${authority}/`,
    hubUrl: `ws${s}://${authority}${hubPath}`,
  });
  const rest = new RestApi({
    accounts,
    organizationId: centre.organizationId,
    tokens,
    // Not its own address: a tunnel may stand in between, whose host is allowed.
    addressesFor: ({ headers }) => addressesAt(headers.host ?? `${host}:${port}`),
  });
  const server = createHttpServer({ rest, hub, faults, hosts, certificate });
  for (const setting of settings) faults.turnOn(setting);
  const port = await listen(server, options.port ?? 0);
  const { apiUrl, hubUrl } = addressesAt(`${host}:${port}`);
  let stop: (() => void) | undefined;
  const publish = ({ definition, entityId, data }: CentreEvent): void =>
    hub.publish(definition, entityId, data);
  const begin = (): void => {
    // What happened since the warm-up is made up for at once: time did not stand still.
    stop ??=
      options.rate === undefined
        ? runLive(centre, Date.now(), options.speed ?? 1, publish)
        : runAtRate(centre, options.rate, publish, () => options.onNotice?.({ kind: 'behind' }));
  };
  if (!options.waitForBegin) begin();
  return {
    apiUrl,
    hubUrl,
    seed,
    login,
    users: centre.agents,
    queues: centre.queues,
    callLists: centre.callLists,
    hub,
    faults,
    faultsUrl: new URL(faultsPath, apiUrl).href,
    certificate: certificate?.cert,
    begin,
    close: () => {
      stop?.();
      faults.clear();
      hub.close();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function warmUpFor(agents: number): number {
  const ms = longestWarmUpMs * Math.min(1, agentsOfLongestWarmUp / agents);
  return Math.max(shortestWarmUpMs, ms);
}

function entityKinds(centre: ContactCentre): Map<string, EntityKind> {
  return new Map<string, EntityKind>([
    ...centre.agents.map(({ id }) => [id, 'User'] as const),
    ...centre.queues.map(({ id }) => [id, 'Queue'] as const),
    ...centre.callLists.map(({ id }) => [id, 'CallList'] as const),
  ]);
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
