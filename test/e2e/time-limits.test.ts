import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync, write, writeFileSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { describe, expect, onTestFinished, test } from 'vitest';

import { startFakeServer, type Answer, type Answers } from '../support/fake-server.ts';
import { inParallel } from '../support/in-parallel.ts';
import {
  configFolder,
  jsonLines,
  startRte,
  type RteOptions,
  type RunningRte,
} from '../support/rte.ts';
import { silent, startScriptedHub, type Attempt } from '../support/scripted-hub.ts';
import { startScriptedProxy } from '../support/scripted-proxy.ts';

const user = '11111111-2222-4333-8444-555555555555';
const program = fileURLToPath(new URL('../../bin/rte.js', import.meta.url));
/** White space, of which JSON may have any amount. */
const blanks = ' '.repeat(1_000_000);
const tokenEnv = { RTE_TOKEN: 'token' };
const credentials = { RTE_USERNAME: 'a@example.com', RTE_SECRET_KEY: 'secret-key' };

interface Phase {
  args: readonly string[];
  options: RteOptions;
}

async function api(answers: Answers, args: readonly string[] = []): Promise<Phase> {
  const { url } = await startFakeServer(answers);
  return { args, options: { env: { ...credentials, RTE_API_URL: url } } };
}

async function hub(...attempts: readonly Attempt[]): Promise<Phase> {
  const { url } = await startScriptedHub(attempts);
  return { args: ['--user', user, '--hub-url', url], options: { env: tokenEnv } };
}

const hanging: Answer = { hangs: true };
/** Lets the first connection end as soon as it stands. */
const lost: Attempt = {
  methods: { Subscribe: (peer) => (setImmediate(() => peer.cut()), undefined) },
};

/** What a run may be at when its time is over; the first three come before there is a run. */
const early: Record<string, () => Promise<Phase>> = {
  discovery: async () => {
    const { url } = await startFakeServer({ '/api/user': hanging });
    return { args: [], options: { env: { ...credentials, RTE_DISCOVERY_URL: url } } };
  },
  "asking who 'me' is": () => api({ '/users/me': hanging }),
  'reading subscriptions from stdin': () =>
    Promise.resolve({
      args: ['--subscriptions', '-', '--hub-url', 'http://127.0.0.1:1/'],
      options: { env: tokenEnv, stdinStaysOpen: true },
    }),
};

const phases: Record<string, () => Promise<Phase>> = {
  'fetching a token': () => api({ '/token/me/rte/': hanging }, ['--user', user]),
  'waiting for a token, as it was told to': () =>
    api({ '/token/me/rte/': { status: 503, headers: { 'Retry-After': '9' } } }, ['--user', user]),
  'waiting for a proxy': async () => {
    const proxy = await startScriptedProxy(['silence']);
    return {
      args: ['--user', user, '--hub-url', 'https://rte.example.com/rte'],
      options: { env: { ...tokenEnv, HTTPS_PROXY: `http://${proxy.host}` } },
    };
  },
  negotiating: () => hub({ negotiate: 'silent' }),
  'upgrading to a WebSocket': () => hub({ upgrade: 'silent' }),
  'the handshake': () => hub({ handshake: 'silent' }),
  'asking which events there are': () => hub({ methods: { AvailableSubscriptions: () => silent } }),
  subscribing: () => hub({ methods: { Subscribe: () => silent } }),
  listening: () => hub(),
  'waiting for a reconnect': () =>
    hub(lost, { negotiate: { status: 503, headers: { 'Retry-After': '300' } } }),
  reconnecting: () => hub(lost, { negotiate: 'silent' }, { negotiate: 'silent' }),
  'fetching a token for a reconnect': async () => {
    const { url } = await startScriptedHub([lost]);
    const ticket = { json: { WssEndpoint: url.replace(/^http/, 'ws'), Token: 'a.b' } };
    return api({ '/token/me/rte/': [ticket, hanging] }, ['--user', user]);
  },
};

async function run(phase: () => Promise<Phase>, limit: readonly string[]): Promise<RunningRte> {
  const { args, options } = await phase();
  return startRte(['tail', '-v', ...args, ...limit], options);
}

