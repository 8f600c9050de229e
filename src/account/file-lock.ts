import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  lstatSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { RteError } from '../errors.ts';

/**
 * A lock that stays the same for so long belongs to nobody any more: it is held for milliseconds.
 * Time is measured while looking at it, so that a clock that is set, or a machine that slept, ends
 * no lock.
 */
const abandonedMs = 5_000;
/** How long others may keep a process from its turn. */
const longestWaitMs = 30_000;
const longestPauseMs = 20;

/** Thrown by the work: it was not done, because the lock was lost or a file was busy. Try again. */
export class TryAgain extends Error {}

/**
 * Does work while no other process does any under the same lock. When a holder is killed, the next
 * one goes on after 5 s.
 *
 * Why not proper-lockfile: all who wait for the lock of a killed process take it for theirs when it
 * gets too old, and then some write at once (seen once in 25 rounds of eight processes).
 *
 * @param path of the lock, a file that is there while somebody holds it.
 * @param work is done at one go. `isHeld`, asked last of all, says whether the lock is still its own:
 *   a process that was stopped in the midst may have lost it.
 * @throws what the work throws; RteError failure, when others hold the lock for 30 s; the signal's
 *   reason; a system error, when the file can't be made.
 */
export async function withFileLock<T>(
  path: string,
  work: (isHeld: () => boolean) => T,
  signal: AbortSignal,
): Promise<T> {
  const giveUpAt = performance.now() + longestWaitMs;
  for (;;) {
    const key = await acquire(path, giveUpAt, signal);
    try {
      return work(() => read(path) === key);
    } catch (error) {
      if (!(error instanceof TryAgain)) throw error;
      if (performance.now() > giveUpAt) throw inUse(path);
    } finally {
      if (read(path) === key) remove(path);
    }
  }
}

async function acquire(path: string, giveUpAt: number, signal: AbortSignal): Promise<string> {
  const key = randomUUID();
  const breaker = `${path}.break`;
  const abandonedLock = watch(path);
  const abandonedBreaker = watch(breaker);
  while (!create(path, key)) {
    const abandoned = abandonedLock();
    if (abandoned !== undefined) breakLock(path, abandoned, breaker);
    if (abandonedBreaker() !== undefined) remove(breaker);
    if (performance.now() > giveUpAt) throw inUse(path);
    await delay(Math.random() * longestPauseMs, undefined, { signal }).catch(() =>
      signal.throwIfAborted(),
    );
  }
  return key;
}

/**
 * Removes a lock that nobody holds. Only one process at a time may do so, and it looks again: else
 * one that is late would remove the lock of whoever came next.
 */
function breakLock(path: string, abandoned: string, breaker: string): void {
  const key = randomUUID();
  if (!create(breaker, key)) return;
  if (identityOf(path) === abandoned) remove(path);
  if (read(breaker) === key) remove(breaker);
}

/** @returns a function that gives the identity of a file that has been there for too long. */
function watch(path: string): () => string | undefined {
  let seen: string | undefined;
  let since = 0;
  return () => {
    const now = performance.now();
    const identity = identityOf(path);
    if (identity === undefined || identity !== seen) {
      seen = identity;
      since = now;
    }
    return now - since > abandonedMs ? identity : undefined;
  };
}

/** @returns whether it was made: false while there is one. */
function create(path: string, key: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'wx', 0o600);
  } catch (error) {
    if (isTaken(error as NodeJS.ErrnoException)) return false;
    throw error;
  }
  try {
    // Whatever the umask: the key is read again.
    fchmodSync(file, 0o600);
    writeSync(file, key);
  } catch (error) {
    // The disk may be full. Nobody would ever give this lock back.
    remove(path);
    throw error;
  } finally {
    closeSync(file);
  }
  return true;
}

/** Windows refuses to make a file while the last one of its name is still going away. */
function isTaken({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EEXIST' || isBusy(code);
}

/** Whether Windows says that another process is using a file. */
export function isBusy(code: string | undefined): boolean {
  return process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(code ?? '');
}

function identityOf(path: string): string | undefined {
  try {
    const { ino, mtimeMs } = lstatSync(path);
    return `${ino} ${mtimeMs} ${read(path)}`;
  } catch {
    return undefined;
  }
}

function read(path: string): string | undefined {
  try {
    // In a shared folder it may be anything; a named pipe would have it wait for a writer.
    return lstatSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It is gone, or it can't be removed: whoever waits for it will say so.
  }
}

function inUse(path: string): RteError {
  return new RteError('failure', `The configuration is in use: ${path} has been there for 30 s.`, {
    hint: 'If no other rte is running, remove that file; RTE_CONFIG_DIR names another folder.',
  });
}
