import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const projectFolder = join(dirname(fileURLToPath(import.meta.url)), 'hub');
const builtHub = join(projectFolder, 'bin', 'Release', 'net10.0', 'rte-hub.dll');
const buildLock = join(projectFolder, 'bin', '.build-lock');

const startTimeoutMs = 30_000;
const stopTimeoutMs = 5_000;

/** Whether the .NET SDK that the hub needs is installed; without it nothing else here works. */
export const dotnetFound: boolean = /^10\./m.test(
  spawnSync('dotnet', ['--list-sdks'], { encoding: 'utf8' }).stdout ?? '',
);

/** A user, queue or call list. */
export interface InteropEntity {
  readonly id: string;
  readonly name: string;
}

/** What the hub says of itself when it listens. The same as one line of `rte sim -o json`. */
interface Announcement {
  readonly apiUrl: string;
  /** Where `/api/user` is; here the same as `apiUrl`. */
  readonly discoveryUrl: string;
  readonly hubUrl: string;
  readonly username: string;
  readonly password: string;
  readonly secretKey: string;
  /** The id of `users[0]`, whose account this is. */
  readonly userId: string;
  readonly users: readonly [InteropEntity, InteropEntity, ...InteropEntity[]];
  readonly queues: readonly [InteropEntity, ...InteropEntity[]];
  readonly callLists: readonly [InteropEntity, ...InteropEntity[]];
}

/** How the hub is started. */
export interface InteropHubOptions {
  /** Milliseconds between the statuses of each subscribed user and queue; 0 for none. Default: 100. */
  readonly intervalMs?: number;
  /** Default: any free port. With the port of a stopped hub, the new one takes its place. */
  readonly port?: number;
  /** How many users there are; at least 2. Default: 12. */
  readonly users?: number;
  /** Default: a new one. With that of a stopped hub, whoever was logged in there is so here. */
  readonly secretKey?: string;
}

/** An answer that the token call gives in place of a token. */
export interface TokenFailure {
  readonly status: number;
  /** How many calls fail before tokens are given again. */
  readonly times: number;
  /** Seconds, for the `Retry-After` header. */
  readonly retryAfter?: number;
}

/** A running hub, and what a test can make it do. */
export interface InteropHub extends Announcement {
  /**
   * Sends an event to every connection that subscribes to it, and gives their number. `data` goes
   * out as it is; without it the hub makes up an event.
   */
  publish(entityId: string, eventName: string, data?: unknown): Promise<number>;
  /** Sends an invocation of any target to all connections. */
  send(target: string, args: readonly unknown[]): Promise<void>;
  /** Aborts all connections, and gives their number. */
  abort(): Promise<number>;
  /** For the tokens given from now on; a negative lifetime makes tokens that have expired. */
  setTokenLifetime(seconds: number): Promise<void>;
  /** Answers `Unauthorized` to subscriptions to this entity from now on. */
  deny(entityId: string): Promise<void>;
  failToken(failure: TokenFailure): Promise<void>;
  /** Whether HTTP Basic authentication fails for every key. */
  refuseKey(refused: boolean): Promise<void>;
  connections(): Promise<{ connectionId: string; subscriptions: number }[]>;
  /** Lets the server shut down in good order, as on a deployment, and waits until it is gone. */
  shutDown(): Promise<void>;
  /** Ends the server at once. Harmless when it has ended already. */
  stop(): Promise<void>;
}

/**
 * Builds the hub if its sources changed. Run it before {@link startInteropHub}, in a globalSetup or
 * in `beforeAll`; builds in several processes at once wait for each other.
 *
 * @throws Error with the compiler's output
 */
export async function buildInteropHub(): Promise<void> {
  await mkdir(dirname(buildLock), { recursive: true });
  await acquireBuildLock();
  try {
    await runBuild();
  } finally {
    await rm(buildLock, { force: true });
  }
}

