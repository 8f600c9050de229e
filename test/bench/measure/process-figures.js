import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second. */
const ticksPerSecond = 100;

/**
 * @param {number} pid
 * @returns {{ cpuSeconds: number, rssMiB: number, peakMiB: number } | undefined} what a process
 *   has used so far; undefined where there is no /proc, or no such process.
 */
export function processFigures(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const kib = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]);
    return {
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
      rssMiB: kib('VmRSS') / 1024,
      peakMiB: kib('VmHWM') / 1024,
    };
  } catch {
    return undefined;
  }
}

/**
 * @param {number} pid
 * @returns {number} milliseconds of CPU that a process and its threads have used, to the nanosecond,
 *   which `processFigures` are not; NaN where Linux doesn't tell.
 */
export function exactCpuMs(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`)
      .map((thread) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'))
      .reduce((sum, text) => sum + Number(text.split(' ')[0]) / 1e6, 0);
  } catch {
    return Number.NaN;
  }
}

/**
 * Looks at a process until it ends.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {{ at: number, rssMiB: number, peakMiB: number }[]} grows while it runs.
 */
export function sampleMemory(child) {
  const samples = [];
  const look = () => {
    const figures = processFigures(child.pid);
    if (figures !== undefined && figures.peakMiB > 0) {
      samples.push({ at: performance.now(), ...figures });
    }
  };
  const timer = setInterval(look, 100);
  child.on('exit', () => clearInterval(timer));
  return samples;
}
