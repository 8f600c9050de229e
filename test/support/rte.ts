import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { onTestFinished } from 'vitest';

const program = fileURLToPath(new URL('../../bin/rte.js', import.meta.url));

export interface RteResult {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

export interface RteOptions {
  env?: Readonly<Record<string, string>>;
  /** What stdin holds; empty by default. */
  input?: string | Buffer;
  /** The id of the user and group to run as; only root can. */
  userId?: number;
  /** Nobody writes to stdin, and nobody ends it. */
  stdinStaysOpen?: boolean;
  /** Gets each line of stdout, of which nothing is kept then: hours of it are more than fit. */
  onLine?: (line: string) => void;
}

/** The built program, running. It is killed when the test ends before it. */
export interface RunningRte {
  readonly child: ChildProcessWithoutNullStreams;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves when the output has what is looked for; rejects when the program ends before. */
  until(stream: 'stdout' | 'stderr', wanted: RegExp, times?: number): Promise<void>;
  readonly ended: Promise<RteResult>;
}

/** An empty folder for configurations, removed after the test. */
export function configFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rte-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts the built program, with nothing of this machine's own configuration in its environment. */
export function startRte(
  args: readonly string[],
  { env = {}, input = '', stdinStaysOpen = false, userId, onLine }: RteOptions = {},
): RunningRte {
  const child = spawn(process.execPath, [program, ...args], {
    ...(userId !== undefined && { uid: userId, gid: userId }),
    env: {
      PATH: process.env['PATH'],
      TZ: 'UTC',
      TERM: 'dumb',
      RTE_CONFIG_DIR: '/nonexistent/rte-test',
      ...env,
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const secrets = secretsOf(env, String(input));
  const output = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      watchers.forEach((look) => look());
      if (name === 'stdout' && onLine !== undefined) handOverLines();
    });
  }
  const handOverLines = (): void => {
    const lines = output.stdout.split('\n');
    output.stdout = lines.pop() ?? '';
    checkForSecrets(lines.join('\n'), secrets);
    for (const line of lines) onLine?.(line);
  };
  child.stdin.on('error', () => {});
  if (!stdinStaysOpen) child.stdin.end(input);
  const ended = once(child, 'close').then(([exitCode]) => {
    checkForSecrets(`${output.stdout}\n${output.stderr}`, secrets);
    return { exitCode: exitCode as number | null, ...output };
  });
  // Whoever only stops the program need not look at how it ended.
  ended.catch(() => {});
  return {
    child,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    until: (name, wanted, times = 1) =>
      new Promise((resolve, reject) => {
        const all = new RegExp(wanted, 'g');
        const look = (): void => {
          if ((output[name].match(all)?.length ?? 0) < times) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
        void ended.then(({ exitCode, stderr }) =>
          reject(new Error(`rte ended with ${exitCode} before ${wanted} came\n${stderr}`)),
        );
      }),
    ended,
  };
}

/** What runs of the whole suite must never print: what they were given in secret. */
function secretsOf(env: Readonly<Record<string, string>>, input: string): string[] {
  const proxies = Object.entries(env)
    .filter(([name, value]) => /_proxy$/i.test(name) && URL.canParse(value))
    .map(([, value]) => decodeURIComponent(new URL(value).password));
  const given = [env['RTE_SECRET_KEY'], env['RTE_TOKEN'], ...proxies];
  // What stdin holds is a secret, unless it is a list of subscriptions.
  if (!/^\s*[[{]/.test(input)) given.push(input.trim());
  return given.filter(
    (each): each is string => each !== undefined && each.length >= shortestSecret,
  );
}

/** Shorter ones that tests use are words that may stand in any text. */
const shortestSecret = 8;
const accessToken = /eyJ[\w-]{10,}\.[\w-]+\.[\w-]+/;

function checkForSecrets(output: string, secrets: readonly string[]): void {
  const leaked = secrets.find((secret) => output.includes(secret));
  if (leaked !== undefined) throw new Error(`rte printed a secret: ${leaked}\n${output}`);
  if (accessToken.test(output)) throw new Error(`rte printed an access token:\n${output}`);
}

/** Runs the built program to its end. */
export function rte(args: readonly string[], options?: RteOptions): Promise<RteResult> {
  return startRte(args, options).ended;
}

/** The lines of an NDJSON output, as values. */
export function jsonLines(text: string): Record<string, any>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, any>);
}
