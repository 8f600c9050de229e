import { expect, it } from 'vitest';
import { Random } from '../../../src/sim/centre/random.ts';
import { Shares } from '../../../src/sim/centre/shares.ts';

const draws = 20_000;

it('draws the same numbers for the same seed on every machine', () => {
  const random = new Random('seed');

  expect([random.bits(), random.bits(), random.bits()]).toMatchInlineSnapshot(`
    [
      811847535,
      2042067063,
      466032658,
    ]
  `);
  expect(random.guid()).toMatchInlineSnapshot(`"e44ce35f-8464-48bc-be18-c28bcbc9aa00"`);
});

it('draws different numbers for seeds that hardly differ', () => {
  const firsts = Array.from({ length: 1000 }, (_, seed) => new Random(String(seed)).bits());

  expect(new Set(firsts).size).toBe(1000);
});

it('has forks that do not depend on how far the original is', () => {
  const fresh = new Random('seed').fork('roster');
  const used = new Random('seed');
  used.bits();

  expect(used.fork('roster').bits()).toBe(fresh.bits());
});

it('spreads whole numbers evenly, both ends included', () => {
  const random = new Random('dice');
  const counts = new Map<number, number>();
  for (let draw = 0; draw < draws; draw += 1) {
    const face = random.between(1, 6);
    counts.set(face, (counts.get(face) ?? 0) + 1);
  }

  expect([...counts.keys()].toSorted((one, other) => one - other)).toEqual([1, 2, 3, 4, 5, 6]);
  for (const count of counts.values()) expect(count / draws).toBeCloseTo(1 / 6, 1);
});

it('gives waiting times of the wanted mean', () => {
  const random = new Random('wait');
  let sum = 0;
  for (let draw = 0; draw < draws; draw += 1) sum += random.exponential(10);

  expect(sum / draws).toBeGreaterThan(9.5);
  expect(sum / draws).toBeLessThan(10.5);
});

it('lets a share come round evenly: never long in coming, and as often as it should', () => {
  const shares = new Shares(new Random('shares'));
  let taken = 0;
  let pause = 0;
  let longestPause = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    pause += 1;
    if (!shares.take('rare', 0.05)) continue;
    taken += 1;
    longestPause = Math.max(longestPause, pause);
    pause = 0;
  }

  expect(taken / draws).toBeCloseTo(0.05, 2);
  expect(longestPause).toBeLessThan(40);
});
