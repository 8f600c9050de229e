import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';

import { proxyFinder } from '../../src/http/proxy.ts';
import { openTunnel } from '../../src/http/tunnel.ts';
import { startFakeServer, unusedUrl } from '../support/fake-server.ts';
import {
  startScriptedProxy,
  type ProxyAnswer,
  type ScriptedProxy,
} from '../support/scripted-proxy.ts';
import { everythingIn, rteErrorOf, thrownBy, told } from '../support/thrown.ts';
import { untrustedCertificate, untrustedCertificateKey } from '../support/untrusted-certificate.ts';

const server = { hostname: 'api.example.com', port: 443 };

afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

/** Opens a tunnel through the proxy of an address; the line ends with the test. */
async function open(
  proxyUrl: string,
  target = server,
  signal?: AbortSignal,
): ReturnType<typeof openTunnel> {
  for (const name of ['https_proxy', 'no_proxy', 'NO_PROXY']) vi.stubEnv(name, '');
  vi.stubEnv('HTTPS_PROXY', proxyUrl);
  const proxy = (await proxyFinder())(new URL('https://api.example.com'));
  if (proxy === undefined) throw new Error('No proxy was chosen.');
  const line = await openTunnel(proxy, target, signal);
  onTestFinished(() => void line.destroy());
  return line;
}

/** What a person is told when the proxy of this host is in the way. */
async function toldOf(host: string, credentials = '', scheme = 'http'): Promise<string> {
  const error = await rteErrorOf(open(`${scheme}://${credentials}${host}`));
  const secrets = [
    's3cret',
    Buffer.from('aino:s3cret').toString('base64'),
    encodeURIComponent('s3cret'),
  ];
  for (const secret of secrets) expect(everythingIn(error)).not.toContain(secret);
  return told(error).replaceAll(host, '<proxy>');
}

async function toldOfAnswer(answer: ProxyAnswer, credentials = ''): Promise<string> {
  return toldOf((await startScriptedProxy([answer])).host, credentials);
}

describe('a tunnel', () => {
  it('is a line to the server that was asked for', async () => {
    const { host } = await startFakeServer({ '/': { text: 'the server' } });
    const proxy = await startScriptedProxy();
    const { hostname, port } = new URL(`http://${host}`);
    const line = await open(`http://${proxy.host}`, { hostname, port: Number(port) });
    line.write('GET / HTTP/1.0\r\n\r\n');
    const [answer] = (await once(line, 'data')) as [Buffer];
    expect(String(answer)).toContain('the server');
    expect(proxy.asked).toEqual([{ target: host, authorization: undefined }]);
  });

  it('is asked for with user and password, if there are any', async () => {
    const { host } = await startFakeServer({});
    const proxy = await startScriptedProxy([{ to: host }]);
    await open(`http://aino:p%40ss@${proxy.host}`);
    expect(proxy.asked).toEqual([
      {
        target: 'api.example.com:443',
        authorization: `Basic ${Buffer.from('aino:p@ss').toString('base64')}`,
      },
    ]);
  });

  it('to an IPv6 address is asked for in brackets', async () => {
    const { host } = await startFakeServer({});
    const proxy = await startScriptedProxy([{ to: host }]);
    await open(`http://${proxy.host}`, { hostname: '::1', port: 8443 });
    expect(proxy.asked).toMatchObject([{ target: '[::1]:8443' }]);
  });

  it('goes on when the signal that it was opened with is aborted later', async () => {
    const { host } = await startFakeServer({ '/': { text: 'the server' } });
    const proxy = await startScriptedProxy([{ to: host }]);
    const controller = new AbortController();
    const line = await open(`http://${proxy.host}`, server, controller.signal);
    controller.abort();
    line.write('GET / HTTP/1.0\r\n\r\n');
    expect(String((await once(line, 'data'))[0])).toContain('the server');
  });

  it('is not opened once the signal is aborted', async () => {
    const proxy = await startScriptedProxy(['silence']);
    const reason = new Error('enough');
    const aborted = AbortSignal.abort(reason);
    expect(await thrownBy(open(`http://${proxy.host}`, server, aborted))).toBe(reason);
    const controller = new AbortController();
    const thrown = thrownBy(open(`http://${proxy.host}`, server, controller.signal));
    await proxy.firstAsked;
    controller.abort(reason);
    expect(await thrown).toBe(reason);
  });
});

