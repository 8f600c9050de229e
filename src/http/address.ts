import { isIP } from 'node:net';

import { RteError, usageError } from '../errors.ts';

/** Whether a host name can only mean this machine. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  return isIP(host) === 4 ? host.startsWith('127.') : host === '::1';
}

/**
 * An address that credentials may be sent to: http(s), or ws(s) rewritten to it, since the hub's
 * own client accepts no other; unencrypted only to loopback.
 *
 * @param what names the address to the person, such as '--api-url'.
 * @throws RteError usage
 */
export function secureUrl(text: string, what: string): URL {
  const url = URL.canParse(text.trim()) ? new URL(text.trim().replace(/^ws/i, 'http')) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw usageError(
      `${what} is not an address: '${withoutSecrets(text)}'.`,
      'Give a whole one, such as https://api.example.com.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw usageError(
      `${what} has credentials in it.`,
      'Leave them out of the address; rte login asks for them.',
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw usageError(
      `${what} is not encrypted: '${withoutSecrets(text)}'.`,
      'Credentials go over https (or wss) only; plain http is for this machine alone.',
    );
  }
  return url;
}

/**
 * The same for an address that a server gave: that it can't be used is nobody's usage here, and may
 * pass, since a proxy or a restart gives odd answers, too.
 *
 * @throws RteError failure
 */
export function secureUrlFromServer(text: string, what: string): URL {
  try {
    return secureUrl(text, what);
  } catch (error) {
    if (!(error instanceof RteError)) throw error;
    throw new RteError('failure', error.message, {
      hint: 'No token is sent there. The fault is on the other side: tell who runs the server.',
      cause: error,
    });
  }
}

/** An address as it may be shown: without what stands before an @, or in a query. */
function withoutSecrets(text: string): string {
  return text.replace(/[?#].*$/s, '').replace(/^([a-z+.-]*:\/\/)?.*@/is, '$1');
}
