import { X509Certificate } from 'node:crypto';
import { isIP, type NetConnectOpts, type Socket } from 'node:net';
import { checkServerIdentity, connect, type ConnectionOptions, type TLSSocket } from 'node:tls';

/** Whom TLS is to be spoken with. */
export interface TlsPeer {
  /** The server or proxy that is meant: a name or an IP address, the latter without brackets. */
  hostname: string;
  /** Whether its certificate must be good. */
  verifies: boolean;
}

/**
 * Begins TLS with a server or a proxy, over a line of its own or one that is open already. Every
 * line of this program begins it here.
 */
export function connectTls(peer: TlsPeer, line: NetConnectOpts | { socket: Socket }): TLSSocket {
  // Whether to verify is always said outright; Node would still warn that it doesn't.
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  return connect({ ...line, ...identityOf(peer) });
}

/**
 * What decides who may be at the other end. The name to verify is given outright: Node takes what
 * it finds for it elsewhere, on a line through a proxy that of the proxy, or 'localhost'.
 */
function identityOf({ hostname, verifies }: TlsPeer): ConnectionOptions {
  // A name may end in a dot; the one in SNI must not (RFC 6066, 3).
  const name = hostname.replace(/\.$/, '');
  return {
    host: hostname,
    servername: isIP(name) === 0 ? name : '',
    ALPNProtocols: ['http/1.1'],
    minVersion: 'TLSv1.2',
    rejectUnauthorized: verifies,
    checkServerIdentity: (_found, certificate) => {
      // Node 22.23 takes addresses of IPv6 for names, for which then no certificate is good.
      const isItsAddress = isIP(name) === 6 && new X509Certificate(certificate.raw).checkIP(name);
      return isItsAddress ? undefined : checkServerIdentity(name, certificate);
    },
  };
}
