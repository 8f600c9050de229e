import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { program } from './clients.js';
import { on } from './cores.js';
import { sampleMemory } from './process-figures.js';
import { runIntoFile, runIntoPipe } from './run.js';
import { temporaryFolder } from './temporary-folder.js';

let runs = 0;
/** A tool that waits for ever, because it does not take what it is sent, is ended. */
const mostToolMs = 300_000;

/**
 * Runs a program from start to end.
 *
 * @param {import('./clients.js').Program} what
 * @param {'/dev/null' | 'pipe' | 'file'} destination
 * @returns {Promise<{ seconds: number, cpuSeconds: number, peakMiB: number, lines: number }>}
 *   lines: how many came out; NaN where nobody counts.
 */
export async function measuredRun({ args, env, stdin }, destination) {
  runs += 1;
  const usageFile = join(temporaryFolder, `usage-${runs}.json`);
  const instrumented = {
    stdin,
    args: ['--require', program('report-usage.cjs'), ...args],
    env: { ...env, BENCH_USAGE_FILE: usageFile },
  };
  const startedAt = performance.now();
  const { endedAt, lines } = await runInto(destination, instrumented);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(usageFile, 'utf8'));
  rmSync(usageFile);
  return {
    seconds: (endedAt - startedAt) / 1000,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMiB: maxRSS / 1024,
    lines,
  };
}

/**
 * Runs a program that isn't Node's, with its output in a file, on the client's core.
 *
 * @param {string[]} tool a command, which may end as it likes.
 * @returns {Promise<{ seconds: number, peakMiB: number, lines: number }>}
 */
export async function measuredTool(tool) {
  const file = join(temporaryFolder, 'output-of-a-tool');
  const output = openSync(file, 'w');
  const [command, ...args] = on('client', tool);
  const startedAt = performance.now();
  const stdio = ['ignore', output, 'ignore'];
  const child = spawn(command, args, { stdio, timeout: mostToolMs });
  closeSync(output);
  const samples = sampleMemory(child);
  await once(child, 'exit');
  const seconds = (performance.now() - startedAt) / 1000;
  return { seconds, peakMiB: samples.at(-1)?.peakMiB ?? Number.NaN, lines: takeLines(file) };
}

async function runInto(destination, what) {
  if (destination === 'pipe') {
    const counted = await runIntoPipe(what, ['wc', '-l']);
    return { endedAt: performance.now(), lines: Number(counted) };
  }
  if (destination === '/dev/null') {
    await runIntoFile(what, destination);
    return { endedAt: performance.now(), lines: Number.NaN };
  }
  const file = join(temporaryFolder, `output-${runs}`);
  await runIntoFile(what, file);
  const endedAt = performance.now();
  return { endedAt, lines: takeLines(file) };
}

/** How many lines a file has; it goes. */
function takeLines(file) {
  const lines = Number.parseInt(execFileSync('wc', ['-l', file], { encoding: 'utf8' }), 10);
  rmSync(file);
  return lines;
}
