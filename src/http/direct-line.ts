import { connect, isIP, type LookupFunction, type OnReadOpts, type Socket } from 'node:net';

import { RteError } from '../errors.ts';
import { isLoopback } from './address.ts';

/** Where a line goes. */
export interface LineTarget {
  /** A name or an IP address, the latter without brackets. */
  hostname: string;
  port: number;
  isSecure: boolean;
}

/**
 * Opens a line straight to a server or a proxy, with TLS or without. What goes wrong before it
 * stands comes as 'error'.
 *
 * @param verifies whether the other side's certificate must be good.
 */
export async function directLine(
  { hostname, port, isSecure }: LineTarget,
  verifies: boolean,
  onread?: OnReadOpts,
): Promise<Socket> {
  const isLocalName = isIP(hostname) === 0 && isLoopback(hostname);
  const [tls, lookup] = await Promise.all([
    // TLS takes as long to load as much else together.
    isSecure ? import('./tls.ts') : undefined,
    isLocalName ? loopbackLookup() : undefined,
  ]);
  const line = {
    host: hostname,
    port,
    noDelay: true,
    ...(onread && { onread }),
    ...(lookup && { lookup }),
  };
  return tls === undefined ? connect(line) : tls.connectTls({ hostname, verifies }, line);
}

/**
 * Looks up names that mean this machine: `localhost` and all below it (RFC 6761, 6.3). DNS decides
 * where such a name leads, and credentials go there in the clear.
 */
async function loopbackLookup(): Promise<LookupFunction> {
  const { lookup } = await import('node:dns');
  return (hostname, options, found) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return found(error, '');
      const local = addresses.filter(({ address }) => isLoopback(address));
      const [first] = local;
      if (first === undefined) return found(leadsElsewhere(hostname, addresses[0]?.address), '');
      if (options.all) found(null, local);
      else found(null, first.address, first.family);
    });
  };
}

function leadsElsewhere(hostname: string, address = 'nowhere'): RteError {
  return new RteError('connection', `${hostname} leads to ${address}, not to this machine.`, {
    hint: 'No credentials are sent there. Check DNS and the hosts file, or use 127.0.0.1.',
  });
}
