import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { describe, expect, onTestFinished, test } from 'vitest';

import { userStatus } from '../../src/events/agent.ts';
import { samplePayload } from '../../src/events/envelope.ts';
import { readFaultFlag } from '../../src/sim/fault-setting.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../src/sim/simulator.ts';
import { startFakeServer } from '../support/fake-server.ts';
import { jsonLines, startRte, type RunningRte } from '../support/rte.ts';
import { silent, startScriptedHub, type Attempt } from '../support/scripted-hub.ts';
import { untrustedCertificate, untrustedCertificateKey } from '../support/untrusted-certificate.ts';
import { FaultyLine } from './faulty-line.ts';

const user = '11111111-2222-4333-8444-555555555555';

/** A simulated Enreach in which nothing happens but what a test does. */
async function enreach(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator({ seed: 1, waitForBegin: true, ...options });
  onTestFinished(() => simulator.close());
  return simulator;
}

/** Tails the own user's status; the port may be that of a line to the simulator. */
async function tailing(
  { apiUrl, login }: Simulator,
  flags: readonly string[] = [],
  port = new URL(apiUrl).port,
): Promise<RunningRte> {
  const tail = startRte(['tail', '--event', 'UserStatus', '--meta', ...flags], {
    env: {
      RTE_API_URL: `http://127.0.0.1:${port}`,
      RTE_USERNAME: login.username,
      RTE_SECRET_KEY: login.secretKey,
    },
  });
  await tail.until('stderr', /connected to/);
  return tail;
}

function publish({ hub, login }: Simulator, note: string): void {
  hub.publish(userStatus, login.userId, { ...samplePayload(userStatus), note });
}

/** Goes on until an event has come again; gives what the gaps' causes were. */
async function recovered(simulator: Simulator, tail: RunningRte): Promise<string[]> {
  await tail.until('stdout', /"kind":"gap"/);
  publish(simulator, 'back again');
  await tail.until('stdout', /back again/);
  tail.child.kill('SIGINT');
  const { stdout, exitCode } = await tail.ended;
  expect(exitCode).toBe(130);
  return jsonLines(stdout).flatMap(({ _rte }) => (_rte.kind === 'gap' ? [_rte.cause] : []));
}

describe('rte tail comes back, and says in one line what happened, when', () => {
  test.each([
    ['drop', 'the line was cut'],
    ['abort', 'the hub ended the connection'],
    ['close', 'the hub closed the connection: Connection closed with an error'],
    ['close-reconnect', 'the hub closed the connection: Connection closed with an error'],
    ['bad-frames', 'the line: a frame came that no WebSocket allows: reserved bits are set'],
  ])('the hub’s fault is %s', async (fault, cause) => {
    const simulator = await enreach();
    const tail = await tailing(simulator);
    simulator.faults.strikeNow(fault);
    expect(await recovered(simulator, tail)).toEqual([cause]);
    expect(tail.stderr()).toContain(`▲ not connected: ${cause} · attempt 1 in `);
  });

  test('the server is restarted', async () => {
    const first = await enreach();
    const tail = await tailing(first);
    await first.close();
    await tail.until('stderr', /the connection was refused/);
    const second = await enreach({ port: Number(new URL(first.apiUrl).port) });
    expect(await recovered(second, tail)).toEqual(['the line was cut']);
  });

  test('the line leads nowhere any more, which shows after half a minute', async () => {
    const simulator = await enreach();
    const line = await FaultyLine.to(Number(new URL(simulator.apiUrl).port));
    onTestFinished(() => line.close());
    const tail = await tailing(simulator, [], String(line.port));
    line.blackHole();
    expect(await recovered(simulator, tail)).toEqual(['the hub was not heard for 30 s']);
  }, 60_000);

  test('the token has expired in between: a fresh one is fetched', async () => {
    const simulator = await enreach({ faults: ['token-lifetime=1s'] });
    const tail = await tailing(simulator);
    simulator.faults.turnOn(readFaultFlag('refuse-tokens=1'));
    simulator.faults.strikeNow('drop');
    expect(await recovered(simulator, tail)).toHaveLength(1);
    expect(tail.stderr()).not.toContain('does not accept');
  });

  test.each(['rest-status=500', 'rest-status=429', 'hub-status=503', 'hub-status=429'])(
    'the server is out of service for a while: %s',
    async (fault) => {
      const simulator = await enreach();
      const tail = await tailing(simulator);
      simulator.faults.turnOn(readFaultFlag(fault));
      simulator.faults.strikeNow('drop');
      const status = fault.split('=')[1] ?? '';
      await tail.until('stderr', new RegExp(`not connected: .*${status}`));
      simulator.faults.clear();
      expect(await recovered(simulator, tail)).toEqual(['the line was cut']);
    },
  );

  test('the hub ends the connection while subscriptions are made', async () => {
    const hub = await startScriptedHub([
      {},
      { methods: { Subscribe: (peer) => (peer.cut(), silent) } },
    ]);
    const tail = startRte(['tail', '--hub-url', hub.url, '--user', user, '--meta'], {
      env: { RTE_TOKEN: 'token' },
    });
    await tail.until('stderr', /connected to/);
    (await hub.peer()).cut();
    await tail.until('stdout', /"kind":"gap"/);
    expect(tail.stderr()).toContain('Subscribing failed: the line was cut');
    expect(hub.trail.filter((step) => step === 'Subscribe')).toHaveLength(3);
  });

  test.skipIf(process.platform === 'win32')('the machine was asleep', async () => {
    const simulator = await enreach();
    const tail = await tailing(simulator);
    tail.child.kill('SIGSTOP');
    const before = Date.now();
    publish(simulator, 'heard on waking up');
    simulator.hub.peers.forEach((peer) => peer.cut());
    publish(simulator, 'lost');
    tail.child.kill('SIGCONT');
    expect(await recovered(simulator, tail)).toEqual(['the line was cut']);
    const gap = jsonLines(tail.stdout()).find(({ _rte }) => _rte.kind === 'gap')?.['_rte'];
    expect(Date.parse(gap.from)).toBeLessThanOrEqual(before);
  });
});

