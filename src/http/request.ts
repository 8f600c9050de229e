import { setTimeout as delay } from 'node:timers/promises';

import { agentFor } from './agent.ts';
import { networkError } from './network-error.ts';
import { retryAfterMs } from './retry-after.ts';
import { routeFinder, type RouteOptions } from './route.ts';

const userAgent = 'rte-cli';
const longestObeyedRetryAfterMs = 10_000;
const retriesAfterBeingTold = 2;

export interface HttpRequest {
  method: 'GET' | 'POST' | 'DELETE';
  url: URL;
  headers?: Record<string, string>;
  body?: string;
  route?: RouteOptions | undefined;
  signal: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  /** The body, decoded as UTF-8. */
  text: string;
  contentType: string;
  /** How long the server asks to be left alone (`Retry-After`), if it does. */
  retryAfterMs: number | undefined;
}

/**
 * One HTTP call. Whatever status comes back is an answer; redirects are not followed, since the
 * request carries credentials. A server that says 'not now, but in a moment' (429 or 503 with a
 * short `Retry-After`) is asked again.
 *
 * @throws RteError connection, when there is no answer; usage, for an unusable proxy variable;
 * the signal's reason when it is aborted.
 */
export async function httpRequest(request: HttpRequest): Promise<HttpAnswer> {
  for (let attempt = 0; ; attempt++) {
    const answer = await requestOnce(request);
    const waitMs = answer.retryAfterMs;
    const toldToWait = answer.status === 429 || answer.status === 503;
    if (!toldToWait || waitMs === undefined || waitMs > longestObeyedRetryAfterMs) return answer;
    if (attempt === retriesAfterBeingTold) return answer;
    const { signal } = request;
    await delay(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

async function requestOnce({
  method,
  url,
  headers,
  body,
  route,
  signal,
}: HttpRequest): Promise<HttpAnswer> {
  signal.throwIfAborted();
  const findRoute = await routeFinder(route);
  try {
    const response = await agentFor(findRoute(url)).request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers: { 'User-Agent': userAgent, ...headers },
      ...(body === undefined ? {} : { body }),
      signal,
    });
    tellServerTime(response.headers['date'], route);
    return {
      status: response.statusCode,
      text: await response.body.text(),
      contentType: String(response.headers['content-type'] ?? ''),
      retryAfterMs: retryAfterMs(response.headers['retry-after'], Date.now()),
    };
  } catch (error) {
    signal.throwIfAborted();
    throw networkError(error, url.host);
  }
}

function tellServerTime(
  header: string | string[] | undefined,
  route: RouteOptions | undefined,
): void {
  const time = new Date(String(header));
  if (!Number.isNaN(time.getTime())) route?.onServerTime?.(time);
}
