import { describe, expect, test } from 'vitest';

import { readDuration } from '../../src/commands/duration.ts';
import { integer, list } from '../../src/commands/flags.ts';

describe('a flag with several values', () => {
  test.each([
    ['one', 'UserStatus', ['UserStatus']],
    ['commas', 'UserStatus, QueueStatus', ['UserStatus', 'QueueStatus']],
    ['a glob with braces', 'User{Status,Alert},Queue*', ['User{Status,Alert}', 'Queue*']],
  ])('takes %s', (_name, value, expected) => {
    expect(list(value, undefined)).toEqual(expected);
  });

  test('adds to what was given before', () => {
    expect(list('b', ['a'])).toEqual(['a', 'b']);
  });

  test.each(['', 'a,,b', ',a'])("refuses the empty name in '%s'", (value) => {
    expect(() => list(value, undefined)).toThrow('There is an empty name in it.');
  });
});

test.each([
  ['500ms', 500],
  ['30s', 30_000],
  ['1h30m', 5_400_000],
])('%s is a time', async (value, expected) => {
  expect(await readDuration('--for', value)).toBe(expected);
});

test.each(['5', '', 'soon', '-3s', '0s', '9999999h'])("'%s' is no time", async (value) => {
  await expect(readDuration('--for', value)).rejects.toThrow(`--for '${value}' is no time.`);
});

test.each(['-1', '1.5', '', '11', '1e1'])("'%s' is no whole number from 0 to 10", (value) => {
  expect(() => integer(0, 10)(value)).toThrow('Give a whole number from 0 to 10.');
});
