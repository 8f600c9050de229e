import { describe, expect, test, vi } from 'vitest';

import { EnreachApi } from '../../src/account/enreach-api.ts';
import { trusting } from '../support/certificate-file.ts';
import { accountEnv, useSimulator } from '../support/enreach.ts';
import { unusedUrl } from '../support/fake-server.ts';
import { countLinesTo } from '../support/lines-to.ts';
import { configFolder, jsonLines, rte, startRte } from '../support/rte.ts';
import { startScriptedProxy, type ProxyAnswer } from '../support/scripted-proxy.ts';
import { isProxySkipped, startTinyproxy } from '../support/tinyproxy.ts';
import { untrustedCertificate, untrustedCertificateKey } from '../support/untrusted-certificate.ts';

const enreach = useSimulator({ tls: true, speed: 20 });
const title = `through tinyproxy${isProxySkipped ? ' (skipped: not found)' : ''}`;
const tailOnce = ['tail', '-c', '1', '-v'];

const hostOf = (url: string): string => new URL(url).host;

/** The environment of a run that has an account, trusts the simulated Enreach, and … */
function env(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { ...accountEnv(enreach()), ...trusting(enreach().simulator.certificate), ...more };
}

/** A run with nothing to ask the REST API: negotiation, then the WebSocket. */
async function tailWithToken(): Promise<{ args: string[]; token: Record<string, string> }> {
  const { apiUrl, hubUrl, username, secretKey, userId } = enreach();
  const api = new EnreachApi(apiUrl, { insecure: true });
  const { signal } = new AbortController();
  const { accessToken } = await api.fetchHubTicket({ username, secretKey }, signal);
  return {
    args: ['tail', '--hub-url', hubUrl, '--user', userId],
    token: { RTE_TOKEN: accessToken },
  };
}

