import { expect, it } from 'vitest';

import { retryAfterMs } from '../../src/http/retry-after.ts';

const now = Date.parse('2026-03-02T08:15:00Z');

it.each<[string, string | string[] | undefined, number | undefined]>([
  ['seconds', '3', 3_000],
  ['no wait', '0', 0],
  ['seconds with blanks around them', ' 120 ', 120_000],
  ['the first of several headers', ['2', '9'], 2_000],
  ['a date to come', 'Mon, 02 Mar 2026 08:15:30 GMT', 30_000],
  ['a date that has passed, as no wait', 'Mon, 02 Mar 2026 08:14:30 GMT', 0],
  ['no header', undefined, undefined],
  ['an empty list of headers', [], undefined],
  ['an empty header', '', undefined],
  ['words', 'soon', undefined],
  ['a negative number', '-1', undefined],
  ['a fraction', '1.5', undefined],
  ['five minutes', '300', 300_000],
  ['a longer wait as five minutes', '301', 300_000],
  ['a wait longer than any number likewise', '9'.repeat(400), 300_000],
  ['a far date likewise', 'Mon, 02 Mar 2099 08:15:30 GMT', 300_000],
])('reads %s', (_name, header, expected) => {
  expect(retryAfterMs(header, now)).toBe(expected);
});
