import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

import Conf from 'conf';

import { RteError } from '../errors.ts';
import type { Config } from './config-content.ts';
import { readConfig, systemReason } from './config-file.ts';
import { isBusy, TryAgain, withFileLock } from './file-lock.ts';
import { objectionTo } from './file-trust.ts';
import { makeFolder } from './make-folder.ts';

/**
 * Changes the configuration, and makes its folder if need be. Of several processes that do so at
 * once each sees what the others did; whoever reads sees the old file or the new one, also after a
 * crash.
 *
 * @param change takes what the file holds now, and gives what it is to hold; undefined when nothing
 *   is to be written. It may be called again.
 * @throws RteError failure, when it can't be written, or what is there can't be used; whatever
 *   `change` throws; the signal's reason.
 */
export async function changeConfig(
  path: string,
  change: (config: Config) => Config | undefined,
  signal: AbortSignal,
): Promise<void> {
  try {
    makeFolder(dirname(path));
    checkTrust(path);
    const target = targetOf(path);
    const work = (isHeld: () => boolean): void => {
      const changed = change(readConfig(path) ?? { profiles: {} });
      if (changed !== undefined) replace(target, changed, isHeld);
    };
    await withFileLock(`${target}.lock`, work, signal);
  } catch (error) {
    if (error instanceof RteError || signal.aborted) throw error;
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw cannotWrite(path, systemReason(error), undefined, error);
  }
}

function checkTrust(path: string): void {
  const objection = objectionTo('write', path, statSync(path, { throwIfNoEntry: false }));
  if (objection !== undefined) throw cannotWrite(path, objection.reason, objection.remedy);
}

/** Where a symbolic link leads, so that it stays one. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/**
 * Has conf write the new file into a folder of its own, which nobody else can have made or can enter,
 * and puts it in place of the old one.
 */
function replace(target: string, config: Config, isHeld: () => boolean): void {
  const folder = dirname(target);
  const prefix = `.${basename(target)}-`;
  removeLeftovers(folder, prefix);
  const staging = mkdtempSync(join(folder, prefix));
  try {
    // Whatever the umask.
    chmodSync(staging, 0o700);
    const conf = new Conf<Config>({
      projectName: 'rte',
      cwd: staging,
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
    });
    conf.store = config;
    chmodSync(conf.path, 0o600);
    if (!isHeld()) throw new TryAgain();
    renameSync(conf.path, target);
  } catch (error) {
    throw isBusy((error as NodeJS.ErrnoException).code) ? new TryAgain() : error;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** A process that was killed left its new file behind, with keys in it. */
function removeLeftovers(folder: string, prefix: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(folder, name);
    // In a shared folder it may be somebody else's.
    if (isOwn(path)) rmSync(path, { recursive: true, force: true });
  }
}

function isOwn(path: string): boolean {
  const me = process.geteuid?.();
  return me === undefined || lstatSync(path, { throwIfNoEntry: false })?.uid === me;
}

function cannotWrite(path: string, reason: string, remedy?: string, cause?: unknown): RteError {
  const elsewhere = 'RTE_CONFIG_DIR names another folder for it.';
  return new RteError(
    'failure',
    `The configuration can't be written to ${dirname(path)}: ${reason}.`,
    { hint: remedy === undefined ? elsewhere : `${remedy}\n${elsewhere}`, cause },
  );
}
