import { readSync } from 'node:fs';

const buffer = Buffer.allocUnsafe(65_536);
const newline = 0x0a;

/**
 * Waits for what comes next on stdin.
 *
 * @param {number} most bytes, at most 65,536.
 * @returns {{ length: number, lines: number } | undefined} undefined at the end.
 */
export function read(most) {
  const length = readSync(0, buffer, 0, Math.floor(most), null);
  if (length === 0) return undefined;
  let lines = 0;
  const chunk = buffer.subarray(0, length);
  for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, at + 1)) lines++;
  return { length, lines };
}
