import type { IncomingMessage } from 'node:http';

/**
 * The headers by which a browser lets a page of another origin read the answer: everything is
 * allowed to all, so that a wallboard in development can run on a port of its own. RTE's own policy
 * is not known.
 */
export function crossOriginHeaders({ method, headers }: IncomingMessage): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined) return {};
  const asked = {
    'Access-Control-Allow-Headers': headers['access-control-request-headers'],
    'Access-Control-Allow-Methods': headers['access-control-request-method'],
  };
  return {
    Vary: 'Origin',
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Credentials': 'true',
    ...(method === 'OPTIONS' && definedOf(asked)),
  };
}

/** Whether a browser asks what it may ask. */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'OPTIONS' &&
    headers.origin !== undefined &&
    headers['access-control-request-method'] !== undefined
  );
}

function definedOf(headers: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
