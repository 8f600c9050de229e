import { describe, expect, test } from 'vitest';

import { trusting } from '../support/certificate-file.ts';
import { accountEnv, useSimulator } from '../support/enreach.ts';
import { configFolder, jsonLines, rte, startRte } from '../support/rte.ts';
import { startScriptedProxy } from '../support/scripted-proxy.ts';
import { untrustedCertificate, untrustedCertificateKey } from '../support/untrusted-certificate.ts';

const enreach = useSimulator({
  tls: true,
  speed: 20,
  // As which it is reached through a proxy.
  allowedHosts: ['api.example.com', 'rte.example.com'],
});
const tokenEnv = { RTE_TOKEN: 'a.b.c' };
const warning = /WARNING: the certificate of (\S+) is not verified \(--insecure\)/g;

/** The hosts that a run warned of. */
function warnedOf(stderr: string): (string | undefined)[] {
  return [...stderr.matchAll(warning)].map(([, host]) => host);
}

test('a certificate that nobody vouches for is refused, by REST and WebSocket', async () => {
  const { hubUrl } = enreach();
  for (const run of [
    rte(['tail'], { env: accountEnv(enreach()) }),
    rte(['tail', '--hub-url', hubUrl, '--user', enreach().userId], { env: tokenEnv }),
  ]) {
    const { exitCode, stderr } = await run;
    expect(exitCode).toBe(5);
    expect(stderr).toContain('its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT).');
    expect(stderr).toContain('NODE_EXTRA_CA_CERTS');
  }
});

describe('NODE_EXTRA_CA_CERTS', () => {
  test('holds for REST and WebSocket', async () => {
    const { exitCode, stdout, stderr } = await rte(['tail', '-c', '1'], {
      env: { ...accountEnv(enreach()), ...trusting(enreach().simulator.certificate) },
    });
    expect(exitCode, stderr).toBe(0);
    expect(jsonLines(stdout)).toHaveLength(1);
  });

  test('holds with the certificate that rte sim --tls names', async () => {
    const sim = startRte(['sim', '--tls', '-o', 'json', '--speed', '20']);
    await sim.until('stdout', /\n/);
    const { apiUrl, username, secretKey, certificateFile } = jsonLines(sim.stdout())[0] ?? {};
    const { exitCode, stderr } = await rte(['tail', '-c', '1'], {
      env: {
        RTE_API_URL: apiUrl,
        RTE_USERNAME: username,
        RTE_SECRET_KEY: secretKey,
        NODE_EXTRA_CA_CERTS: certificateFile,
      },
    });
    expect(exitCode, stderr).toBe(0);
  });

  test('holds through a proxy, which without it gets no server trusted', async () => {
    const proxy = await startScriptedProxy();
    const env = { ...accountEnv(enreach()), HTTPS_PROXY: `http://${proxy.host}` };
    const trusted = { ...env, ...trusting(enreach().simulator.certificate) };
    expect((await rte(['tail', '-c', '1'], { env: trusted })).exitCode).toBe(0);
    expect(proxy.asked.length).toBeGreaterThanOrEqual(2);
    const { exitCode, stderr } = await rte(['tail', '-c', '1'], { env });
    expect(exitCode).toBe(5);
    expect(stderr).toContain(
      `rte: ${new URL(enreach().apiUrl).host}: its certificate is not trusted`,
    );
  });

  test('does not make a certificate good for another host', async () => {
    const host = 'rte.example.com:8443';
    const proxy = await startScriptedProxy([{ to: new URL(enreach().apiUrl).host }]);
    const { exitCode, stderr } = await rte(
      ['tail', '--hub-url', `wss://${host}/rte`, '--user', enreach().userId],
      {
        env: {
          ...tokenEnv,
          ...trusting(enreach().simulator.certificate),
          HTTPS_PROXY: `http://${proxy.host}`,
        },
      },
    );
    expect(exitCode).toBe(5);
    expect(stderr).toContain(`${host}: its certificate is for another host.`);
  });
});