test('with --wait the first connection is waited for, too', async () => {
  const simulator = await enreach({ faults: ['hub-status=503'] });
  const { apiUrl, login } = simulator;
  const tail = startRte(['tail', '--wait', '--event', 'UserStatus'], {
    env: { RTE_API_URL: apiUrl, RTE_USERNAME: login.username, RTE_SECRET_KEY: login.secretKey },
  });
  await tail.until('stderr', /not connected: The hub answered 503/);
  simulator.faults.clear();
  await tail.until('stderr', /connected to/);
  publish(simulator, 'at last');
  await tail.until('stdout', /at last/);
});

describe('rte tail ends, and says what to do, when', () => {
  test('the key was revoked in mid-run', async () => {
    const simulator = await enreach();
    const tail = await tailing(simulator);
    simulator.faults.turnOn(readFaultFlag('rest-status=401'));
    simulator.faults.strikeNow('drop');
    const { exitCode, stderr, stdout } = await tail.ended;
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/was not accepted[^]*log in again with rte login/);
    // The gap that it ends in is told of.
    expect(jsonLines(stdout).filter(({ _rte }) => _rte.kind === 'gap')).toHaveLength(1);
  });

  test.each([
    ['rest-status=403', 4, /may not use the real-time engine|403/],
    ['rest-status=500', 5, /500/],
    ['hub-status=403', 4, /The hub refuses this user \(403/],
    ['hub-status=500', 5, /The hub answered 500/],
    ['refuse-tokens', 4, /The hub does not accept the token \(401/],
  ])('the first connection meets %s: exit code %i', async (fault, code, text) => {
    const { apiUrl, login } = await enreach({ faults: [fault] });
    const tail = startRte(['tail'], {
      env: { RTE_API_URL: apiUrl, RTE_USERNAME: login.username, RTE_SECRET_KEY: login.secretKey },
    });
    const { exitCode, stderr, stdout } = await tail.ended;
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: code,
      stdout: '',
      stderr: expect.stringMatching(text),
    });
  });

  test('a name is not found', async () => {
    const tail = startRte(['tail', '--hub-url', 'https://hub.invalid/rte', '--user', user], {
      env: { RTE_TOKEN: 'token' },
    });
    const { exitCode, stderr } = await tail.ended;
    expect(exitCode).toBe(5);
    expect(stderr).toMatch(/hub\.invalid: (no such host|the name can't be looked up)/);
  });

  test('a certificate is not trusted', async () => {
    const server = createTlsServer({ cert: untrustedCertificate, key: untrustedCertificateKey });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const tail = startRte(['tail', '--hub-url', `wss://127.0.0.1:${port}/rte`, '--user', user], {
      env: { RTE_TOKEN: 'token' },
    });
    const { exitCode, stderr } = await tail.ended;
    expect(exitCode).toBe(5);
    expect(stderr).toContain('its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)');
    expect(stderr).toContain('NODE_EXTRA_CA_CERTS');
  });

  test('the hub points elsewhere, with no token for it', async () => {
    const { url } = await startFakeServer({
      '/rte/negotiate': { json: { url: 'https://elsewhere.example.com/rte' } },
    });
    const tail = startRte(['tail', '--hub-url', `${url}/rte`, '--user', user], {
      env: { RTE_TOKEN: 'token' },
    });
    const { exitCode, stderr } = await tail.ended;
    expect(exitCode).toBe(5);
    expect(stderr).toContain('points to elsewhere.example.com, with no token for it');
  });

  test.each(['ws://hub.example.com/rte', 'nonsense', 'wss://user:pass@hub.example.com/rte'])(
    'the REST API names a hub that no token may be sent to: %s',
    async (WssEndpoint) => {
      const server = await startFakeServer({
        '/token/me/rte/': { json: { WssEndpoint, Token: 'a.b.c' } },
      });
      const tail = startRte(['tail', '--user', user], {
        env: { RTE_API_URL: server.url, RTE_USERNAME: 'a@example.com', RTE_SECRET_KEY: 'key' },
      });
      const { exitCode, stderr } = await tail.ended;
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/The hub address that the server gave .*\n +No token is sent there\./);
      expect(stderr).not.toContain('pass');
    },
  );

  test('the REST API sends it elsewhere, where credentials do not go', async () => {
    const elsewhere = await startFakeServer({});
    const server = await startFakeServer({
      '/token/me/rte/': { status: 307, headers: { Location: `${elsewhere.url}/token/me/rte/` } },
    });
    const tail = startRte(['tail', '--user', user], {
      env: { RTE_API_URL: server.url, RTE_USERNAME: 'a@example.com', RTE_SECRET_KEY: 'key' },
    });
    const { exitCode, stderr } = await tail.ended;
    expect(exitCode, stderr).toBe(1);
    expect(stderr).toContain('Credentials do not follow redirects');
    expect(elsewhere.requests).toEqual([]);
  });

  test('attempts are counted: --max-reconnects', async () => {
    const simulator = await enreach();
    const tail = await tailing(simulator, ['--max-reconnects', '2']);
    simulator.faults.turnOn(readFaultFlag('hub-status=500'));
    simulator.faults.strikeNow('drop');
    const { exitCode, stderr } = await tail.ended;
    expect(exitCode).toBe(5);
    expect(stderr).toMatch(/attempt 1 in [^]*attempt 2 in [^]*Gave up after 2 attempts/);
  });
});