describe('--timeout and --for end a run in time, whatever it is at:', () => {
  const all = Object.entries({ ...early, ...phases });
  const summary = /^■ 0 events in /m;

  test('--timeout, with exit code 7', async () => {
    await inParallel(6, all, async ([name, phase]) => {
      const tail = await run(phase, ['--timeout', '2s']);
      const { exitCode, stdout, stderr } = await tail.ended;
      expect({ name, exitCode, stdout }, stderr).toEqual({ name, exitCode: 7, stdout: '' });
      expect(stderr).toContain('rte: No event came within 2 s (--timeout).');
    });
  });

  test('--for, with exit code 0, and with the summary of a run that had begun', async () => {
    await inParallel(6, all, async ([name, phase]) => {
      const tail = await run(phase, ['--for', '2s']);
      const { exitCode, stdout, stderr } = await tail.ended;
      expect({ name, exitCode, stdout }, stderr).toEqual({ name, exitCode: 0, stdout: '' });
      expect(summary.test(stderr), `${name}: ${stderr}`).toBe(name in phases);
      expect(stderr).not.toMatch(/^rte:/m);
    });
  });

  test('--for, when the reader takes nothing any more', async () => {
    const scripted = await startScriptedHub();
    const tail = startRte(['tail', '--user', user, '--hub-url', scripted.url, '--for', '4s'], {
      env: tokenEnv,
    });
    await tail.until('stderr', /● connected/);
    tail.child.stdout.pause();
    const peer = await scripted.peer();
    for (let number = 0; number < 500; number++) void peer.send(event(number));
    const [exitCode] = (await once(tail.child, 'exit')) as [number | null];
    expect(exitCode).toBe(0);
    expect(tail.stderr()).toMatch(/^■ /m);
    expect(tail.stderr()).toContain('rte: stdout was not read to its end within 5 s');
  });

  test('--for, when only the reader is waited for', async () => {
    const scripted = await startScriptedHub();
    const flags = ['--user', user, '--hub-url', scripted.url, '-c', '1', '--for', '4s'];
    const tail = startRte(['tail', ...flags], { env: tokenEnv });
    await tail.until('stderr', /● connected/);
    tail.child.stdout.pause();
    const big = { type: 1, target: 'X', arguments: ['x'.repeat(10_000_000)] };
    void (await scripted.peer()).send(big);
    const [exitCode] = (await once(tail.child, 'exit')) as [number | null];
    expect(exitCode).toBe(0);
  });

  test('what the reader still takes after --for is not lost', async () => {
    const scripted = await startScriptedHub();
    const tail = startRte(['tail', '--user', user, '--hub-url', scripted.url, '--for', '3s'], {
      env: tokenEnv,
    });
    await tail.until('stderr', /● connected/);
    tail.child.stdout.pause();
    const peer = await scripted.peer();
    for (let number = 0; number < 500; number++) void peer.send(event(number));
    const summary = /■ (\d+) events /;
    await tail.until('stderr', summary);
    tail.child.stdout.resume();
    const { exitCode, stdout, stderr } = await tail.ended;
    expect(exitCode, stderr).toBe(0);
    expect(jsonLines(stdout)).toHaveLength(Number(summary.exec(stderr)?.[1]));
    expect(stderr).not.toMatch(/^rte:/m);
  });

  test('they count from the start of the program, not from when it was loaded', async () => {
    const slowStart = join(configFolder(), 'slow-start.cjs');
    writeFileSync(slowStart, 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);');
    for (const [limit, code] of [
      ['--timeout', 7],
      ['--for', 0],
    ] as const) {
      const scripted = await startScriptedHub();
      const tail = startRte(['tail', '--user', user, '--hub-url', scripted.url, limit, '1s'], {
        env: { ...tokenEnv, NODE_OPTIONS: `--require ${JSON.stringify(slowStart)}` },
      });
      expect((await tail.ended).exitCode, tail.stderr()).toBe(code);
      expect(scripted.trail).not.toContain('Subscribe');
    }
  });

  test('--timeout is over once an event has come', async () => {
    const scripted = await startScriptedHub();
    const flags = ['--user', user, '--hub-url', scripted.url, '--timeout', '2s', '--for', '3s'];
    const tail = startRte(['tail', ...flags], { env: tokenEnv });
    await tail.until('stderr', /● connected/);
    await (await scripted.peer()).send(event(1));
    expect((await tail.ended).exitCode, tail.stderr()).toBe(0);
  });
});

function event(number: number): object {
  return { type: 1, target: 'X', arguments: [`${number} ${'x'.repeat(10_000)}`] };
}

