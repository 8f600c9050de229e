import { isLoopback } from './address.ts';
import { proxyFinder, type Proxy } from './proxy.ts';

/** How servers are reached in one run, besides what the environment says of proxies. */
export interface RouteOptions {
  /** Accept any certificate of a server. */
  insecure?: boolean;
  /** Told whenever a proxy is used: which, why, and for what. Hosts are with port. */
  onProxy?(use: { proxy: string; variable: string; target: string }): void;
  /** Told whenever a certificate goes unverified, of any host but this machine. */
  onUnverified?(target: string): void;
  /** Told whenever the environment asks for no verification, which it can't. */
  onIgnoredVariable?(name: string): void;
  /** Told the server's own time with each HTTP answer that has it (`Date`). */
  onServerTime?(time: Date): void;
}

/** The way to one server, for HTTP and WebSocket alike. */
export interface Route {
  proxy: Proxy | undefined;
  /** Whether the server's certificate must be good. A proxy's own always must. */
  verifies: boolean;
}

/** Switches verification off in other programs that run on Node. */
const ignoredVariable = 'NODE_TLS_REJECT_UNAUTHORIZED';

/** Finds the way to an address, http(s) or ws(s). */
export type FindRoute = (url: URL) => Route;

/** @returns a function that throws a usage error for a proxy variable that can't be used. */
export async function routeFinder(options: RouteOptions = {}): Promise<FindRoute> {
  const findProxy = await proxyFinder();
  return (url) => {
    const target = new URL(url.href.replace(/^ws/, 'http'));
    const proxy = findProxy(target);
    const isSecure = target.protocol === 'https:';
    const verifies = !options.insecure || !isSecure;
    if (isSecure && process.env[ignoredVariable] === '0')
      options.onIgnoredVariable?.(ignoredVariable);
    if (!verifies && !isLoopback(target.hostname)) options.onUnverified?.(target.host);
    if (proxy !== undefined) {
      const { host, variable } = proxy;
      options.onProxy?.({ proxy: host, variable, target: target.host });
    }
    return { proxy, verifies };
  };
}
