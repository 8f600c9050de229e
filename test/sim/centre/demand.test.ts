import { expect, it } from 'vitest';
import { Demand } from '../../../src/sim/centre/demand.ts';
import { Random } from '../../../src/sim/centre/random.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const startAt = Date.parse('2026-03-02T08:00:00Z');

/** The share of each minute for some hours. */
function sharesOf(seed: string, from = startAt, hours = 50): number[] {
  const demand = new Demand(new Random(seed), from);
  return Array.from({ length: hours * 60 }, (_, minute) =>
    demand.shareAt(from + minute * minuteMs),
  );
}

it.each(['one', 'two', 'three'])(
  'has calm, ordinary and busy stretches in every hour: %s',
  (seed) => {
    const shares = sharesOf(seed);
    for (let hour = 0; hour < 50; hour += 1) {
      expect(new Set(shares.slice(hour * 60, hour * 60 + 60)).size).toBe(3);
    }
  },
);

it('goes from calm to busy and back by way of the ordinary', () => {
  const levels = sharesOf('way').filter((share, minute, all) => share !== all[minute - 1]);
  const [calm, ordinary, busy] = [...new Set(levels)].toSorted((one, other) => one - other);

  const isOrdinary = levels.map((level) => level === ordinary);
  expect(isOrdinary.slice(1)).toEqual(isOrdinary.slice(0, -1).map((is) => !is));
  expect(calm).toBeLessThan(0.3);
  expect(busy).toBe(1);
});

it('is the same for the same seed, at whatever hour and however often it is asked', () => {
  const shares = sharesOf('again');

  expect(sharesOf('again', startAt + 14 * hourMs)).toEqual(shares);
  const late = new Demand(new Random('again'), startAt);
  expect(late.shareAt(startAt + 49 * hourMs)).toBe(shares[49 * 60]);
});

it('comes to an ordinary day as a whole', () => {
  const shares = sharesOf('whole', startAt, 500);
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;

  expect(mean / Math.max(...shares)).toBeGreaterThan(0.55);
  expect(mean / Math.max(...shares)).toBeLessThan(0.65);
});
