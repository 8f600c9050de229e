import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';

import { RteError } from '../errors.ts';
import { networkError } from './network-error.ts';
import type { Proxy } from './proxy.ts';

const connectTimeoutMs = 10_000;

/** A server as a proxy is told it. */
export interface Target {
  /** A name or an IP address, the latter without brackets. */
  hostname: string;
  port: number;
}

/**
 * Has a proxy connect to a server (RFC 9110, 9.3.6, CONNECT).
 *
 * @returns the line to the server, over which TLS can begin.
 * @throws RteError connection, when the proxy is in the way; the signal's reason when aborted.
 */
export function openTunnel(proxy: Proxy, target: Target, signal?: AbortSignal): Promise<Socket> {
  const to = authority(target);
  return new Promise((resolve, reject) => {
    const request = (proxy.secure ? httpsRequest : httpRequest)(connectOptions(proxy, to));
    // Taken off once the line stands: that must outlive the time-out on opening it.
    const abort = (): void => void request.destroy(signal?.reason as Error);
    const expire = (): void => void request.destroy(noAnswer(proxy));
    const timer = setTimeout(expire, connectTimeoutMs);
    signal?.addEventListener('abort', abort);
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    request.on('error', (error) => {
      settle();
      reject(signal?.aborted ? signal.reason : unreached(proxy, error));
    });
    request.on('connect', (response, socket, head) => {
      settle();
      if (isSuccess(response)) {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
        return;
      }
      socket.on('error', () => {}).destroy();
      reject(refusal(proxy, to, response));
    });
    if (signal?.aborted) abort();
    request.end();
  });
}

function isSuccess({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 200 && statusCode < 300;
}

/** `agent: false`: each tunnel has a line of its own. */
function connectOptions({ hostname, port, authorization }: Proxy, to: string): RequestOptions {
  return {
    method: 'CONNECT',
    host: hostname,
    port,
    path: to,
    headers: {
      Host: to,
      ...(authorization !== undefined && { 'Proxy-Authorization': authorization }),
    },
    agent: false,
  };
}

function authority({ hostname, port }: Target): string {
  return `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`;
}

function noAnswer(proxy: Proxy): RteError {
  return proxyError(proxy, `no answer within ${connectTimeoutMs / 1000} s`, [
    'Check the network, and whether the proxy is the right one.',
  ]);
}

function unreached(proxy: Proxy, error: Error): RteError {
  if (error instanceof RteError) return error;
  const { message, hint = '' } = networkError(error, nameOf(proxy));
  return new RteError('connection', message, { hint: hints(proxy, [hint]), cause: error });
}

function refusal(proxy: Proxy, to: string, response: IncomingMessage): RteError {
  const status = response.statusCode ?? 0;
  // 401 is a server's answer, but tinyproxy gives it to a wrong password.
  if (status === 407 || status === 401)
    return unauthenticated(proxy, status, response.headers['proxy-authenticate']);
  if (status === 403) {
    return proxyError(proxy, `it does not let us through to ${to} (403)`, [
      'Whoever runs the proxy can allow that host and port.',
    ]);
  }
  if (status >= 500) {
    return proxyError(proxy, `it can't reach ${to} (${status})`, [
      'Check the address for typing errors; else the fault is between the proxy and the server.',
    ]);
  }
  return proxyError(proxy, `it answered ${status} when asked for a way to ${to}`, [
    'Is it a proxy that passes https on (CONNECT)?',
  ]);
}

/** @param offered what the proxy authenticates by, such as `Negotiate, Basic realm="office"`. */
function unauthenticated(proxy: Proxy, status: number, offered = ''): RteError {
  const schemes = [...offered.matchAll(/(?:^|,)\s*([a-z-]+)(?=[\s,]|$)/gi)].map(([, name]) => name);
  if (schemes.length > 0 && !schemes.some((each) => /^basic$/i.test(each ?? ''))) {
    return proxyError(proxy, `it wants ${schemes.join(' or ')} authentication (${status})`, [
      'rte knows only Basic, a user and a password: ask whoever runs the proxy to allow that.',
    ]);
  }
  const { authorization, variable } = proxy;
  return authorization === undefined
    ? proxyError(proxy, `it wants a user and a password (${status})`, [
        `Write them into ${variable}, percent-encoded: http://user:password@host:port.`,
      ])
    : proxyError(proxy, `it does not accept the user and password in ${variable} (${status})`, [
        'Check both; special characters must be percent-encoded (@ is %40, / is %2F, % is %25).',
      ]);
}

function proxyError(proxy: Proxy, what: string, hint: string[]): RteError {
  return new RteError('connection', `${nameOf(proxy)}: ${what}.`, { hint: hints(proxy, hint) });
}

function nameOf({ host }: Proxy): string {
  return `The proxy ${host}`;
}

/** What to do, and where the proxy comes from: the person may not know that there is one. */
function hints({ secure, variable }: Proxy, lines: string[]): string {
  const scheme = secure ? ' (as https://)' : '';
  return [
    ...lines,
    `${variable} names the proxy${scheme}; NO_PROXY lists the hosts to reach without it.`,
  ].join('\n');
}
