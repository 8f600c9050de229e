import { afterAll, beforeAll } from 'vitest';

import { startSimulator, type Simulator, type SimulatorOptions } from '../../src/sim/simulator.ts';
import { dotnetFound, startInteropHub } from '../interop/interop-hub.ts';

/** What a test needs to know of an Enreach, simulated or on ASP.NET Core. */
export interface Enreach {
  apiUrl: string;
  hubUrl: string;
  username: string;
  password: string;
  secretKey: string;
  userId: string;
  queueId: string;
  queueName: string;
  /** Cuts all hub connections. */
  cutLines(): void | Promise<unknown>;
  stop(): Promise<void>;
}

/** The environment that makes the program use this Enreach's account. */
export function accountEnv({ apiUrl, username, secretKey }: Enreach): Record<string, string> {
  return { RTE_API_URL: apiUrl, RTE_USERNAME: username, RTE_SECRET_KEY: secretKey };
}

/** An access token for the hub, got from the REST API as any client would. */
export async function fetchAccessToken({ apiUrl, username, secretKey }: Enreach): Promise<string> {
  const basic = Buffer.from(`${username}:${secretKey}`).toString('base64');
  const response = await fetch(new URL('token/me/rte/', apiUrl), {
    headers: { Authorization: `Basic ${basic}` },
  });
  return ((await response.json()) as { Token: string }).Token;
}

/** A simulated Enreach in this process, for all tests of a file. */
export function useSimulator(
  options: SimulatorOptions = {},
): () => Enreach & { simulator: Simulator } {
  return useEnreach(async () => {
    const simulator = await startSimulator({ seed: 1, ...options });
    const { apiUrl, hubUrl, login, queues, hub } = simulator;
    return {
      simulator,
      apiUrl,
      hubUrl,
      ...login,
      queueId: queues[0]?.id ?? '',
      queueName: queues[0]?.name ?? '',
      cutLines: () => hub.peers.forEach((peer) => peer.cut()),
      stop: () => simulator.close(),
    };
  });
}

/** A hub on ASP.NET Core SignalR, for all tests of a file; only where `dotnetFound`. */
export function useInteropHub(): () => Enreach & {
  hub: Awaited<ReturnType<typeof startInteropHub>>;
} {
  return useEnreach(async () => {
    const hub = await startInteropHub();
    return {
      hub,
      ...hub,
      queueId: hub.queues[0]?.id ?? '',
      queueName: hub.queues[0]?.name ?? '',
      cutLines: () => hub.abort(),
    };
  });
}

export { dotnetFound };

function useEnreach<Each extends Enreach>(start: () => Promise<Each>): () => Each {
  let enreach: Each | undefined;
  beforeAll(async () => {
    enreach = await start();
  });
  afterAll(() => enreach?.stop());
  return () => {
    if (enreach === undefined) throw new Error('There is an Enreach within tests only.');
    return enreach;
  };
}
