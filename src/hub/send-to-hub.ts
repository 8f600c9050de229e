import { readBody } from '../http/body.ts';
import { linesBy } from '../http/line.ts';
import { connectionCut } from '../http/network-error.ts';
import { nodeRequest } from '../http/node-request.ts';
import type { HttpRequest, RawAnswer } from '../http/request.ts';
import type { Route } from '../http/route.ts';
import { upgradeSecrets } from './web-socket-client.ts';

/**
 * Sends a request by Node's own HTTP client, which the WebSocket's upgrade needs anyway: a first
 * request by undici takes as long as four starts of Node.
 */
export async function sendToHub(
  { method, url, headers = {}, body = '', signal }: HttpRequest,
  route: Route,
): Promise<RawAnswer> {
  const sent = await nodeRequest(url, linesBy(route, signal), {
    method,
    headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
    signal,
  });
  return new Promise((resolve, reject) => {
    let isAnswered = false;
    sent.on('response', (response) => {
      isAnswered = true;
      const { statusCode: status = 0, headers } = response;
      readBody(response, headers, url.host).then(
        (text) => resolve({ status, headers, text }),
        reject,
      );
    });
    sent.on('error', reject);
    // Node ends the line at a 101 that nobody asked for, and says nothing but this.
    sent.on('close', () => isAnswered || reject(connectionCut()));
    // While the hub thinks it over, there is time for what the WebSocket will need.
    sent.on('finish', () => void upgradeSecrets());
    sent.end(body);
  });
}
