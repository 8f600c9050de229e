import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isLoopback, secureUrl, secureUrlFromServer } from '../../src/http/address.ts';
import { rteErrorOf, told } from '../support/thrown.ts';

describe('isLoopback', () => {
  it.each([
    'localhost',
    'LOCALHOST',
    'api.localhost',
    '127.0.0.1',
    '127.0.0.53',
    '127.255.255.254',
    '::1',
    '[::1]',
  ])('takes %s for this machine', (hostname) => {
    expect(isLoopback(hostname)).toBe(true);
  });

  it.each([
    '127.0.0.1.evil.com',
    '127.evil.com',
    'localhost.evil.com',
    'notlocalhost',
    'my-localhost',
    '128.0.0.1',
    '1.127.0.1',
    '0.0.0.0',
    '10.0.0.1',
    '::2',
    '[::]',
    '[::1].evil.com',
    'example.com',
    '',
  ])("does not take '%s' for this machine", (hostname) => {
    expect(isLoopback(hostname)).toBe(false);
  });
});

describe('secureUrl', () => {
  it.each([
    ['https', 'https://api.example.com/x', 'https://api.example.com/x'],
    ['https with a port', 'https://api.example.com:8443', 'https://api.example.com:8443/'],
    ['wss, as https', 'wss://rte.example.com/rte', 'https://rte.example.com/rte'],
    ['WSS in capitals', 'WSS://RTE.example.com/rte', 'https://rte.example.com/rte'],
    ['a query', 'wss://rte.example.com/rte?silo=1', 'https://rte.example.com/rte?silo=1'],
    ['http to loopback', 'http://127.0.0.1:8080/', 'http://127.0.0.1:8080/'],
    ['ws to loopback, as http', 'ws://localhost:8080/rte', 'http://localhost:8080/rte'],
    ['ws to loopback over IPv6', 'ws://[::1]:8080/rte', 'http://[::1]:8080/rte'],
    ['loopback in short', 'http://127.1/', 'http://127.0.0.1/'],
    ['blanks around it', '  https://api.example.com\n', 'https://api.example.com/'],
  ])('allows %s', (_name, address, expected) => {
    expect(secureUrl(address, '--api-url').href).toBe(expected);
  });

  it.each([
    '',
    'api.example.com',
    'localhost:8080',
    'ftp://example.com',
    'file:///etc/passwd',
    'wsx://a',
  ])("refuses '%s', which is no address of the web", async (address) => {
    const error = await rteErrorOf(() => secureUrl(address, '--api-url'));
    expect(told(error)).toBe(
      `usage: --api-url is not an address: '${address}'.\nGive a whole one, such as https://api.example.com.`,
    );
  });

  it.each([
    'http://api.example.com/',
    'ws://rte.example.com/rte',
    'http://127.0.0.1.evil.com/',
    'http://localhost.evil.com/',
    'http://0.0.0.0:8080/',
    'http://[::ffff:8.8.8.8]/',
  ])('refuses %s, which is neither encrypted nor this machine', async (address) => {
    const error = await rteErrorOf(() => secureUrl(address, 'The hub address'));
    expect(told(error)).toBe(
      `usage: The hub address is not encrypted: '${address}'.\nCredentials go over https (or wss) only; plain http is for this machine alone.`,
    );
  });

  it.each([
    'https://aino:s3cret@api.example.com/',
    'https://s3cret@api.example.com/',
    'https://:s3cret@api.example.com/',
    'http://aino:s3cret@api.example.com/',
    'wss://aino:s3cret@rte.example.com/rte',
    'ftp://aino:s3cret@api.example.com/',
    'aino:s3cret@api.example.com',
    'http://aino:s3cret@api.example.com:99999/',
    'http://api.example.com/?access_token=s3cret',
    'api.example.com/?access_token=s3cret',
  ])('does not repeat the secret in %s', async (address) => {
    const error = await rteErrorOf(() => secureUrl(address, '--api-url'));
    expect(error.kind).toBe('usage');
    expect(told(error)).not.toContain('s3cret');
  });

  it('refuses credentials in an address', async () => {
    const error = await rteErrorOf(() => secureUrl('https://a:b@api.example.com', '--api-url'));
    expect(told(error)).toMatchInlineSnapshot(`
      "usage: --api-url has credentials in it.
      Leave them out of the address; rte login asks for them."
    `);
  });

  it('gives an encrypted address, one on this machine, or a usage error, whatever it gets', () => {
    const anyAddress = fc.oneof(
      fc.string(),
      fc.webUrl({ validSchemes: ['http', 'https', 'ws', 'wss', 'ftp'] }),
    );
    fc.assert(
      fc.property(anyAddress, (address) => {
        try {
          const url = secureUrl(address, 'x');
          expect(url.protocol === 'https:' || isLoopback(url.hostname)).toBe(true);
          expect(url.protocol).toMatch(/^https?:$/);
          expect(url.username + url.password).toBe('');
        } catch (error) {
          expect(error).toMatchObject({ name: 'RteError', kind: 'usage' });
        }
      }),
    );
  });
});

describe('a fragment', () => {
  it.each(['https://rte.example.com/rte#s3cret', 'wss://rte.example.com/#', 'https://a/?b=1#c'])(
    'has no place in an address that a person gives (%s)',
    async (address) => {
      const error = await rteErrorOf(() => secureUrl(address, '--hub-url'));
      expect(told(error)).toBe(
        'usage: --hub-url has a fragment (#…) in it.\nLeave out the # and what follows it.',
      );
    },
  );

  it('is left out of an address that a server gives', () => {
    const said = { from: new URL('https://api.example.com'), kind: 'connection' } as const;
    const url = secureUrlFromServer('wss://rte.example.com/rte?a=1#b', 'It', said);
    expect(url.href).toBe('https://rte.example.com/rte?a=1');
  });
});
