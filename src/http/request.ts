import { setTimeout as delay } from 'node:timers/promises';

import { withDeadline } from '../abort.ts';
import { readBody, type AnswerHeaders } from './body.ts';
import { networkError, noAnswerInTime } from './network-error.ts';
import { retryAfterMs } from './retry-after.ts';
import { routeFinder, type Route, type RouteOptions } from './route.ts';

const userAgent = 'rte-cli';
/** From the request's beginning to its answer's last byte. */
const answerTimeoutMs = 20_000;
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
  /** The body, decompressed and decoded. */
  text: string;
  contentType: string;
  /** How long the server asks to be left alone (`Retry-After`), if it does. */
  retryAfterMs: number | undefined;
}

/** An answer as it came. */
export interface RawAnswer {
  status: number;
  headers: AnswerHeaders;
  text: string;
}

/** Sends one request and reads the whole answer, of 1 MiB at most. */
export type Send = (request: HttpRequest, route: Route) => Promise<RawAnswer>;

/**
 * One HTTP call. Whatever status comes back is an answer, if all of it comes within 20 s and is not
 * longer than 1 MiB; redirects are not followed, since the request carries credentials. A server that says 'not now, but in a moment' (429 or 503 with a
 * short `Retry-After`) is asked again.
 *
 * @param send by undici, unless somebody has a way that is open already.
 * @throws RteError connection, when there is no answer; usage, for an unusable proxy variable;
 * the signal's reason when it is aborted.
 */
export async function httpRequest(
  request: HttpRequest,
  send: Send = sendByUndici,
): Promise<HttpAnswer> {
  for (let attempt = 0; ; attempt++) {
    const answer = await requestOnce(request, send);
    const waitMs = answer.retryAfterMs;
    const toldToWait = answer.status === 429 || answer.status === 503;
    if (!toldToWait || waitMs === undefined || waitMs > longestObeyedRetryAfterMs) return answer;
    if (attempt === retriesAfterBeingTold) return answer;
    const { signal } = request;
    await delay(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

async function requestOnce(request: HttpRequest, send: Send): Promise<HttpAnswer> {
  const { url, headers, route, signal } = request;
  signal.throwIfAborted();
  const findRoute = await routeFinder(route);
  try {
    const named = { ...request, headers: { 'User-Agent': userAgent, ...headers } };
    const answer = await withDeadline(answerTimeoutMs, signal, noAnswerInTime, (inTime) =>
      send({ ...named, signal: inTime }, findRoute(url)),
    );
    tellServerTime(answer.headers['date'], route);
    return {
      status: answer.status,
      text: answer.text,
      contentType: String(answer.headers['content-type'] ?? ''),
      retryAfterMs: retryAfterMs(answer.headers['retry-after'], Date.now()),
    };
  } catch (error) {
    signal.throwIfAborted();
    throw networkError(error, url.host);
  }
}

async function sendByUndici(
  { method, url, headers, body, signal }: HttpRequest,
  route: Route,
): Promise<RawAnswer> {
  const { agentFor } = await import('./agent.ts');
  const response = await agentFor(route).request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method,
    ...(headers && { headers }),
    ...(body === undefined ? {} : { body }),
    signal,
  });
  return {
    status: response.statusCode,
    headers: response.headers,
    text: await readBody(response.body, response.headers, url.host),
  };
}

function tellServerTime(
  header: string | string[] | undefined,
  route: RouteOptions | undefined,
): void {
  const time = new Date(String(header));
  if (!Number.isNaN(time.getTime())) route?.onServerTime?.(time);
}