describe.skipIf(isProxySkipped)(title, () => {
  test.each(['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'])(
    'REST and WebSocket go, and nothing beside it, when %s names it',
    async (variable) => {
      const proxy = await startTinyproxy();
      const lines = countLinesTo(enreach().apiUrl);
      const { exitCode, stdout, stderr } = await rte(tailOnce, {
        env: env({ [variable]: `http://${proxy.host}` }),
      });
      expect(exitCode, stderr).toBe(0);
      expect(jsonLines(stdout)).toHaveLength(1);
      const host = hostOf(enreach().apiUrl);
      expect(lines()).toBeGreaterThanOrEqual(2);
      await vi.waitFor(() => expect(proxy.asked()).toEqual(Array(lines()).fill(host)));
      const step = `· reaching ${host} through the proxy ${proxy.host} (${variable})`;
      expect(stderr.split('\n').filter((line) => line === step)).toHaveLength(1);
    },
  );

  test('all commands go, with the user and password that it wants', async () => {
    const proxy = await startTinyproxy({ user: 'aino', password: 's3cret' });
    const lines = countLinesTo(enreach().apiUrl);
    const { username, password, apiUrl } = enreach();
    const profile = {
      ...trusting(enreach().simulator.certificate),
      HTTPS_PROXY: `http://aino:s%33cret@${proxy.host}`,
      RTE_CONFIG_DIR: configFolder(),
    };
    const login = ['login', '-u', username, '--password-stdin', '--discovery-url', apiUrl];
    const runs = [
      await rte(login, { env: profile, input: password }),
      await rte(['status', '--check'], { env: profile }),
      await rte(['list-events', '-o', 'json'], { env: profile }),
      await rte(['tail', '-c', '1'], { env: profile }),
    ];
    expect(
      runs.map(({ exitCode }) => exitCode),
      runs.map(({ stderr }) => stderr).join(),
    ).toEqual([0, 0, 0, 0]);
    expect(JSON.parse(runs[2]?.stdout ?? '')).toContainEqual(
      expect.objectContaining({ name: 'UserStatus', offered: true }),
    );
    await vi.waitFor(() => expect(proxy.asked()).toHaveLength(lines()));
    expect(lines()).toBeGreaterThanOrEqual(6);
  });

  test.each([
    ['no user and password', '', 'it wants a user and a password (407).'],
    [
      'a wrong password',
      'aino:wr0ng@',
      'it does not accept the user and password in HTTPS_PROXY (401).',
    ],
  ])('nobody goes with %s: exit code 5, naming the variable', async (_name, credentials, said) => {
    const proxy = await startTinyproxy({ user: 'aino', password: 's3cret' });
    const lines = countLinesTo(enreach().apiUrl);
    const { exitCode, stderr } = await rte(['tail'], {
      env: env({ HTTPS_PROXY: `http://${credentials}${proxy.host}` }),
    });
    expect(exitCode).toBe(5);
    expect(stderr).toContain(`rte: The proxy ${proxy.host}: ${said}`);
    expect(stderr).toContain('HTTPS_PROXY');
    expect(lines()).toBe(0);
  });

  test('nobody goes where it lets nobody: exit code 5', async () => {
    const proxy = await startTinyproxy({ connectPort: '443' });
    const { exitCode, stderr } = await rte(['tail'], {
      env: env({ HTTPS_PROXY: `http://${proxy.host}` }),
    });
    expect(exitCode).toBe(5);
    expect(stderr).toContain(`it does not let us through to ${hostOf(enreach().apiUrl)} (403).`);
  });

  test('nobody gets to a server that is not there: exit code 5', async () => {
    const proxy = await startTinyproxy();
    const apiUrl = (await unusedUrl()).replace('http:', 'https:');
    const { exitCode, stderr } = await rte(['tail'], {
      env: env({ HTTPS_PROXY: `http://${proxy.host}`, RTE_API_URL: apiUrl }),
    });
    expect(exitCode).toBe(5);
    expect(stderr).toContain(`The proxy ${proxy.host}: it can't reach ${hostOf(apiUrl)} (500).`);
  });

  test.each([
    ['HTTPS_PROXY, with the host in NO_PROXY', 'HTTPS_PROXY', { NO_PROXY: '127.0.0.1' }],
    ['HTTPS_PROXY, with all hosts in no_proxy', 'HTTPS_PROXY', { no_proxy: '*' }],
    ['HTTP_PROXY alone', 'HTTP_PROXY', {}],
    ['http_proxy alone', 'http_proxy', {}],
  ])('nothing goes with %s', async (_name, variable, more) => {
    const proxy = await startTinyproxy();
    const lines = countLinesTo(enreach().apiUrl);
    const { exitCode, stderr } = await rte(tailOnce, {
      env: env({ [variable]: `http://${proxy.host}`, ...more }),
    });
    expect(exitCode, stderr).toBe(0);
    expect(stderr).not.toContain('proxy');
    expect(lines()).toBeGreaterThanOrEqual(2);
    expect(proxy.asked()).toEqual([]);
  });
});

