import { isIP } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';

import type { ClientOptions } from 'ws';

import type { Proxy } from '../http/proxy.ts';
import type { Route } from '../http/route.ts';

/** What a WebSocket is given to take a way: whether certificates matter, and which proxy it uses. */
export function lineOptions({ proxy, verifies }: Route, signal: AbortSignal): ClientOptions {
  return {
    ...(!verifies && { rejectUnauthorized: false }),
    ...(proxy !== undefined && { createConnection: throughTunnel(proxy, signal) }),
  };
}

type CreateConnection = NonNullable<ClientOptions['createConnection']>;
type Created = (error: Error | null, line?: unknown) => void;

/** TLS to the server over a tunnel; the options are those of the upgrade request. */
function throughTunnel(proxy: Proxy, signal: AbortSignal): CreateConnection {
  const createConnection = (options: ConnectionOptions, created: Created): void => {
    const { host = '', port = 443 } = options;
    void import('../http/tunnel.ts')
      .then(({ openTunnel }) => openTunnel(proxy, { hostname: host, port: Number(port) }, signal))
      .then(
        (socket) =>
          created(
            null,
            connectTls({
              ...options,
              path: undefined,
              servername: isIP(host) ? '' : host,
              socket,
            }),
          ),
        (error: Error) => created(error),
      );
  };
  // Its type has the line returned; Node's request takes it by the callback as well.
  return createConnection as unknown as CreateConnection;
}
