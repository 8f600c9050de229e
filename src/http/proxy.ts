import { usageError } from '../errors.ts';

/** In the order in which they count for https and wss, as curl and proxy-from-env have it. */
const variables = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'];

/** A proxy that passes connections on (HTTP CONNECT). */
export interface Proxy {
  /** Whether the way to the proxy itself is encrypted. */
  secure: boolean;
  /** Without the brackets of IPv6. */
  hostname: string;
  port: number;
  /** Host and port, for people. */
  host: string;
  /** What the header Proxy-Authorization holds; a secret. */
  authorization: string | undefined;
  /** The environment variable that names it. */
  variable: string;
}

/** Finds the proxy for an https address; undefined where none is to be used. */
export type FindProxy = (target: URL) => Proxy | undefined;

/**
 * Reads the proxy variables of the environment. What chooses among them is loaded only if any is
 * set.
 *
 * @returns a function that throws a usage error for a variable that names no usable proxy.
 */
export async function proxyFinder(): Promise<FindProxy> {
  if (setVariable() === undefined) return () => undefined;
  const { getProxyForUrl } = await import('proxy-from-env');
  return (target) => {
    // Plain http is for loopback alone; through a proxy it would carry credentials in the clear.
    if (target.protocol !== 'https:' || getProxyForUrl(target.href) === '') return undefined;
    const variable = setVariable();
    return variable === undefined ? undefined : readProxy(variable, process.env[variable] ?? '');
  };
}

function setVariable(): string | undefined {
  return variables.find((name) => process.env[name]);
}

/** The value appears in no error: its password can't be told apart in an address that is none. */
function readProxy(variable: string, value: string): Proxy {
  const text = value.trim();
  // As curl reads it; proxy-from-env would take the scheme of the target.
  const address = text.includes('://') ? text : `http://${text}`;
  if (/^socks/i.test(address)) {
    throw usageError(
      `${variable} names a SOCKS proxy, and rte can't use one.`,
      'Name one that is spoken to over http or https, such as http://proxy.example.com:3128.',
    );
  }
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const credentials = url && decodedCredentials(url);
  const isBare = url?.pathname === '/' && url.search === '' && url.hash === '';
  if (url === undefined || !isBare || !/^https?:$/.test(url.protocol) || credentials === undefined)
    throw malformed(variable);
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  return {
    secure,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    host: `${url.hostname}:${port}`,
    authorization:
      credentials === ':' ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`,
    variable,
  };
}

/** `user:password`; undefined where a % begins no encoded character. */
function decodedCredentials({ username, password }: URL): string | undefined {
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    return undefined;
  }
}

function malformed(variable: string): Error {
  return usageError(
    `${variable} is not the address of a proxy.`,
    'Write http://host:port or http://user:password@host:port, with special characters of user\nand password percent-encoded (@ is %40, / is %2F, % is %25).',
  );
}
