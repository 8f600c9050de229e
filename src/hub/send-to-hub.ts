import type { IncomingMessage } from 'node:http';

import { linesBy } from '../http/line.ts';
import { nodeRequest } from '../http/node-request.ts';
import type { HttpRequest, RawAnswer } from '../http/request.ts';
import type { Route } from '../http/route.ts';
import { upgradeSecrets } from './web-socket-client.ts';

const answerTimeoutMs = 20_000;

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
    timeout: answerTimeoutMs,
  });
  return new Promise((resolve, reject) => {
    sent.on('response', (response) => void read(response).then(resolve, reject));
    sent.on('timeout', () => sent.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })));
    sent.on('error', reject);
    // While the hub thinks it over, there is time for what the WebSocket will need.
    sent.on('finish', () => void upgradeSecrets());
    sent.end(body);
  });
}

/** By events, since the first loop over a stream's chunks takes more than a millisecond. */
function read(response: IncomingMessage): Promise<RawAnswer> {
  const { statusCode = 0, headers } = response;
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () =>
      resolve({ status: statusCode, headers, text: Buffer.concat(chunks).toString('utf8') }),
    );
    response.on('error', reject);
  });
}
