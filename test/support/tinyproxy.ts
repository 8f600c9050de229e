import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import { unusedUrl } from './fake-server.ts';
import { onPath } from './on-path.ts';

/** Where tinyproxy is; undefined where there is none on the PATH. */
export const tinyproxyPath: string | undefined = onPath('tinyproxy');

/** CI has tinyproxy; should it be missing there, the tests fail. */
export const isProxySkipped: boolean = tinyproxyPath === undefined && !process.env['CI'];

export interface TinyproxyOptions {
  /** Who may use it, with which password; letters and digits. By default everybody. */
  user?: string;
  password?: string;
  /** The one port that it lets through to. */
  connectPort?: string;
}

export interface Tinyproxy {
  /** Host and port. */
  host: string;
  /** The hosts and ports that it was asked for a way to so far. */
  asked(): string[];
}

/** Starts tinyproxy on loopback, and stops it with the test. */
export async function startTinyproxy(options: TinyproxyOptions = {}): Promise<Tinyproxy> {
  if (tinyproxyPath === undefined) throw new Error('tinyproxy is not found: install it.');
  const folder = mkdtempSync(join(tmpdir(), 'rte-proxy-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'tinyproxy.conf');
  // It takes no port 0, and a port that was free a moment ago may be taken by now.
  for (let attempt = 0; attempt < 5; attempt++) {
    const { host, port } = new URL(await unusedUrl());
    writeFileSync(file, configuration(port, options));
    const child = spawn(tinyproxyPath, ['-d', '-c', file]);
    onTestFinished(() => void child.kill('SIGKILL'));
    const log = collect(child);
    if (await accepts(child, log)) {
      return {
        host,
        asked: () => [...log().matchAll(/: CONNECT (\S+) /g)].map(([, to]) => to ?? ''),
      };
    }
  }
  throw new Error('tinyproxy does not start.');
}

function configuration(port: string, { user, password, connectPort }: TinyproxyOptions): string {
  return [
    `Port ${port}`,
    'Listen 127.0.0.1',
    'LogLevel Info',
    ...(user === undefined ? [] : [`BasicAuth ${user} ${password}`]),
    ...(connectPort === undefined ? [] : [`ConnectPort ${connectPort}`]),
    '',
  ].join('\n');
}

function collect(child: ChildProcess): () => string {
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (log += text));
  return () => log;
}

async function accepts(child: ChildProcess, log: () => string): Promise<boolean> {
  const ended = once(child, 'close');
  while (!log().includes('Accepting connections')) {
    const [closed] = await Promise.race([
      once(child.stdout ?? child, 'data').then(() => [false]),
      ended.then(() => [true]),
    ]);
    if (closed) return false;
  }
  return true;
}
