import { execFileSync } from 'node:child_process';
import { closeSync, openSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

import { temporaryFolder } from './temporary-folder.js';

/**
 * A pipe as a shell makes it; Node itself would connect two processes by a socket.
 *
 * @returns {{ readEnd: number, writeEnd: number }} file descriptors.
 */
export function openPipe() {
  const path = join(temporaryFolder, 'pipe');
  execFileSync('mkfifo', [path]);
  // Opened for both, it lets neither of the others wait.
  const both = openSync(path, 'r+');
  const readEnd = openSync(path, 'r');
  const writeEnd = openSync(path, 'w');
  closeSync(both);
  unlinkSync(path);
  return { readEnd, writeEnd };
}
