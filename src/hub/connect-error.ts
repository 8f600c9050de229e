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

/** Why there is no WebSocket, though the negotiation went well. */
export function upgradeError(hub: URL, failure: UpgradeFailure, error: unknown): RteError {
  if (failure.status !== 404) return connectError(hub, failure, error);
  return new RteError(
    'connection',
    `${hub.host}${hub.pathname} does not know the connection that it has just negotiated (404).`,
    {
      hint: stickySessions,
      cause: error,
    },
  );
}

const stickySessions =
  'A load balancer probably sends the WebSocket to another server: the hub needs sticky sessions.';

/** What SignalR says of a failure, without the words it wraps around it. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/^Error: /, '')
    .replace(/^Failed to complete negotiation with the server: /, '')
    .replace(/\.$/, '');
}
