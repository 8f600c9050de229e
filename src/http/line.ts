import type { OnReadOpts, Socket } from 'node:net';

import { directLine, type LineTarget } from './direct-line.ts';
import type { Route } from './route.ts';

/**
 * Opens a line to a server, with TLS or without; what goes wrong before it stands, it tells as
 * 'error'.
 *
 * @param onread where what is read goes. A line through a proxy hands it out as 'data' instead.
 * @throws RteError connection, when a proxy is in the way.
 */
export type OpenLine = (target: LineTarget, onread?: OnReadOpts) => Promise<Socket>;

/**
 * Lines that take a route: whether certificates matter, and which proxy they use. REST and
 * WebSocket open theirs here alike.
 */
export function linesBy({ proxy, verifies }: Route, signal: AbortSignal): OpenLine {
  return async (target, onread) => {
    if (proxy === undefined) return directLine(target, verifies, onread);
    const [{ openTunnel }, tls] = await Promise.all([
      import('./tunnel.ts'),
      target.isSecure ? import('./tls.ts') : undefined,
    ]);
    const socket = await openTunnel(proxy, target, signal);
    return tls?.connectTls({ hostname: target.hostname, verifies }, { socket }) ?? socket;
  };
}
