import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const mode = 0o700;

/**
 * Makes a folder, and those above it that are not there, for this user alone whatever the umask.
 * Folders that are there stay as they are.
 *
 * A level at a time: Node's own way, `recursive`, never ends where a folder is there but whatever is
 * made in it is said not to be (ENOENT), as in /proc or in a home whose server went away.
 *
 * @throws a system error.
 */
export function makeFolder(path: string): void {
  try {
    makeOne(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(path).isDirectory()) return;
    const parent = dirname(path);
    if (code !== 'ENOENT' || parent === path || isThere(parent)) throw error;
    makeFolder(parent);
    makeFolder(path);
  }
}

function makeOne(path: string): void {
  mkdirSync(path, mode);
  if ((statSync(path).mode & 0o777) !== mode) chmodSync(path, mode);
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
