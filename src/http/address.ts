import { BlockList, isIP } from 'node:net';

import { RteError, usageError, type ErrorKind } from '../errors.ts';

/** Whether a host name can only mean this machine. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  return isIP(host) === 4 ? host.startsWith('127.') : host === '::1';
}

/** What stands for this machine in hosts files, besides localhost. */
const otherLocalNames = new Set([
  'localhost.localdomain',
  'localhost6',
  'ip6-localhost',
  'ip6-loopback',
]);

/**
 * Whether a host of a URL could be this machine, however it is spelt: more than `isLoopback`, which
 * says where credentials may go in the clear.
 */
function mayBeThisMachine(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');
  const family = isIP(host);
  if (family === 0) return isLoopback(host) || otherLocalNames.has(host);
  const local = new BlockList();
  // It takes ::ffff:127.0.0.1 for what it is; older ways to write an IPv4 address as IPv6 it doesn't.
  local.addSubnet('127.0.0.0', 8);
  local.addSubnet('0.0.0.0', 8);
  local.addSubnet('::', 127, 'ipv6');
  local.addSubnet('::7f00:0', 104, 'ipv6');
  local.addSubnet('::ffff:0:7f00:0', 104, 'ipv6');
  return local.check(host, family === 4 ? 'ipv4' : 'ipv6');
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
  if (url.href.includes('#'))
    throw usageError(`${what} has a fragment (#…) in it.`, 'Leave out the # and what follows it.');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw usageError(
      `${what} is not encrypted: '${withoutSecrets(text)}'.`,
      'Credentials go over https (or wss) only; plain http is for this machine alone.',
    );
  }
  return url;
}

/** Who gave an address, and what an unusable one counts as. */
export interface ServerSaid {
  /** Where the answer came from. */
  from: URL;
  kind: Extract<ErrorKind, 'failure' | 'connection'>;
}

/**
 * The same for an address that a server gave: that it can't be used is nobody's usage here, and may
 * pass, since a proxy or a restart gives odd answers, too. Only a server on this machine may point
 * to this machine, where a port that listens to nobody else would hear us.
 *
 * @throws RteError of the kind that is asked for.
 */
export function secureUrlFromServer(text: string, what: string, said: ServerSaid): URL {
  const unusable = (message: string, cause?: unknown): RteError =>
    new RteError(said.kind, message, {
      hint: 'No token is sent there. The fault is on the other side: tell who runs the server.',
      cause,
    });
  let url: URL;
  try {
    // A fragment is for the client alone: it is never sent (RFC 9110, 4.2.5).
    url = secureUrl(text.replace(/#.*$/s, ''), what);
  } catch (error) {
    throw error instanceof RteError ? unusable(error.message, error) : error;
  }
  if (!mayBeThisMachine(url.hostname) || mayBeThisMachine(said.from.hostname)) return url;
  throw unusable(
    `${what} is on this machine: '${withoutSecrets(text)}', but ${said.from.host} is not.`,
  );
}

const longestShown = 200;

/** An address as it may be shown: without what stands before an @, or in a query. */
function withoutSecrets(text: string): string {
  const shown = text.replace(/[?#].*$/s, '').replace(/^([a-z+.-]*:\/\/)?.*@/is, '$1');
  return shown.length > longestShown ? `${shown.slice(0, longestShown)}…` : shown;
}
