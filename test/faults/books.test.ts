import { expect, test } from 'vitest';

import { imbalances, type Ledger } from './books.ts';

const even: Ledger = {
  sent: [1, 2, 3, 4, 5].map((number) => ({ number, at: number * 1000 })),
  printed: [1, 2, 5],
  gaps: [{ from: 2_500, to: 4_500 }],
  troubles: [{ name: 'drop', from: 2_600, to: 4_000 }],
};

test('books that balance have nothing to find', () => {
  expect(imbalances(even)).toEqual([]);
});

test.each<[string, Partial<Ledger>, string[]]>([
  ['a missing event', { printed: [2, 5] }, ['event 1 is missing (1500 ms off the nearest gap)']],
  ['an event twice', { printed: [1, 2, 2, 5] }, ['event 2 was printed twice']],
  ['wrong order', { printed: [2, 1, 5] }, ['event 1 came after 2']],
  [
    'a gap for nothing',
    { troubles: [] },
    ['nothing was wrong in the gap 1970-01-01T00:00:02.500Z to 1970-01-01T00:00:04.500Z'],
  ],
  [
    'a gap that begins too early',
    { gaps: [{ from: -3_000, to: 4_500 }] },
    ['the gap 1969-12-31T23:59:57.000Z to 1970-01-01T00:00:04.500Z begins too early'],
  ],
])('%s is found', (_name, change, findings) => {
  expect(imbalances({ ...even, ...change })).toEqual(findings);
});
