import type { RequestOptions } from 'node:http';
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';

import type { Proxy } from '../http/proxy.ts';
import type { Route } from '../http/route.ts';
import type { LineOptions } from './web-socket-client.ts';

/** What a WebSocket is given to take a way: whether certificates matter, and which proxy it uses. */
export function lineOptions({ proxy, verifies }: Route, signal: AbortSignal): LineOptions {
  return {
    ...(!verifies && { rejectUnauthorized: false }),
    ...(proxy !== undefined && { createConnection: throughTunnel(proxy, signal) }),
  };
}

type CreateConnection = NonNullable<RequestOptions['createConnection']>;
type Created = (error: Error | null, line?: unknown) => void;

/** TLS to the server over a tunnel; the options are those of the upgrade request. */
function throughTunnel(proxy: Proxy, signal: AbortSignal): CreateConnection {
  const connect = async (options: ConnectionOptions): Promise<unknown> => {
    const [{ openTunnel }, tls] = await Promise.all([
      import('../http/tunnel.ts'),
      import('node:tls'),
    ]);
    const { host = '', port = 443 } = options;
    const socket = await openTunnel(proxy, { hostname: host, port: Number(port) }, signal);
    const servername = isIP(host) ? '' : host;
    return tls.connect({ ...options, path: undefined, servername, socket });
  };
  const createConnection = (options: ConnectionOptions, created: Created): void => {
    connect(options).then(
      (line) => created(null, line),
      (error: Error) => created(error),
    );
  };
  // Its type has the line returned; Node's request takes it by the callback as well.
  return createConnection as unknown as CreateConnection;
}
