import { request, type IncomingMessage, type RequestOptions } from 'node:http';
import type { Socket } from 'node:net';

import { withDeadline } from '../abort.ts';
import { RteError } from '../errors.ts';
import { directLine, type LineTarget } from './direct-line.ts';
import { connectionCut, networkError } from './network-error.ts';
import type { Proxy } from './proxy.ts';

const connectTimeoutMs = 10_000;

/** A server as a proxy is told it. */
export type Target = Pick<LineTarget, 'hostname' | 'port'>;

/**
 * Has a proxy connect to a server (RFC 9110, 9.3.6, CONNECT).
 *
 * @returns the line to the server, over which TLS can begin.
 * @throws RteError connection, when the proxy is in the way; the signal's reason when aborted.
 */
export function openTunnel(proxy: Proxy, target: Target, signal?: AbortSignal): Promise<Socket> {
  const noAnswerInTime = (): RteError => noAnswer(proxy);
  return withDeadline(connectTimeoutMs, signal, noAnswerInTime, async (inTime) => {
    // The user and password go to the proxy, so its certificate must be good, whatever is asked for.
    const line = await directLine({ ...proxy, isSecure: proxy.secure }, true);
    // Only until the line stands: that must outlive the time in which it was to be opened.
    const abort = (): void => void line.destroy();
    inTime.addEventListener('abort', abort);
    if (inTime.aborted) abort();
    try {
      return await connectThrough(line, proxy, authority(target));
    } finally {
      inTime.removeEventListener('abort', abort);
    }
  });
}

function connectThrough(line: Socket, proxy: Proxy, to: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const asked = request({ ...connectOptions(proxy, to), createConnection: () => line });
    asked.on('error', (error) => reject(unreached(proxy, error)));
    asked.on('close', () => reject(unreached(proxy, connectionCut())));
    asked.on('connect', (response, socket: Socket, head) => {
      // Until TLS takes it over, nobody else listens.
      socket.on('error', () => {});
      if (isSuccess(response)) {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(refusal(proxy, to, response));
    });
    asked.end();
  });
}

function isSuccess({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 200 && statusCode < 300;
}

function connectOptions({ authorization }: Proxy, to: string): RequestOptions {
  return {
    method: 'CONNECT',
    path: to,
    headers: {
      Host: to,
      ...(authorization !== undefined && { 'Proxy-Authorization': authorization }),
    },
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
