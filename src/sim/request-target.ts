import type { IncomingMessage } from 'node:http';

/**
 * What a request is for (RFC 9112, 3.2), its authority left as it was asked for: a path, or a whole
 * address as proxies send it.
 *
 * @returns undefined for what is neither.
 */
export function targetOf({ url = '' }: IncomingMessage): URL | undefined {
  const address = /^[/*]/.test(url) ? `http://localhost/${url.slice(1)}` : url;
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return undefined;
  return new URL(address);
}
