import { expect, it } from 'vitest';

import { colorLevelFor } from '../../src/terminal/color-level.ts';

const depth = (bits: number) => () => bits;

it.each<[string, Record<string, string>, isTTY: boolean, bits: number, level: number]>([
  ['a terminal has what it has', {}, true, 24, 3],
  ['of 256 colours, too', {}, true, 8, 2],
  ['of 16, too', {}, true, 4, 1],
  ['a dumb one has none', {}, true, 1, 0],
  ['a pipe has none', {}, false, 24, 0],

  ['NO_COLOR turns them off', { NO_COLOR: '1' }, true, 24, 0],
  ['whatever its value', { NO_COLOR: '0' }, true, 24, 0],
  ['but empty, it is as if unset', { NO_COLOR: '' }, true, 24, 3],

  ['FORCE_COLOR turns them on in a pipe', { FORCE_COLOR: '1' }, false, 24, 1],
  ['whatever its value', { FORCE_COLOR: 'yes' }, false, 24, 1],
  ['0 included, as its page has it', { FORCE_COLOR: '0' }, false, 24, 1],
  ['but empty, it is as if unset', { FORCE_COLOR: '' }, false, 24, 0],
  ['2 and 3 are levels of Node’s', { FORCE_COLOR: '2' }, false, 24, 2],
  ['2 and 3 are levels of Node’s', { FORCE_COLOR: '3' }, false, 1, 3],
  ['a terminal keeps what it has', { FORCE_COLOR: '1' }, true, 24, 3],
  ['a dumb one gets some', { FORCE_COLOR: '1' }, true, 1, 1],
  ['it outdoes NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, true, 8, 2],
  ['empty, it does not', { FORCE_COLOR: '', NO_COLOR: '1' }, true, 8, 0],

  ['CLICOLOR_FORCE turns them on in a pipe', { CLICOLOR_FORCE: '1' }, false, 1, 1],
  ['but for 0', { CLICOLOR_FORCE: '0' }, false, 1, 0],
  ['NO_COLOR outdoes it', { CLICOLOR_FORCE: '1', NO_COLOR: '1' }, false, 1, 0],
  ['CLICOLOR=0 turns them off', { CLICOLOR: '0' }, true, 24, 0],
  ['CLICOLOR=1 says what is so anyway', { CLICOLOR: '1' }, true, 24, 3],
  ['also in a pipe', { CLICOLOR: '1' }, false, 24, 0],
  ['CLICOLOR_FORCE outdoes it', { CLICOLOR: '0', CLICOLOR_FORCE: '1' }, true, 24, 3],
])('%s: %o', (_name, env, isTTY, bits, level) => {
  expect(colorLevelFor(env, isTTY, depth(bits))).toBe(level);
});
