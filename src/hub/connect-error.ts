import { RteError } from '../errors.ts';
import { networkError } from '../http/network-error.ts';
import type { UpgradeFailure } from './hub-socket.ts';

/**
 * Why there is no connection, when it failed at the negotiation or at the handshake.
 *
 * @param error what SignalR says of it.
 */
export function connectError(
  hub: URL,
  failure: UpgradeFailure | undefined,
  error: unknown,
): RteError {
  if (failure?.cause instanceof RteError) return failure.cause;
  if (failure?.cause !== undefined) return networkError(failure.cause, hub.host);
  const at = `${hub.host}${hub.pathname}`;
  const retryAfterMs = failure?.retryAfterMs;
  const status = failure?.status;
  switch (true) {
    case status === 401:
      return new RteError('unauthorized', `The hub does not accept the token (401, ${at}).`, {
        hint: 'Log in again with rte login; with RTE_TOKEN, get a new token.',
        cause: error,
      });
    case status === 403:
      return new RteError('unauthorized', `The hub refuses this user (403, ${at}).`, {
        hint: 'The user lacks the right to use the real-time engine.',
        cause: error,
      });
    case status === 404:
      return new RteError('connection', `There is no hub at ${at} (404).`, {
        hint: 'Check the hub address.',
        cause: error,
      });
    case status !== undefined && status >= 300 && status < 400:
      return new RteError('connection', `The hub points elsewhere (${status}, ${at}).`, {
        hint: 'Tokens do not follow redirects: give the final address of the hub.',
        cause: error,
      });
    case status !== undefined:
      return new RteError('connection', `The hub answered ${status} (${at}).`, {
        hint: status === 429 ? 'Too many requests: wait a little.' : 'Try again later.',
        retryAfterMs,
        cause: error,
      });
    default:
      return new RteError('connection', `${at}: ${reasonOf(error)}.`, {
        hint: 'Is there a SignalR hub at that address?',
        cause: error,
      });
  }
}

/**
 * Why there is no WebSocket, though the negotiation went well. A hub would have refused that first,
 * so what refuses the WebSocket alone mostly stands in between.
 *
 * @param url where the WebSocket was to go.
 */
export function upgradeError(url: URL, failure: UpgradeFailure, error: unknown): RteError {
  const { status, retryAfterMs, cause } = failure;
  const what = `The WebSocket to ${url.host}${url.pathname}`;
  if (status === 401) return connectError(url, failure, error);
  if (status !== undefined) {
    return new RteError('connection', `${what} was refused (${status}).`, {
      hint: hintOnRefusal(status),
      retryAfterMs,
      cause: error,
    });
  }
  const told = networkError(cause, what);
  if (cause instanceof RteError || !isSomebodyInBetween(cause)) return told;
  return new RteError('connection', told.message, { hint: inBetween, cause });
}

/**
 * The WebSocket was opened, and ended before the handshake was answered.
 *
 * @param end how it ended, as the beginning of a sentence without its full stop.
 */
export function endedEarly({ host, pathname }: URL, end: string, error: unknown): RteError {
  return new RteError(
    'connection',
    `The WebSocket to ${host}${pathname} ended before the handshake: ${end}.`,
    { hint: inBetween, cause: error },
  );
}

const inBetween =
  'The negotiation succeeded: a proxy or firewall in between may not pass WebSockets.';

function hintOnRefusal(status: number): string {
  switch (true) {
    case status === 404:
      return 'The connection that was negotiated is not known there. A load balancer probably sends the WebSocket to another server: the hub needs sticky sessions.';
    case status === 409:
      return 'The connection that was negotiated is in use already: a proxy in between may send requests twice.';
    case status === 429:
      return 'Too many requests: wait a little.';
    case status >= 300 && status < 400:
      return 'It points elsewhere, where no token is sent: a proxy or log-in page in between may not pass WebSockets.';
    case status >= 500 && status !== 501:
      return `${inBetween}\nElse the hub is in trouble: try again later.`;
    default:
      return inBetween;
  }
}

/** Whether an answer was cut, or is none: that is what who doesn't know WebSockets makes of one. */
function isSomebodyInBetween(cause: unknown): boolean {
  const { code } = Object(cause) as { code?: unknown };
  return typeof code !== 'string' || /^(ECONNRESET|EPIPE|HPE_)/.test(code);
}

/** What SignalR says of a failure, without the words it wraps around it. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/^Error: /, '')
    .replace(/^Failed to complete negotiation with the server: /, '')
    .replace(/\.$/, '');
}
