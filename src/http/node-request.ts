import type { ClientRequest, RequestOptions } from 'node:http';

import type { OpenLine } from './line.ts';

/**
 * Begins a request by Node's own client, over a line of its own. TLS takes as long to load as much
 * else together: who speaks in the clear, to this machine, does without.
 */
export async function nodeRequest(
  url: URL,
  openLine: OpenLine,
  options: RequestOptions,
): Promise<ClientRequest> {
  const isSecure = url.protocol === 'https:';
  // Without an agent, Node would take port 80 for https, too.
  const defaultPort = isSecure ? 443 : 80;
  const target = {
    hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port) || defaultPort,
    isSecure,
  };
  const createConnection = (_options: unknown, created: Created): void => {
    openLine(target).then((line) => created(null, line), created);
  };
  const { request } = await (isSecure ? import('node:https') : import('node:http'));
  return request(url, {
    ...options,
    defaultPort,
    // Its type has the line returned; Node takes it by the callback as well.
    createConnection: createConnection as unknown as CreateConnection,
  });
}

type CreateConnection = NonNullable<RequestOptions['createConnection']>;
type Created = (error: Error | null, line?: unknown) => void;
