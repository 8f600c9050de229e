import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';

import { networkError } from '../../src/http/network-error.ts';
import { httpRequest } from '../../src/http/request.ts';
import { listen, startFakeServer, unusedUrl } from '../support/fake-server.ts';
import { rteErrorOf, told } from '../support/thrown.ts';
import { untrustedCertificate, untrustedCertificateKey } from '../support/untrusted-certificate.ts';

// A proxy of this machine has no part in it.
beforeEach(() => void vi.stubEnv('NO_PROXY', '*').stubEnv('no_proxy', '*'));
afterEach(() => void vi.unstubAllEnvs());

/** What a person is told of a request that gets no answer; the port, which differs, is left out. */
async function toldOf(address: string): Promise<string> {
  const { signal } = new AbortController();
  const error = await rteErrorOf(httpRequest({ method: 'GET', url: new URL(address), signal }));
  return told(error).replace(/:\d+:/, ':<port>:');
}

describe('a request says what went wrong when', () => {
  it('nobody listens', async () => {
    expect(await toldOf(await unusedUrl())).toMatchInlineSnapshot(`
      "connection: 127.0.0.1:<port>: the connection was refused.
      Is the server running, and the port right?"
    `);
  });

  it('a name has a form that DNS does not know', async () => {
    const name = `${'x'.repeat(64)}.localhost`;
    expect((await toldOf(`http://${name}/`)).replace(name, '<name>')).toMatchInlineSnapshot(`
      "connection: <name>: no such host.
      Check the address for typing errors, and DNS."
    `);
  });

  it('the certificate is signed by nobody', async () => {
    const server = createTlsServer({ cert: untrustedCertificate, key: untrustedCertificateKey });
    const address = (await listen(server)).replace('http:', 'https:');
    expect(await toldOf(address)).toMatchInlineSnapshot(`
      "connection: 127.0.0.1:<port>: its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT).
      Put your organization's CA certificate in a file and name it in NODE_EXTRA_CA_CERTS."
    `);
  });

  it('the port does not speak TLS', async () => {
    const { url } = await startFakeServer({});
    expect(await toldOf(url.replace('http:', 'https:'))).toMatchInlineSnapshot(`
      "connection: 127.0.0.1:<port>: it does not speak TLS at that port.
      Check the port; a server on loopback may want http."
    `);
  });

  it('the line is cut before an answer', async () => {
    const server = createServer((socket) => socket.on('data', () => socket.destroy()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    expect(await toldOf(`http://127.0.0.1:${port}/`)).toMatchInlineSnapshot(`
      "connection: 127.0.0.1:<port>: the connection was cut.
      Try again; a proxy or firewall may stand in between."
    `);
  });
});

/** An error as Node and undici make them. */
function failure(code: string, message = `it failed with ${code}`): Error {
  return Object.assign(new Error(message), { code });
}

describe('networkError', () => {
  it('puts the codes of Node and undici into words', () => {
    const codes = [
      'ENOTFOUND',
      'EAI_AGAIN',
      'ECONNREFUSED',
      'ECONNRESET',
      'EPIPE',
      'UND_ERR_SOCKET',
      'ENETUNREACH',
      'EHOSTUNREACH',
      'ETIMEDOUT',
      'UND_ERR_CONNECT_TIMEOUT',
      'UND_ERR_HEADERS_TIMEOUT',
      'UND_ERR_BODY_TIMEOUT',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'CERT_HAS_EXPIRED',
      'CERT_NOT_YET_VALID',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'EPROTO',
      'ERR_SSL_WRONG_VERSION_NUMBER',
      'ERR_SSL_PACKET_LENGTH_TOO_LONG',
      'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
      'HPE_INVALID_CONSTANT',
      'EWHATEVER',
    ];
    const text = codes.map((code) => told(networkError(failure(code), 'api:443'))).join('\n');
    expect(text).toMatchInlineSnapshot(`
      "connection: api:443: no such host.
      Check the address for typing errors, and DNS.
      connection: api:443: the name can't be looked up at the moment.
      Check the network and DNS.
      connection: api:443: the connection was refused.
      Is the server running, and the port right?
      connection: api:443: the connection was cut.
      Try again; a proxy or firewall may stand in between.
      connection: api:443: the connection was cut.
      Try again; a proxy or firewall may stand in between.
      connection: api:443: the connection was cut.
      Try again; a proxy or firewall may stand in between.
      connection: api:443: there is no way to that host.
      Check the network and the VPN.
      connection: api:443: there is no way to that host.
      Check the network and the VPN.
      connection: api:443: no answer in time.
      Check the network, and whether a proxy is needed.
      connection: api:443: no answer in time.
      Check the network, and whether a proxy is needed.
      connection: api:443: no answer in time.
      Check the network, and whether a proxy is needed.
      connection: api:443: no answer in time.
      Check the network, and whether a proxy is needed.
      connection: api:443: its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT).
      Put your organization's CA certificate in a file and name it in NODE_EXTRA_CA_CERTS.
      connection: api:443: its certificate is not trusted (SELF_SIGNED_CERT_IN_CHAIN).
      Put your organization's CA certificate in a file and name it in NODE_EXTRA_CA_CERTS.
      connection: api:443: its certificate is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE).
      Put your organization's CA certificate in a file and name it in NODE_EXTRA_CA_CERTS.
      connection: api:443: its certificate is not trusted (UNABLE_TO_GET_ISSUER_CERT).
      Put your organization's CA certificate in a file and name it in NODE_EXTRA_CA_CERTS.
      connection: api:443: its certificate is not trusted (UNABLE_TO_GET_ISSUER_CERT_LOCALLY).
      Put your organization's CA certificate in a file and name it in NODE_EXTRA_CA_CERTS.
      connection: api:443: its certificate has expired.
      Check this machine's clock; else the server needs a new one.
      connection: api:443: its certificate is not valid yet.
      Check this machine's clock; else the server began to use it too early.
      connection: api:443: its certificate is for another host.
      Check the address for typing errors.
      connection: api:443: it does not speak TLS at that port.
      Check the port; a server on loopback may want http.
      connection: api:443: it does not speak TLS at that port.
      Check the port; a server on loopback may want http.
      connection: api:443: it does not speak TLS at that port.
      Check the port; a server on loopback may want http.
      connection: api:443: TLS failed: it failed with ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION.
      Run it with -v to see more.
      connection: api:443: what it answers is not HTTP.
      Check the port.
      connection: api:443: it failed with EWHATEVER.
      Run it with -v to see more."
    `);
  });

  it.each([
    ['below others', new TypeError('fetch failed', { cause: failure('ECONNREFUSED') })],
    [
      'among the attempts at several addresses',
      new TypeError('fetch failed', {
        cause: new AggregateError([failure('ECONNREFUSED'), failure('ENETUNREACH')]),
      }),
    ],
  ])('finds the cause %s', (_name, error) => {
    expect(networkError(error, 'api:443').message).toBe('api:443: the connection was refused.');
  });

  it.each([
    ['one with a full stop', new Error('It broke.'), 'api: It broke.'],
    ['one of several lines', new Error('It broke\nhere'), 'api: It broke.'],
    ['one without a word', new Error(''), 'api: it failed without a word.'],
    ['a thrown text', 'broken', 'api: broken.'],
  ])('gives %s in one sentence', (_name, thrown, expected) => {
    expect(networkError(thrown, 'api').message).toBe(expected);
  });

  it('is a connection error, and keeps the cause', () => {
    const cause = failure('ECONNREFUSED');
    expect(networkError(cause, 'api')).toMatchObject({ kind: 'connection', exitCode: 5, cause });
  });

  it('comes to an end when causes go round in a circle', () => {
    const error = new Error('round');
    error.cause = error;
    expect(networkError(error, 'api').message).toBe('api: round.');
  });
});
