import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { userIds } from '../hub/status-messages.js';

/** @param {string} name of a file in programs/. */
export function program(name) {
  return fileURLToPath(new URL(`../programs/${name}`, import.meta.url));
}

const checkout = fileURLToPath(new URL('../../..', import.meta.url));

/** The program that is measured; --rte names that of another checkout. */
export const ownRte = join(checkout, 'bin', 'rte.js');

/**
 * What Node is to run; stdin: 'pipe' for a program that ends when its stdin does.
 *
 * @typedef {{ args: string[], env?: Record<string, string>, stdin?: 'pipe' }} Program
 */

/**
 * `rte tail` against a hub with a token.
 *
 * @param {{ rte: string }} settings
 * @param {string} hubUrl
 * @param {string[]} flags
 * @param {Record<string, string>} [env]
 * @returns {Program}
 */
export function tail({ rte }, hubUrl, flags, env) {
  const source = ['--hub-url', hubUrl, '-q'];
  return { args: [rte, 'tail', ...source, ...flags], env };
}

/** The flags that ask for what the messages are about. */
export const ofAllUsers = ['--user', userIds.join(','), '-e', 'UserStatus'];

/**
 * The data of an event of each kind, as `rte describe` shows it.
 *
 * @param {string} rte
 * @returns {object[]}
 */
export function sampleEvents(rte) {
  const ask = (...args) =>
    JSON.parse(execFileSync(process.execPath, [rte, ...args, '-o', 'json'], { encoding: 'utf8' }));
  return ask('list-events', '--offline').map(({ name }) => ask('describe', name).sample);
}

/**
 * A client as people write it.
 *
 * @param {'ndjson' | 'lines'} form
 * @param {string} hubUrl
 * @param {number} events after which it ends.
 * @returns {Program}
 */
export function plain(form, hubUrl, events) {
  return {
    args: [program(`plain-${form}.js`), hubUrl, `${events}`, ...userIds],
    ...(form === 'lines' && { env: { FORCE_COLOR: '2' } }),
  };
}
