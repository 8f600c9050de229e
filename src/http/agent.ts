import { Agent, buildConnector } from 'undici';

import type { Proxy } from './proxy.ts';
import type { Route } from './route.ts';
import { openTunnel } from './tunnel.ts';

const connectTimeoutMs = 10_000;
const answerTimeoutMs = 20_000;

/** Agents keep lines open from one request to the next. */
const agents = new Map<string, Agent>();

/** The agent of all requests that go the same way. */
export function agentFor(route: Route): Agent {
  const key = JSON.stringify(route);
  const agent = agents.get(key) ?? createAgent(route);
  agents.set(key, agent);
  return agent;
}

/**
 * undici's own ProxyAgent tells a proxy's 407 from its 403, and both from a silent one, only in
 * the text of a message: with the tunnel, HTTP and WebSocket say the same.
 */
function createAgent({ proxy, verifies }: Route): Agent {
  const connect = buildConnector({
    timeout: connectTimeoutMs,
    ...(!verifies && { rejectUnauthorized: false }),
  });
  return new Agent({
    connect: proxy === undefined ? connect : tunnelled(proxy, connect),
    headersTimeout: answerTimeoutMs,
    bodyTimeout: answerTimeoutMs,
  });
}

function tunnelled(proxy: Proxy, connect: buildConnector.connector): buildConnector.connector {
  return (options, connected) => {
    const target = { hostname: options.hostname, port: Number(options.port || 443) };
    openTunnel(proxy, target).then(
      (httpSocket) => connect({ ...options, httpSocket }, connected),
      (error: Error) => connected(error, null),
    );
  };
}
