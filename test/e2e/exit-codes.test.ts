import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import { describe, expect, onTestFinished, test } from 'vitest';

import { accountEnv, useSimulator } from '../support/enreach.ts';
import { rte, startRte } from '../support/rte.ts';

const program = fileURLToPath(new URL('../../bin/rte.js', import.meta.url));
const enreach = useSimulator({ speed: 20 });
const stranger = '11111111-2222-4333-8444-555555555555';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

describe('exit codes', () => {
  test('0 when it has done what was asked', async () => {
    expect((await rte(['tail', '--sim', '-c', '1', '-q'])).exitCode).toBe(0);
    expect((await rte(['tail', '--sim', '--for', '300ms'])).exitCode).toBe(0);
  });

  test('1 when something fails that is nobody’s usage, such as a port that is taken', async () => {
    const port = new URL(enreach().apiUrl).port;
    const { exitCode, stderr } = await rte(['sim', '--port', port]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`--port ${port} is in use`);
  });

  test
    .skipIf(!existsSync('/dev/full'))
    .each([
      ['tail --sim -c 3'],
      ['list-events --offline'],
      ['describe UserStatus -o json'],
      ['--help'],
    ])('1 when the disk is full: %s', async (args) => {
    const disk = openSync('/dev/full', 'w');
    onTestFinished(() => closeSync(disk));
    const child = spawn(process.execPath, [program, ...args.split(' ')], {
      stdio: ['ignore', disk, 'pipe'],
    });
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const [exitCode] = await once(child, 'close');
    expect(exitCode, stderr).toBe(1);
    expect(stderr).toContain("rte: Can't write to stdout: no space left on the device.");
  });

  test('4 without an account, naming both ways on', async () => {
    const { exitCode, stdout, stderr } = await rte(['tail']);
    expect({ exitCode, stdout, stderr }).toMatchInlineSnapshot(`
      {
        "exitCode": 4,
        "stderr": "rte: You are not logged in.
           rte login connects your account;
           rte tail --sim shows a simulated contact centre, with no account.
      ",
        "stdout": "",
      }
    `);
  });

  test('4 when the secret key is refused', async () => {
    const env = { ...accountEnv(enreach()), RTE_SECRET_KEY: 'wrong' };
    const { exitCode, stderr } = await rte(['tail'], { env });
    expect(exitCode).toBe(4);
    expect(stderr).toContain('was not accepted');
    expect(stderr).toContain('rte login');
  });

  test('4 when the hub refuses the token', async () => {
    const { exitCode, stderr } = await rte(
      ['tail', '--hub-url', enreach().hubUrl, '--user', stranger],
      {
        env: { RTE_TOKEN: 'a.b.c' },
      },
    );
    expect(exitCode).toBe(4);
    expect(stderr).toContain('does not accept the token (401');
  });

  test('5 when there is nobody to connect to', async () => {
    const port = await freePort();
    const { exitCode, stderr } = await rte(
      ['tail', '--hub-url', `http://127.0.0.1:${port}/rte`, '--user', stranger],
      { env: { RTE_TOKEN: 'a.b.c' } },
    );
    expect(exitCode).toBe(5);
    expect(stderr).toContain(`127.0.0.1:${port}: the connection was refused.`);
  });

  test('5 when reconnecting is given up', async () => {
    const tail = startRte(['tail', '--max-reconnects', '0'], { env: accountEnv(enreach()) });
    await tail.until('stderr', /connected/);
    await enreach().cutLines();
    expect((await tail.ended).exitCode).toBe(5);
  });

  test('6 when all subscriptions are rejected', async () => {
    const { exitCode, stderr } = await rte(['tail', '--user', stranger], {
      env: accountEnv(enreach()),
    });
    expect(exitCode).toBe(6);
    expect(stderr).toContain('The hub rejected all subscriptions (34): Unauthorized.');
  });

  test('6 when any is rejected and --strict allows none', async () => {
    const args = ['tail', '--user', `me,${stranger}`, '-e', 'UserStatus', '--strict'];
    const { exitCode, stderr } = await rte(args, { env: accountEnv(enreach()) });
    expect(exitCode).toBe(6);
    expect(stderr).toContain('rejected 1 of 2 subscriptions, and --strict allows none');
  });

  test('6 after a gap, with --fail-on-gap', async () => {
    const tail = startRte(['tail', '--fail-on-gap'], { env: accountEnv(enreach()) });
    await tail.until('stderr', /connected/);
    await enreach().cutLines();
    const { exitCode, stderr } = await tail.ended;
    expect(exitCode).toBe(6);
    expect(stderr).toContain('There was a gap');
  });

  test('7 when no event comes in time', async () => {
    const { exitCode, stderr } = await rte(
      ['tail', '-e', 'UserStatus', '-w', 'note=never', '--timeout', '300ms'],
      { env: accountEnv(enreach()) },
    );
    expect(exitCode).toBe(7);
    // Whether the hub said anything at all in that time is its own affair.
    expect(stderr).toMatch(/(No event|\d+ events?) came within 0.3 s \(--timeout\)/);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s gives %i, with the summary', async (signal, expected) => {
    const tail = startRte(['tail', '--sim']);
    await tail.until('stdout', /"data"/);
    tail.child.kill(signal);
    const { exitCode, stderr } = await tail.ended;
    expect(exitCode).toBe(expected);
    expect(stderr).toMatch(/■ \d+ events? in /);
  });
});

