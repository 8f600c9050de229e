import type { ClientRequest, RequestOptions } from 'node:http';

/**
 * Begins a request by Node's own client. TLS takes as long to load as much else together: who
 * speaks in the clear, to this machine, does without.
 */
export async function nodeRequest(url: URL, options: RequestOptions): Promise<ClientRequest> {
  const isSecure = url.protocol === 'https:';
  const { request } = await (isSecure ? import('node:https') : import('node:http'));
  // With a connection of one's own and no agent, Node would take port 80 for https, too.
  return request(url, { defaultPort: isSecure ? 443 : 80, ...options });
}
