import { vi } from 'vitest';

import { startSimulator } from '../../../src/sim/simulator.ts';
import { startInteropHub } from '../interop-hub.ts';
import type { ProbedHub } from './probe.ts';

/** A hub that runs, and can be asked. */
export interface RunningHub extends ProbedHub {
  stop(): Promise<void>;
}

const anHourMs = 60 * 60_000;

/** The simulator, with time standing still: no event comes between answers. */
export async function startSimulatedHub(): Promise<RunningHub> {
  const simulator = await startSimulator({ seed: 1, waitForBegin: true });
  const { apiUrl, hubUrl, login, queues, callLists } = simulator;
  const giveToken = (): Promise<string> => fetchToken(apiUrl, login);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 2 * anHourMs });
  const expired = await giveToken();
  vi.useRealTimers();
  const token = await giveToken();
  return {
    hubUrl,
    ...named(token, expired, login.userId, queues[0]?.id, callLists[0]?.id),
    stop: () => simulator.close(),
  };
}

/** ASP.NET Core SignalR, sending nothing by itself. */
export async function startAspNetHub(): Promise<RunningHub> {
  const hub = await startInteropHub({ intervalMs: 0 });
  await hub.setTokenLifetime(-anHourMs / 1000);
  const expired = await fetchToken(hub.apiUrl, hub);
  await hub.setTokenLifetime(anHourMs / 1000);
  const token = await fetchToken(hub.apiUrl, hub);
  return {
    hubUrl: hub.hubUrl,
    ...named(token, expired, hub.userId, hub.queues[0].id, hub.callLists[0].id),
    stop: () => hub.stop(),
  };
}

function named(
  token: string,
  expired: string,
  user: string,
  queue = '',
  callList = '',
): Pick<ProbedHub, 'secrets' | 'entities'> {
  const forged = `${token.slice(0, token.lastIndexOf('.'))}.${'A'.repeat(43)}`;
  const digits = user.replaceAll('-', '');
  const bytes = digits.slice(16).match(/../g) ?? [];
  const [first, second, third] = user.split('-');
  const hexadecimal = `{0x${first},0x${second},0x${third},{${bytes.map((byte) => `0x${byte}`).join(',')}}}`;
  return {
    secrets: { token, expired, forged },
    entities: {
      user,
      USER: user.toUpperCase(),
      userDigits: digits,
      userHexadecimal: hexadecimal,
      queue,
      callList,
    },
  };
}

async function fetchToken(
  apiUrl: string,
  { username, secretKey }: { username: string; secretKey: string },
): Promise<string> {
  const response = await fetch(`${apiUrl}token/me/rte/`, {
    headers: { Authorization: `Basic ${btoa(`${username}:${secretKey}`)}` },
  });
  return ((await response.json()) as { Token: string }).Token;
}