describe('--insecure', () => {
  test('takes any certificate of this machine quietly, on every command', async () => {
    const { username, password, apiUrl } = enreach();
    const env = { RTE_CONFIG_DIR: configFolder() };
    const login = ['login', '--insecure', '-u', username, '--password-stdin'];
    const runs = [
      await rte([...login, '--discovery-url', apiUrl], { env, input: password }),
      await rte(['status', '--check', '--insecure'], { env }),
      await rte(['list-events', '--insecure', '-o', 'json'], { env }),
      await rte(['tail', '--insecure', '-c', '1', '-q'], { env }),
    ];
    for (const { exitCode, stderr } of runs) {
      expect(exitCode, stderr).toBe(0);
      expect(warnedOf(stderr)).toEqual([]);
      // Nor does Node warn, as it would if all of the process went unverified.
      expect(stderr).not.toMatch(/warning/i);
    }
    expect(JSON.parse(runs[2]?.stdout ?? '')).toContainEqual(
      expect.objectContaining({ name: 'UserStatus', offered: true }),
    );
  });

  test('is for one run: the next verifies again', async () => {
    const env = accountEnv(enreach());
    expect((await rte(['tail', '--insecure', '-c', '1'], { env })).exitCode).toBe(0);
    expect((await rte(['tail', '-c', '1'], { env })).exitCode).toBe(5);
  });

  test.each([[[]], [['-q']]])(
    'warns once of another host, and goes through a proxy (%s)',
    async (flags) => {
      const there = new URL(enreach().apiUrl).host;
      const proxy = await startScriptedProxy([{ to: there }]);
      const { exitCode, stdout, stderr } = await rte(['tail', '--insecure', '-c', '1', ...flags], {
        env: {
          ...accountEnv(enreach()),
          RTE_API_URL: 'https://api.example.com:8443',
          HTTPS_PROXY: `http://${proxy.host}`,
        },
      });
      expect(exitCode, stderr).toBe(0);
      expect(jsonLines(stdout)).toHaveLength(1);
      // REST API and hub are at the same address, to which each goes on a line of its own.
      expect(proxy.asked.length).toBeGreaterThan(1);
      expect(proxy.asked.every(({ target }) => target === 'api.example.com:8443')).toBe(true);
      expect(warnedOf(stderr)).toEqual(['api.example.com:8443']);
    },
  );

  test('warns of a hub elsewhere, too', async () => {
    const proxy = await startScriptedProxy([{ to: new URL(enreach().apiUrl).host }]);
    const { exitCode, stderr } = await rte(
      [
        'tail',
        '-q',
        '--insecure',
        '--hub-url',
        'wss://rte.example.com/rte',
        '--user',
        enreach().userId,
      ],
      { env: { ...tokenEnv, HTTPS_PROXY: `http://${proxy.host}` } },
    );
    expect(exitCode, stderr).toBe(4);
    expect(warnedOf(stderr)).toEqual(['rte.example.com']);
    expect(proxy.asked.every(({ target }) => target === 'rte.example.com:443')).toBe(true);
  });

  test('does not cover the proxy, which gets to see its user and password', async () => {
    const tls = { cert: untrustedCertificate, key: untrustedCertificateKey };
    const proxy = await startScriptedProxy([{}], tls);
    const { exitCode, stderr } = await rte(['tail', '--insecure', '-c', '1'], {
      env: { ...accountEnv(enreach()), HTTPS_PROXY: `https://aino:s3cret@${proxy.host}` },
    });
    expect(exitCode).toBe(5);
    expect(stderr).toContain(`The proxy ${proxy.host}: its certificate is not trusted`);
    expect(proxy.asked).toEqual([]);
  });

  test.each([
    ['tail --sim --insecure', '--sim and --insecure exclude each other.'],
    ['list-events --sim --insecure', '--sim and --insecure exclude each other.'],
    ['status --insecure', '--insecure works with --check only'],
  ])('has no place in rte %s', async (line, said) => {
    const { exitCode, stderr } = await rte(line.split(' '));
    expect(exitCode).toBe(2);
    expect(stderr).toContain(said);
  });
});
