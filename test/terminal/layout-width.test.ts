import { expect, it } from 'vitest';

import { layoutWidth } from '../../src/terminal/layout-width.ts';
import type { Output } from '../../src/terminal/terminal.ts';

const output = (isTTY: boolean, columns: number): Output => ({ isTTY, columns }) as Output;

it.each<[string, Output, Output, Record<string, string>, number]>([
  ['a terminal is as wide as it is', output(true, 132), output(true, 80), { COLUMNS: '60' }, 132],
  ['a pipe goes by COLUMNS', output(false, 80), output(true, 132), { COLUMNS: '60' }, 60],
  ['or by the terminal that stderr is', output(false, 80), output(true, 132), {}, 132],
  ['or by neither', output(false, 80), output(false, 80), {}, 120],
  ['COLUMNS must be a number', output(false, 80), output(true, 132), { COLUMNS: 'wide' }, 132],
  ['and not 0', output(false, 80), output(false, 80), { COLUMNS: '0' }, 120],
])('%s', (_name, stdout, stderr, env, expected) => {
  expect(layoutWidth({ stdout, stderr, env }, 120)).toBe(expected);
});