describe('a proxy in the way', () => {
  test('that refuses the connection is told as the proxy: exit code 5', async () => {
    const { host } = new URL(await unusedUrl());
    const { exitCode, stderr } = await rte(['tail'], {
      env: env({ HTTPS_PROXY: `http://aino:s3cret@${host}` }),
    });
    expect(exitCode).toBe(5);
    expect(stderr.replace(host, '<proxy>')).toMatchInlineSnapshot(`
      "rte: The proxy <proxy>: the connection was refused.
           Is the server running, and the port right?
           HTTPS_PROXY names the proxy; NO_PROXY lists the hosts to reach without it.
      "
    `);
  });

  test('of the WebSocket alone is told in the same words', async () => {
    // The first line is that of the negotiation.
    const proxy = await startScriptedProxy([{}, { status: 407 }]);
    const { args, token } = await tailWithToken();
    const { exitCode, stderr } = await rte(args, {
      env: env({ HTTPS_PROXY: `http://aino:s3cret@${proxy.host}`, ...token }),
    });
    expect(exitCode).toBe(5);
    expect(stderr.replace(proxy.host, '<proxy>')).toMatchInlineSnapshot(`
      "rte: The proxy <proxy>: it does not accept the user and password in HTTPS_PROXY (407).
           Check both; special characters must be percent-encoded (@ is %40, / is %2F, % is %25).
           HTTPS_PROXY names the proxy; NO_PROXY lists the hosts to reach without it.
      "
    `);
  });

  test('of a reconnect is told, and tried again', async () => {
    const refuse: ProxyAnswer = { status: 502 };
    const proxy = await startScriptedProxy([{}, {}, refuse, {}]);
    const { args, token } = await tailWithToken();
    const tail = startRte(args, { env: env({ HTTPS_PROXY: `http://${proxy.host}`, ...token }) });
    await tail.until('stderr', /● connected/);
    await enreach().cutLines();
    await tail.until('stderr', /can't reach 127\.0\.0\.1:\d+ \(502\)/);
    await tail.until('stderr', /● connected/, 2);
  });

  test.each([
    ['malformed', 'http://aino:s3cret@:x', 'HTTPS_PROXY is not the address of a proxy.'],
    ['of another kind', 'socks5://aino:s3cret@127.0.0.1:1080', 'HTTPS_PROXY names a SOCKS proxy'],
  ])('and %s is a usage error', async (_name, address, said) => {
    for (const command of [['tail'], ['list-events']]) {
      const { exitCode, stdout, stderr } = await rte(command, {
        env: env({ HTTPS_PROXY: address }),
      });
      expect(exitCode).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).toContain(`rte: ${said}`);
      expect(stderr).not.toContain('s3cret');
    }
  });

  test('that is spoken to over https carries TLS within TLS', async () => {
    const tls = { cert: untrustedCertificate, key: untrustedCertificateKey };
    const proxy = await startScriptedProxy([{}], tls);
    const certificates = trusting(enreach().simulator.certificate, untrustedCertificate);
    const { exitCode, stderr } = await rte(tailOnce, {
      env: env({ HTTPS_PROXY: `https://aino:s3cret@${proxy.host}`, ...certificates }),
    });
    expect(exitCode, stderr).toBe(0);
    expect(proxy.asked.length).toBeGreaterThanOrEqual(2);
  });
});

test('the simulated Enreach of --sim, and plain http on this machine, need no proxy', async () => {
  const proxy = await startScriptedProxy();
  const url = `http://${proxy.host}`;
  const proxies = { HTTPS_PROXY: url, HTTP_PROXY: url, ALL_PROXY: url, http_proxy: url };
  const { exitCode, stderr } = await rte(['tail', '--sim', '-c', '1'], { env: proxies });
  expect(exitCode, stderr).toBe(0);
  expect(proxy.asked).toEqual([]);
});

test('a proxy’s user and password appear in no output, not even with -v', async () => {
  const { username, password, apiUrl } = enreach();
  const login = ['login', '-v', '-u', username, '--password-stdin', '--api-url', apiUrl];
  const runs: [readonly string[], readonly ProxyAnswer[], string][] = [
    [login, [{}], 'http'],
    [['tail', '-v', '--meta', '-c', '1'], [{}], 'http'],
    [['list-events', '-v'], [{}], 'http'],
    [['tail', '-v'], [{ status: 407 }], 'http'],
    [['list-events', '-v'], [{ status: 407 }], 'http'],
    [login, [{ status: 403 }], 'http'],
    [['tail', '-v'], [{}, { status: 418 }], 'http'],
    [['tail', '-v'], ['cut'], 'http'],
    [['tail', '-v'], [{}, 'cut'], 'http'],
    [['tail', '-v'], [{}], 'https'],
    [['tail', '-v'], [{}], 'socks5'],
    [['tail', '-v'], [{}], 'http://s3cret'],
  ];
  for (const [args, answers, scheme] of runs) {
    const proxy = await startScriptedProxy(answers);
    const { stdout, stderr } = await rte(args, {
      env: env({
        HTTPS_PROXY: `${scheme}://u53r:s3cret%2Fp@${proxy.host}`,
        RTE_CONFIG_DIR: '/nonexistent/rte',
      }),
      input: password,
    });
    const basic = Buffer.from('u53r:s3cret/p').toString('base64');
    for (const secret of ['u53r', 's3cret', basic]) expect(stdout + stderr).not.toContain(secret);
  }
});
