import fc from 'fast-check';
import { expect, it } from 'vitest';

import { BackOff } from '../../src/hub/back-off.ts';

function delays(backOff: BackOff, count: number): number[] {
  return Array.from({ length: count }, () => backOff.nextDelayMs());
}

it('doubles its ceiling from 1 s to 30 s, and stays there', () => {
  expect(delays(new BackOff(() => 1), 8)).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
  ]);
});

it.each([
  [0, [0, 0, 0]],
  [0.25, [250, 500, 1_000]],
  [0.999, [999, 1_998, 3_996]],
])('waits %d of the ceiling', (random, expected) => {
  expect(delays(new BackOff(() => random), 3)).toEqual(expected);
});

it('starts over after a connection that lasted 10 s', () => {
  const backOff = new BackOff(() => 1);
  delays(backOff, 5);
  backOff.connectionLasted(10_000);
  expect(delays(backOff, 2)).toEqual([1_000, 2_000]);
});

it('goes on rising after a connection that did not last', () => {
  const backOff = new BackOff(() => 1);
  delays(backOff, 2);
  backOff.connectionLasted(9_999);
  expect(delays(backOff, 2)).toEqual([4_000, 8_000]);
});

it('never waits less than nothing or more than 30 s, however often it is asked', () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(random, fc.integer({ min: 1, max: 2_000 }), (fixed, count) => {
      const all = delays(new BackOff(() => fixed), count);
      return all.every((ms) => Number.isInteger(ms) && ms >= 0 && ms <= 30_000);
    }),
  );
});