/** Starts the built hub on a loopback port. It ends with this process if it is not stopped before. */
export async function startInteropHub(options: InteropHubOptions = {}): Promise<InteropHub> {
  if (!existsSync(builtHub)) {
    throw new Error('The interop hub is not built: call buildInteropHub() first.');
  }
  const child = spawn('dotnet', [builtHub, ...toArguments(options)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...(options.secretKey && { INTEROP_SECRET_KEY: options.secretKey }) },
  });
  // A hub that ended by itself is told by 'close'.
  child.stdin.on('error', () => {});
  const stop = () => stopChild(child);
  try {
    const announcement = await readAnnouncement(child);
    return { ...announcement, ...controlFunctions(announcement.apiUrl, child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function toArguments({ intervalMs, port, users }: InteropHubOptions): string[] {
  return Object.entries({ 'interval-ms': intervalMs, port, users })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `--${name}=${value}`);
}

async function readAnnouncement(child: ReturnType<typeof spawn>): Promise<Announcement> {
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const lines = createInterface({ input: child.stdout! });
  const [line] = await Promise.race([
    once(lines, 'line', { signal: AbortSignal.timeout(startTimeoutMs) }),
    once(child, 'close').then(([code, signal]) => {
      throw new Error(
        `The interop hub ended with ${code ?? signal} before it listened.\n${errors}`,
      );
    }),
  ]);
  return JSON.parse(line);
}

function controlFunctions(apiUrl: string, child: ChildProcess) {
  const post = (action: string, body?: unknown) => control(apiUrl, 'POST', action, body);
  return {
    async publish(entityId: string, eventName: string, data?: unknown) {
      return (await post('publish', { entityId, eventName, data })).sent;
    },
    async send(target: string, args: readonly unknown[]) {
      await post('send', { target, arguments: args });
    },
    async abort() {
      return (await post('abort')).aborted;
    },
    async setTokenLifetime(seconds: number) {
      await post('token-lifetime', { seconds });
    },
    async deny(entityId: string) {
      await post('deny', { entityId });
    },
    async failToken(failure: TokenFailure) {
      await post('fail-token', failure);
    },
    async refuseKey(refused: boolean) {
      await post('refuse-key', { refused });
    },
    async connections() {
      return control(apiUrl, 'GET', 'connections');
    },
    async shutDown() {
      const ended = hasEnded(child) ? undefined : once(child, 'close');
      await post('stop');
      await ended;
    },
  };
}

// oxlint-disable-next-line typescript/no-explicit-any -- each caller knows what its action answers
async function control(
  apiUrl: string,
  method: string,
  action: string,
  body?: unknown,
): Promise<any> {
  const response = await fetch(new URL(`control/${action}`, apiUrl), {
    method,
    ...(body !== undefined && {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${method} control/${action}: ${response.status} ${text}`);
  }
  return text === '' ? undefined : JSON.parse(text);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** The hub exits when its stdin ends. */
async function stopChild(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || hasEnded(child)) {
    return;
  }
  const closed = once(child, 'close');
  child.stdin?.end();
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await closed;
  clearTimeout(timer);
}

async function runBuild(): Promise<void> {
  const build = spawn(
    'dotnet',
    // Build servers would outlive the tests.
    ['build', '-c', 'Release', '--nologo', '-v', 'q', '--disable-build-servers'],
    { cwd: projectFolder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [build.stdout, build.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const [code] = await once(build, 'close');
  if (code !== 0) {
    throw new Error(`The interop hub does not build.\n${output}`);
  }
}

/** The lock is a file with the id of the process that builds. */
async function acquireBuildLock(): Promise<void> {
  for (;;) {
    const file = await open(buildLock, 'wx').catch(ignoreExisting);
    if (file) {
      await file.writeFile(`${process.pid}`);
      await file.close();
      return;
    }
    const owner = Number(await readFile(buildLock, 'utf8').catch(() => ''));
    if (owner > 0 && !isRunning(owner)) {
      await rm(buildLock, { force: true });
    }
    await delay(100);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'EEXIST') {
    throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
