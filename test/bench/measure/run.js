import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { on } from './cores.js';
import { openPipe } from './real-pipe.js';
import { temporaryFolder } from './temporary-folder.js';

/** The clients' environment: an access token, no account, nothing of the person's own settings. */
export const environment = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(RTE_|NODE_|NO_COLOR$|FORCE_COLOR$)/.test(name),
    ),
  ),
  RTE_TOKEN: 'bench',
  RTE_CONFIG_DIR: join(temporaryFolder, 'config'),
};

/**
 * Starts a program of Node's on the client's core.
 *
 * @param {{ args: string[], env?: Record<string, string> }} program
 * @param {(string | number)[]} stdio
 */
export function startProgram({ args, env = {} }, stdio) {
  const [command, ...rest] = on('client', [process.execPath, ...args]);
  return spawn(command, rest, { stdio, env: { ...environment, ...env } });
}

/**
 * Starts a program whose stdout goes through a real pipe into a reader.
 *
 * @param {{ args: string[], env?: Record<string, string> }} program
 * @param {string[]} reader a command.
 * @returns {{ client: import('node:child_process').ChildProcess,
 *   reader: import('node:child_process').ChildProcess, said: Promise<string> }} said: what the
 *   reader printed in the end.
 */
export function startPipeline(program, reader) {
  const { readEnd, writeEnd } = openPipe();
  const client = startProgram(program, ['ignore', writeEnd, 'inherit']);
  const [command, ...args] = on('rest', reader);
  const reading = spawn(command, args, { stdio: [readEnd, 'pipe', 'inherit'] });
  closeSync(readEnd);
  closeSync(writeEnd);
  return { client, reader: reading, said: text(reading.stdout) };
}

/** Runs a program with its stdout in a file, /dev/null for instance. */
export async function runIntoFile(program, path) {
  const file = openSync(path, 'w');
  const client = startProgram(program, [program.stdin ?? 'ignore', file, 'inherit']);
  closeSync(file);
  await succeeded(client, program);
}

/** Runs a program with its stdout in a pipe. @returns {Promise<string>} what the reader printed. */
export async function runIntoPipe(program, reader) {
  const { client, said } = startPipeline(program, reader);
  await succeeded(client, program);
  return said;
}

/** Ends a program that was to run until now. */
export async function kill(child, signal = 'SIGKILL') {
  if (child.exitCode !== null || child.signalCode !== null) {
    throw new Error(`${child.spawnargs.join(' ')} ended by itself.`);
  }
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

async function succeeded(client, { args }) {
  const [code, signal] = await once(client, 'exit');
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code ?? signal}.`);
}
