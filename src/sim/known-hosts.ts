import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

import { usageError } from '../errors.ts';

/** A host with or without a port, as `Host` has it (RFC 9110, 7.2). */
const hostAndPort = /^(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{0,5}))?$/i;
const highestPort = 65_535;

/** What is the matter with a request's host: 'malformed', or the name of one that is not known. */
export type HostFault = { kind: 'malformed' } | { kind: 'unknown'; host: string };

/**
 * The hosts by which requests may call the simulator. A page of anybody's could have its own name
 * lead to this machine once the browser has loaded it (DNS rebinding), and would then be of one
 * origin with the simulator; what tells it apart is the name in `Host`.
 */
export class KnownHosts {
  readonly #names: ReadonlySet<string>;

  /**
   * @param names of a tunnel or a container, beside those of loopback.
   * @throws RteError usage, for what is no name of a host.
   */
  constructor(names: readonly string[] = []) {
    this.#names = new Set(names.map(readName));
  }

  /** Whether this is a host of loopback, or one that was named. */
  has(hostname: string): boolean {
    return isLoopback(hostname) || this.#names.has(hostname);
  }

  /** What is the matter with the host that a request is for; undefined for nothing. */
  faultOf({ headersDistinct }: IncomingMessage): HostFault | undefined {
    const [value = '', another] = headersDistinct['host'] ?? [];
    const host = another === undefined ? hostnameOf(value) : undefined;
    if (host === undefined) return { kind: 'malformed' };
    return this.has(host) ? undefined : { kind: 'unknown', host };
  }
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** @param hostname as a URL has it: in lower case, IP addresses in their usual form. */
function isLoopback(hostname: string): boolean {
  if (hostname === 'localhost') return true;
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  const version = isIP(address);
  return version !== 0 && loopback.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/** The name alone, as a URL has it; undefined for what is no host. */
function hostnameOf(text: string): string | undefined {
  const [, host, port = ''] = hostAndPort.exec(text) ?? [];
  if (host === undefined || Number(port) > highestPort) return undefined;
  const url = `http://${host}/`;
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

function readName(written: string): string {
  const isAddress = isIP(written) === 6;
  const name = hostnameOf(isAddress ? `[${written}]` : written);
  if (name !== undefined && (isAddress || !/:\d*$/.test(written))) return name;
  throw usageError(
    `--allow-host '${written}' is not the name of a host.`,
    'Give the name alone, such as sim.example.com, without a port.',
  );
}
