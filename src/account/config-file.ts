import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';

import { messageOf, RteError } from '../errors.ts';
import { InvalidConfig, parseConfig, type Config } from './config-content.ts';
import { objectionTo } from './file-trust.ts';

/** Many times what ten thousand names take. */
const largestBytes = 16 * 1024 * 1024;

/**
 * Reads the configuration. Nothing is made or changed.
 *
 * @returns undefined where there is none, be it that its folder, or the home, can't be reached.
 * @throws RteError failure, when it is there and can't be used. What is in it is not quoted.
 */
export function readConfig(path: string): Config | undefined {
  if (!isThere(path)) return undefined;
  try {
    const text = readPrivateFile(path);
    return text === undefined ? undefined : parseConfig(text);
  } catch (error) {
    if (error instanceof RteError) throw error;
    const reason = error instanceof InvalidConfig ? error.message : systemReason(error);
    throw unusable(path, reason, 'Mend the file, or move it away and run rte login again.');
  }
}

/** What the system says of a failed call, without its name and paths: 'permission denied (EACCES)'. */
export function systemReason(error: unknown): string {
  const [, code, words] = /^(E[A-Z\d]+): (.+?), \w+/.exec(messageOf(error)) ?? [];
  return words === undefined ? messageOf(error) : `${words} (${code})`;
}

/** What can't even be looked at is not there: no home, no folder, no right to enter one. */
function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/** @returns undefined when it went away meanwhile, or is a link that leads nowhere. */
function readPrivateFile(path: string): string | undefined {
  let file: number;
  try {
    // A named pipe would have it wait for a writer.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return undefined;
    throw error;
  }
  try {
    // Asked of what has been opened: a path may mean another file a moment later.
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new InvalidConfig('it is not a file');
    const objection = objectionTo('read', path, stats);
    if (objection !== undefined) throw unusable(path, objection.reason, objection.remedy);
    if (stats.size > largestBytes) throw new InvalidConfig('it is larger than 16 MiB');
    // Some editors put a byte-order mark before what they save.
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  } finally {
    closeSync(file);
  }
}

function unusable(path: string, reason: string, remedy: string): RteError {
  return new RteError('failure', `The configuration ${path} can't be used: ${reason}.`, {
    hint: `${remedy}\nRTE_CONFIG_DIR names another folder.`,
  });
}