describe('Ctrl-C ends it at once, whatever hangs:', () => {
  // Long before any time-out of its own, which are of 10 s and more.
  const soonMs = 8_000;

  test.each<[string, string, Attempt]>([
    ['the negotiation', 'negotiate', { negotiate: 'silent' }],
    ['the upgrade', 'upgrade', { upgrade: 'silent' }],
    ['the handshake', 'handshake', { handshake: 'silent' }],
    [
      'the list of events',
      'AvailableSubscriptions',
      { methods: { AvailableSubscriptions: () => silent } },
    ],
    ['subscribing', 'Subscribe', { methods: { Subscribe: () => silent } }],
  ])(
    '%s',
    async (_name, step, attempt) => {
      const hub = await startScriptedHub([attempt]);
      const tail = startRte(['tail', '--hub-url', hub.url, '--user', user, '--event', 'User*'], {
        env: { RTE_TOKEN: 'token' },
      });
      await hub.reached(step);
      tail.child.kill('SIGINT');
      expect((await tail.ended).exitCode).toBe(130);
    },
    soonMs,
  );

  test(
    'the REST API',
    async () => {
      const server = await startFakeServer({ '/token/me/rte/': { hangs: true } });
      const next = server.nextRequest();
      const tail = startRte(['tail', '--user', user], {
        env: { RTE_API_URL: server.url, RTE_USERNAME: 'a@example.com', RTE_SECRET_KEY: 'key' },
      });
      await next;
      tail.child.kill('SIGINT');
      expect((await tail.ended).exitCode).toBe(130);
    },
    soonMs,
  );

  test(
    'the wait for the next attempt',
    async () => {
      const simulator = await enreach();
      const tail = await tailing(simulator);
      await simulator.close();
      await tail.until('stderr', /attempt 3 in/);
      tail.child.kill('SIGINT');
      const { exitCode, stdout } = await tail.ended;
      expect(exitCode).toBe(130);
      expect(jsonLines(stdout).filter(({ _rte }) => _rte.kind === 'gap')).toHaveLength(1);
    },
    soonMs,
  );

  test(
    'a reader that takes nothing',
    async () => {
      const simulator = await enreach();
      const tail = await tailing(simulator);
      tail.child.stdout.pause();
      for (let number = 0; number < 2_000; number++) publish(simulator, 'x'.repeat(500));
      await expect
        .poll(() => [...simulator.hub.peers].map((peer) => peer.unsentBytes))
        .toEqual([0]);
      tail.child.kill('SIGINT');
      const exited = new Promise((resolve) => tail.child.on('exit', resolve));
      expect(await exited).toBe(130);
    },
    soonMs,
  );
});
