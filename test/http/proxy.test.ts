import { beforeEach, describe, expect, it, vi } from 'vitest';

import { proxyFinder, type Proxy } from '../../src/http/proxy.ts';
import { everythingIn, rteErrorOf, told } from '../support/thrown.ts';

const names = ['https_proxy', 'http_proxy', 'all_proxy', 'no_proxy'];

beforeEach(() => {
  for (const name of names.flatMap((each) => [each, each.toUpperCase()])) vi.stubEnv(name, '');
  return () => vi.unstubAllEnvs();
});

/** The proxy for an address when the environment has these variables. */
async function proxyFor(
  address: string,
  variables: Readonly<Record<string, string>>,
): Promise<Proxy | undefined> {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  return (await proxyFinder())(new URL(address));
}

const target = 'https://api.example.com/token';

describe('the proxy for an https address', () => {
  it.each([
    ['is none when no variable is set', {}, undefined],
    ['is that of HTTPS_PROXY', { HTTPS_PROXY: 'http://up:1' }, 'up:1 HTTPS_PROXY'],
    ['is that of https_proxy', { https_proxy: 'http://low:1' }, 'low:1 https_proxy'],
    [
      'is that of the lower case when both are set',
      { HTTPS_PROXY: 'http://up:1', https_proxy: 'http://low:1' },
      'low:1 https_proxy',
    ],
    ['is that of ALL_PROXY for want of it', { ALL_PROXY: 'http://all:1' }, 'all:1 ALL_PROXY'],
    ['is that of all_proxy for want of it', { all_proxy: 'http://all:1' }, 'all:1 all_proxy'],
    [
      'is not that of ALL_PROXY beside HTTPS_PROXY',
      { ALL_PROXY: 'http://all:1', HTTPS_PROXY: 'http://up:1' },
      'up:1 HTTPS_PROXY',
    ],
    [
      'is not that of HTTP_PROXY',
      { HTTP_PROXY: 'http://up:1', http_proxy: 'http://low:1' },
      undefined,
    ],
  ])('%s', async (_name, variables, expected) => {
    const proxy = await proxyFor(target, variables);
    expect(proxy && `${proxy.host} ${proxy.variable}`).toBe(expected);
  });

  it('is the same for https on this machine', async () => {
    expect(await proxyFor('https://127.0.0.1:8443/', { HTTPS_PROXY: 'http://p:1' })).toBeDefined();
  });
});

it('there is no proxy for plain http, which is for this machine alone', async () => {
  const url = 'http://p:1';
  const variables = { HTTP_PROXY: url, http_proxy: url, ALL_PROXY: url, HTTPS_PROXY: url };
  expect(await proxyFor('http://127.0.0.1:8080/', variables)).toBeUndefined();
});

describe('NO_PROXY', () => {
  it.each([
    ['api.example.com', target, false],
    ['API.Example.COM', target, false],
    ['other.example.com', target, true],
    ['example.com', target, true],
    ['.example.com', target, false],
    ['*.example.com', target, false],
    ['*', target, false],
    ['a.example.org, api.example.com', target, false],
    ['a.example.org api.example.com', target, false],
    ['api.example.com:443', target, false],
    ['api.example.com:8443', target, true],
    ['api.example.com:8443', 'https://api.example.com:8443/', false],
    ['127.0.0.1', 'https://127.0.0.1:8443/', false],
    ['[::1]', 'https://[::1]:8443/', false],
    ['localhost', 'https://127.0.0.1:8443/', true],
  ])("'%s': whether %s goes through the proxy is %s", async (noProxy, address, expected) => {
    const variables = { HTTPS_PROXY: 'http://p:1' };
    expect((await proxyFor(address, { ...variables, NO_PROXY: noProxy })) !== undefined).toBe(
      expected,
    );
    vi.stubEnv('NO_PROXY', '');
    expect((await proxyFor(address, { ...variables, no_proxy: noProxy })) !== undefined).toBe(
      expected,
    );
  });
});

function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

describe("a proxy's address", () => {
  const bare = { variable: 'HTTPS_PROXY', secure: false, authorization: undefined };

  it.each([
    ['http://p:3128', { hostname: 'p', port: 3128, host: 'p:3128' }],
    ['http://p:3128/', { hostname: 'p', port: 3128, host: 'p:3128' }],
    ['http://p', { hostname: 'p', port: 80, host: 'p:80' }],
    ['https://p', { hostname: 'p', port: 443, host: 'p:443', secure: true }],
    ['HTTPS://p:3129', { hostname: 'p', port: 3129, host: 'p:3129', secure: true }],
    ['p:3128', { hostname: 'p', port: 3128, host: 'p:3128' }],
    [' http://p:3128\n', { hostname: 'p', port: 3128, host: 'p:3128' }],
    ['http://[::1]:3128', { hostname: '::1', port: 3128, host: '[::1]:3128' }],
    [
      'http://aino:s3cret@p:3128',
      { hostname: 'p', port: 3128, host: 'p:3128', authorization: basic('aino:s3cret') },
    ],
    [
      'aino:s3cret@p:3128',
      { hostname: 'p', port: 3128, host: 'p:3128', authorization: basic('aino:s3cret') },
    ],
    [
      'http://office%5Caino:p%40ss%2Fw%C3%B6rd%25%3A@p:1',
      { hostname: 'p', port: 1, host: 'p:1', authorization: basic('office\\aino:p@ss/wörd%:') },
    ],
    ['http://aino@p:1', { hostname: 'p', port: 1, host: 'p:1', authorization: basic('aino:') }],
  ])('%s is understood', async (value, expected) => {
    expect(await proxyFor(target, { HTTPS_PROXY: value })).toEqual({ ...bare, ...expected });
  });

  it.each([
    'http://',
    'http://aino:s3cret@',
    'http://aino:s3cret@p:99999',
    'http://aino:s3cret/@p:3128',
    'http://aino:s3cret#@p:3128',
    'http://aino:80/s3cret@p:3128',
    'http://aino:80?s3cret@p:3128',
    'http://aino:80#s3cret@p:3128',
    'http://aino:100%s3cret@p:3128',
    'http://aino:s3cret',
    's3cret://p:3128',
    'ftp://aino:s3cret@p',
    's3cret s3cret',
  ])("'%s' is a usage error that names the variable and tells nothing of it", async (value) => {
    const error = await rteErrorOf(proxyFor(target, { https_proxy: value }));
    expect(told(error)).toBe(
      [
        'usage: https_proxy is not the address of a proxy.',
        'Write http://host:port or http://user:password@host:port, with special characters of user',
        'and password percent-encoded (@ is %40, / is %2F, % is %25).',
      ].join('\n'),
    );
    expect(everythingIn(error)).not.toContain('s3cret');
  });

  it.each(['socks://p:1080', 'socks4://p', 'socks5://aino:s3cret@p:1080', 'SOCKS5H://p'])(
    '%s is a usage error that says what works',
    async (value) => {
      const error = await rteErrorOf(proxyFor(target, { ALL_PROXY: value }));
      expect(told(error)).toMatchInlineSnapshot(`
        "usage: ALL_PROXY names a SOCKS proxy, and rte can't use one.
        Name one that is spoken to over http or https, such as http://proxy.example.com:3128."
      `);
    },
  );

  it('that is none does not matter where it is not used', async () => {
    const variables = { HTTPS_PROXY: 'socks5://p', NO_PROXY: 'api.example.com' };
    expect(await proxyFor(target, variables)).toBeUndefined();
    expect(await proxyFor('http://localhost:1/', variables)).toBeUndefined();
  });
});
