import type { Cookie, CookieJar } from 'tough-cookie';

const mostCookies = 50;
/** Of name and value together (RFC 6265bis, 5.7), which is where browsers stop, too. */
const mostCookieBytes = 4_096;
/** Of a path or domain (RFC 6265bis, 5.6). */
const mostAttributeBytes = 1_024;
/** What Node sends in a header. */
const sendable = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * The cookies of a run, as a browser keeps them for a page: each goes to the hosts and paths it was
 * set for, until it expires. Load balancers keep a client on one server by them.
 *
 * As in browsers, a port makes no other host, and this machine counts as secure: http goes nowhere
 * else, and what a test system sets there is what the real one sets behind TLS.
 */
export class Cookies {
  #jar: CookieJar | undefined;
  #taken: Promise<void> = Promise.resolve();

  /** Resolves when all cookies that were taken so far can be sent. */
  get taken(): Promise<void> {
    return this.#taken;
  }

  /** @returns the value of the `Cookie` header for an address (http(s) or ws(s)); '' for none. */
  headerFor(url: URL | string): string {
    return this.#jar?.getCookieStringSync(httpAddress(url)) ?? '';
  }

  /**
   * Keeps the cookies of an answer (`Set-Cookie`). One that can't be used is left out without a
   * word, as in browsers: no error may hold a cookie.
   */
  take(lines: string | string[] | undefined, url: URL | string): Promise<void> {
    if (lines === undefined) return this.#taken;
    this.#taken = this.#takeAll([lines].flat(), httpAddress(url));
    // It is for the next request to fail.
    this.#taken.catch(() => {});
    return this.#taken;
  }

  async #takeAll(lines: readonly string[], address: string): Promise<void> {
    const { Cookie: Parser, CookieJar: Jar } = await import('tough-cookie');
    this.#jar ??= new Jar();
    for (const line of lines) {
      const cookie = sendable.test(line) ? Parser.parse(line) : undefined;
      if (cookie === undefined || !isSmall(cookie)) continue;
      // Nothing is done with attributes that aren't known.
      cookie.extensions = null;
      this.#jar.setCookieSync(cookie, address, { ignoreError: true });
      await makeRoom(this.#jar);
    }
  }
}

function httpAddress(url: URL | string): string {
  return String(url).replace(/^ws/, 'http');
}

function isSmall({ key, value, path, domain }: Cookie): boolean {
  if (key.length + value.length > mostCookieBytes) return false;
  return [path, domain].every((each) => (each?.length ?? 0) <= mostAttributeBytes);
}

/** Has what has expired go first, and then what was set first. */
async function makeRoom({ store }: CookieJar): Promise<void> {
  const cookies = await store.getAllCookies();
  if (cookies.length <= mostCookies) return;
  const oldest = cookies.find((cookie) => cookie.TTL() <= 0) ?? cookies[0];
  if (oldest === undefined) return;
  const { domain, path, key } = oldest;
  await store.removeCookie(domain ?? '', path ?? '', key);
}
