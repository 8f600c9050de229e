import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

/** Whether programs can be kept on a core each. */
export const arePinned = cpus().length > 1 && hasTaskset();

function hasTaskset() {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {'client' | 'rest'} core the client's own, or the one for the load generator and readers.
 * @param {string[]} command
 * @returns {string[]} the command, kept on that core where it can be.
 */
export function on(core, command) {
  return arePinned ? ['taskset', '-c', core === 'client' ? '1' : '0', ...command] : command;
}
