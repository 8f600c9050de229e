import type { Socket } from 'node:net';

import { Agent, type buildConnector } from 'undici';

import { withDeadline } from '../abort.ts';
import type { LineTarget } from './direct-line.ts';
import { linesBy } from './line.ts';
import { connectionCut, noAnswerInTime } from './network-error.ts';
import type { Route } from './route.ts';

/** Longer than a proxy may take, which is the one to name then. */
const connectTimeoutMs = 15_000;

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
 * undici's own connectors would verify another name than the WebSocket does, and tell a proxy's 407
 * from its 403, and both from a silent one, only in the text of a message. How long an answer may
 * take is for the request to say.
 */
function createAgent(route: Route): Agent {
  return new Agent({ connect: connectorFor(route), headersTimeout: 0, bodyTimeout: 0 });
}

function connectorFor(route: Route): buildConnector.connector {
  return ({ hostname, protocol, port }, connected) => {
    const isSecure = protocol === 'https:';
    const target = { hostname, port: Number(port) || (isSecure ? 443 : 80), isSecure };
    openLine(route, target).then(
      (socket) => connected(null, socket),
      (error: Error) => connected(error, null),
    );
  };
}

/** Others wait for this line, so it has a time limit of its own. */
function openLine(route: Route, target: LineTarget): Promise<Socket> {
  return withDeadline(connectTimeoutMs, undefined, noAnswerInTime, async (signal) => {
    const socket = await linesBy(route, signal)(target);
    signal.addEventListener('abort', () => socket.destroy());
    if (signal.aborted) socket.destroy();
    await connectionOf(socket, target.isSecure);
    return socket;
  });
}

function connectionOf(socket: Socket, isSecure: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(isSecure ? 'secureConnect' : 'connect', () => resolve());
    socket.on('error', reject);
    socket.once('close', () => reject(connectionCut()));
  });
}