describe('usage errors, exit code 2, name flag, value and remedy', () => {
  const cases: [string, string[]][] = [
    ['a misspelt event', ['tail', '--sim', '-e', 'UserStats']],
    ['a glob that matches nothing', ['tail', '--sim', '-e', 'Foo*']],
    ['an event without an entity of its kind', ['tail', '--user', stranger, '-e', 'QueueStatus']],
    ['a queue that is not known', ['tail', '--sim', '--seed', '1', '--queue', 'Salse']],
    ['an id that is none', ['tail', '--queue', 'c9eeb030-ff4b']],
    ['a misspelt field in --where', ['tail', '--sim', '-w', 'talkin=true']],
    ['a value of the wrong type', ['tail', '--sim', '-w', 'talking=yes']],
    ['a condition without operator', ['tail', '--sim', '-w', 'talking']],
    ['a misspelt field in --fields', ['tail', '--sim', '-f', 'taking']],
    ['a time without unit', ['tail', '--sim', '--timeout', '5']],
    ['a count of none', ['tail', '--sim', '-c', '0']],
    ['an output form that is none', ['tail', '--sim', '-o', 'xml']],
    ['--meta with lines', ['tail', '--sim', '-o', 'lines', '--meta']],
    ['--seed without --sim', ['tail', '--seed', '1']],
    ['--hub-url without a token', ['tail', '--hub-url', 'https://rte.example.com/rte']],
    [
      'credentials over plain http',
      ['login', '-u', 'a@example.com', '--api-url', 'http://api.example.com'],
    ],
    ['an address that is none', ['login', '-u', 'a@example.com', '--api-url', 'api.example.com']],
    ['nobody to ask for the user', ['login']],
    ['an unknown flag', ['tail', '--sim', '--evnt', 'x']],
    ['an unknown command', ['tial']],
    ['an event that can’t be described', ['describe', 'QueueState']],
    ['a pattern that lists nothing', ['list-events', '--offline', 'nothing']],
    ['a port that is none', ['sim', '--port', '70000']],
  ];

  test.each(cases)('%s', async (_name, args) => {
    const env = { ...accountEnv(enreach()), RTE_SECRET_KEY: enreach().secretKey };
    const isAccountless = args[0] === 'login' && args.length === 1;
    const { exitCode, stdout, stderr } = await rte(args, isAccountless ? {} : { env });
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatchSnapshot();
  });
});
