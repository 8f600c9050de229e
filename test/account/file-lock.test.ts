import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { TryAgain, withFileLock } from '../../src/account/file-lock.ts';
import { thrownBy } from '../support/thrown.ts';

const { signal } = new AbortController();

function newLock(): { lock: string; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'rte-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { lock: join(folder, 'lock'), folder };
}

test('work is done while the lock is held, and leaves no lock behind', async () => {
  const { lock, folder } = newLock();
  const files = await withFileLock(lock, () => readdirSync(folder), signal);
  expect(files).toEqual(['lock']);
  expect(readdirSync(folder)).toEqual([]);
});

test('what the work throws comes through, and leaves no lock behind', async () => {
  const { lock, folder } = newLock();
  const error = new Error('out of luck');
  const work = (): never => {
    throw error;
  };
  expect(await thrownBy(withFileLock(lock, work, signal))).toBe(error);
  expect(readdirSync(folder)).toEqual([]);
});

test('work that lost its lock to another learns of it, is done again, and lets the other be', async () => {
  const { lock } = newLock();
  const held: boolean[] = [];
  await withFileLock(
    lock,
    (isHeld) => {
      held.push(isHeld());
      if (held.length > 1) return;
      writeFileSync(lock, 'the key of another');
      held.push(isHeld());
      // The other is done soon.
      setImmediate(() => rmSync(lock));
      throw new TryAgain();
    },
    signal,
  );
  expect(held).toEqual([true, false, true]);
});

test('the wait for a lock ends with the signal', async () => {
  const { lock, folder } = newLock();
  writeFileSync(lock, 'the key of another');
  const controller = new AbortController();
  const reason = new Error('interrupted');
  const waiting = thrownBy(withFileLock(lock, () => {}, controller.signal));
  controller.abort(reason);
  expect(await waiting).toBe(reason);
  expect(readdirSync(folder)).toEqual(['lock']);
});

test('a lock can’t be made where there is no folder', async () => {
  const { folder } = newLock();
  const error = await thrownBy(withFileLock(join(folder, 'gone', 'lock'), () => {}, signal));
  expect(error).toMatchObject({ code: 'ENOENT' });
});
