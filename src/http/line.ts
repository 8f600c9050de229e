import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';

import type { Route } from './route.ts';

/** Where a line goes. */
export interface LineTarget {
  /** A name or an IP address, the latter without brackets. */
  hostname: string;
  port: number;
  isSecure: boolean;
}

/**
 * Opens a line to a server, with TLS or without; what goes wrong before it stands, it tells as
 * 'error'.
 *
 * @param onread where what is read goes. A line through a proxy hands it out as 'data' instead.
 * @throws RteError connection, when a proxy is in the way.
 */
export type OpenLine = (target: LineTarget, onread?: OnReadOpts) => Promise<Socket>;

/** Lines that take a route: whether certificates matter, and which proxy they use. */
export function linesBy({ proxy, verifies }: Route, signal: AbortSignal): OpenLine {
  return async ({ hostname, port, isSecure }, onread) => {
    // TLS takes as long to load as much else together.
    const [tunnel, tls] = await Promise.all([
      proxy && import('./tunnel.ts'),
      isSecure ? import('node:tls') : undefined,
    ]);
    const socket = proxy && (await tunnel?.openTunnel(proxy, { hostname, port }, signal));
    const tcp = { host: hostname, port, noDelay: true, ...(onread && { onread }) };
    if (tls === undefined) return socket ?? connectTcp(tcp);
    const secure: ConnectionOptions = {
      ...(socket === undefined ? tcp : { socket }),
      servername: isIP(hostname) ? '' : hostname,
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: verifies,
    };
    return tls.connect(secure);
  };
}