describe('it is told as the proxy’s failure, with the variable to look at, when the proxy', () => {
  it('is not there', async () => {
    expect(await toldOf(new URL(await unusedUrl()).host, 'aino:s3cret@')).toMatchInlineSnapshot(`
      "connection: The proxy <proxy>: the connection was refused.
      Is the server running, and the port right?
      HTTPS_PROXY names the proxy; NO_PROXY lists the hosts to reach without it."
    `);
  });

  it('has a name that does not exist', async () => {
    // A form that DNS does not know: nobody is asked.
    expect(await toldOf(`${'x'.repeat(64)}.localhost:3128`)).toMatchInlineSnapshot(`
      "connection: The proxy <proxy>: no such host.
      Check the address for typing errors, and DNS.
      HTTPS_PROXY names the proxy; NO_PROXY lists the hosts to reach without it."
    `);
  });

  it('wants a user and a password', async () => {
    const headers = { 'Proxy-Authenticate': 'Basic realm="office"' };
    expect(await toldOfAnswer({ status: 407, headers })).toMatchInlineSnapshot(`
      "connection: The proxy <proxy>: it wants a user and a password (407).
      Write them into HTTPS_PROXY, percent-encoded: http://user:password@host:port.
      HTTPS_PROXY names the proxy; NO_PROXY lists the hosts to reach without it."
    `);
  });

  it('does not say how it wants them', async () => {
    for (const status of [401, 407]) {
      expect(await toldOfAnswer({ status })).toContain(
        `it wants a user and a password (${status}).`,
      );
    }
  });

  it('does not accept user and password', async () => {
    const headers = {
      'Proxy-Authenticate': 'Digest realm="a, b", nonce="Negotiate", Basic realm="c"',
    };
    expect(await toldOfAnswer({ status: 407, headers }, 'aino:s3cret@')).toMatchInlineSnapshot(`
      "connection: The proxy <proxy>: it does not accept the user and password in HTTPS_PROXY (407).
      Check both; special characters must be percent-encoded (@ is %40, / is %2F, % is %25).
      HTTPS_PROXY names the proxy; NO_PROXY lists the hosts to reach without it."
    `);
  });

  it('wants another kind of authentication', async () => {
    const headers = { 'Proxy-Authenticate': 'Negotiate, NTLM' };
    expect(await toldOfAnswer({ status: 407, headers }, 'aino:s3cret@')).toMatchInlineSnapshot(`
      "connection: The proxy <proxy>: it wants Negotiate or NTLM authentication (407).
      rte knows only Basic, a user and a password: ask whoever runs the proxy to allow that.
      HTTPS_PROXY names the proxy; NO_PROXY lists the hosts to reach without it."
    `);
  });

  it('does not let us through', async () => {
    expect(await toldOfAnswer({ status: 403 }, 'aino:s3cret@')).toMatchInlineSnapshot(`
      "connection: The proxy <proxy>: it does not let us through to api.example.com:443 (403).
      Whoever runs the proxy can allow that host and port.
      HTTPS_PROXY names the proxy; NO_PROXY lists the hosts to reach without it."
    `);
  });

  it.each([500, 502, 503, 504])('can not reach the server (%i)', async (status) => {
    expect((await toldOfAnswer({ status })).replace(`${status}`, '<status>'))
      .toMatchInlineSnapshot(`
      "connection: The proxy <proxy>: it can't reach api.example.com:443 (<status>).
      Check the address for typing errors; else the fault is between the proxy and the server.
      HTTPS_PROXY names the proxy; NO_PROXY lists the hosts to reach without it."
    `);
  });

  it.each([302, 400, 405])('is none, or none for https (%i)', async (status) => {
    expect((await toldOfAnswer({ status })).replace(`${status}`, '<status>'))
      .toMatchInlineSnapshot(`
      "connection: The proxy <proxy>: it answered <status> when asked for a way to api.example.com:443.
      Is it a proxy that passes https on (CONNECT)?
      HTTPS_PROXY names the proxy; NO_PROXY lists the hosts to reach without it."
    `);
  });

  it('cuts the line', async () => {
    expect(await toldOfAnswer('cut')).toMatchInlineSnapshot(`
      "connection: The proxy <proxy>: the connection was cut.
      Try again; a proxy or firewall may stand in between.
      HTTPS_PROXY names the proxy; NO_PROXY lists the hosts to reach without it."
    `);
  });

  it('says nothing for 10 s', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const proxy = await startScriptedProxy(['silence']);
    const text = toldOf(proxy.host, 'aino:s3cret@');
    await proxy.firstAsked;
    await vi.advanceTimersByTimeAsync(9_999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await text).toMatchInlineSnapshot(`
      "connection: The proxy <proxy>: no answer within 10 s.
      Check the network, and whether the proxy is the right one.
      HTTPS_PROXY names the proxy; NO_PROXY lists the hosts to reach without it."
    `);
  });

  it('does not speak HTTP', async () => {
    const other = createServer((socket) => {
      socket.on('error', () => {});
      socket.end('220 mail.example.com\r\n');
    });
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    expect(await toldOf(`127.0.0.1:${port}`, 'aino:s3cret@')).toMatchInlineSnapshot(`
      "connection: The proxy <proxy>: what it answers is not HTTP.
      Check the port.
      HTTPS_PROXY names the proxy; NO_PROXY lists the hosts to reach without it."
    `);
  });

  it('has a certificate that nobody vouches for', async () => {
    const tls = { cert: untrustedCertificate, key: untrustedCertificateKey };
    const proxy: ScriptedProxy = await startScriptedProxy([{}], tls);
    expect(await toldOf(proxy.host, 'aino:s3cret@', 'https')).toMatchInlineSnapshot(`
      "connection: The proxy <proxy>: its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT).
      Put your organization's CA certificate in a file and name it in NODE_EXTRA_CA_CERTS.
      HTTPS_PROXY names the proxy (as https://); NO_PROXY lists the hosts to reach without it."
    `);
    expect(proxy.asked).toEqual([]);
  });

  it('is spoken to over https and speaks http alone', async () => {
    const { host } = await startScriptedProxy();
    expect(await toldOf(host, 'aino:s3cret@', 'https')).toMatchInlineSnapshot(`
      "connection: The proxy <proxy>: it does not speak TLS at that port.
      Check the port; a server on loopback may want http.
      HTTPS_PROXY names the proxy (as https://); NO_PROXY lists the hosts to reach without it."
    `);
  });
});