describe('Ctrl-C and SIGTERM end a run at once while stdin stays open:', () => {
  const signals = [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const;

  const login = ['login', '-u', 'a@example.com', '--api-url', 'http://127.0.0.1:1/'];
  const reading = [
    ['tail', '--subscriptions', '-', '--hub-url', 'http://127.0.0.1:1/'],
    [...login, '--password-stdin'],
    [...login, '--secret-key-stdin'],
  ].map((args) => ({ name: args.join(' '), args }));

  test.each(
    reading.flatMap(({ name, args }) =>
      signals.map(([signal, code]) => [name, signal, code, args] as const),
    ),
  )('rte %s, %s', async (_name, signal, code, args) => {
    const running = startRte(args, {
      env: { ...tokenEnv, RTE_CONFIG_DIR: configFolder() },
      stdinStaysOpen: true,
    });
    // More than fits into a pipe: it is over when the program has begun to read.
    await new Promise((resolve) => running.child.stdin.write(blanks, resolve));
    running.child.kill(signal);
    expect((await running.ended).exitCode).toBe(code);
    expect(running.stderr()).toBe('');
  });

  test.skipIf(process.platform === 'win32')(
    'tail --subscriptions <pipe that nobody writes to>',
    async () => {
      const pipe = join(configFolder(), 'pipe');
      execFileSync('mkfifo', [pipe]);
      const server = await startFakeServer({ '/users/me': { json: { Id: user } } });
      const asked = server.nextRequest();
      const tail = startRte(['tail', '--user', 'me', '--subscriptions', pipe], {
        env: { ...credentials, RTE_API_URL: server.url },
      });
      await asked;
      tail.child.kill('SIGINT');
      expect((await tail.ended).exitCode).toBe(130);
    },
  );
});

describe('subscriptions are read to their end, however late that comes,', () => {
  const list = JSON.stringify([{ EntityId: user, EventName: 'UserStatus' }]);

  test('from stdin, in pieces', async () => {
    const scripted = await startScriptedHub();
    const tail = startRte(
      ['tail', '--subscriptions', '-', '--hub-url', scripted.url, '--for', '9s'],
      { env: tokenEnv, stdinStaysOpen: true },
    );
    for (const piece of list) tail.child.stdin.write(piece);
    tail.child.stdin.end();
    await tail.until('stderr', /● connected .* 1 subscription/);
  });

  test.skipIf(process.platform === 'win32')('from a pipe, by name', async () => {
    const scripted = await startScriptedHub();
    const pipe = join(configFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const tail = startRte(['tail', '--subscriptions', pipe, '--hub-url', scripted.url], {
      env: tokenEnv,
    });
    const writer = spawn('sh', ['-c', 'printf %s "$1" > "$2"', 'sh', list, pipe]);
    await once(writer, 'exit');
    await tail.until('stderr', /● connected .* 1 subscription/);
  });

  test.skipIf(process.platform === 'win32')('from a stdin that does not block', async () => {
    const scripted = await startScriptedHub();
    const pipe = join(configFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const readEnd = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    const writeEnd = openSync(pipe, constants.O_WRONLY);
    const args = ['tail', '--subscriptions', '-', '--hub-url', scripted.url];
    const child = spawn(process.execPath, [program, ...args], {
      env: { ...tokenEnv },
      stdio: [readEnd, 'ignore', 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    // The child gets it blocking; whoever shares it may change that, as a shell's job may.
    const sharer = new Socket({ fd: readEnd, manualStart: true } as object);
    let stderr = '';
    const connected = new Promise<void>((resolve, reject) => {
      child.stderr?.on('data', (chunk) => {
        stderr += String(chunk);
        if (stderr.includes('● connected')) resolve();
      });
      child.on('exit', () => reject(new Error(stderr)));
    });
    // More than fits into it: when it is written, there is soon nothing left to read.
    await promisify(write)(writeEnd, Buffer.from(blanks));
    writeSync(writeEnd, list);
    closeSync(writeEnd);
    await connected;
    sharer.destroy();
  });

  test('from a file that holds none is a usage error', async () => {
    const tail = startRte(
      ['tail', '--subscriptions', configFolder(), '--hub-url', 'http://127.0.0.1:1'],
      {
        env: tokenEnv,
      },
    );
    const { exitCode, stderr } = await tail.ended;
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^rte: --subscriptions .*EISDIR/);
  });
});
