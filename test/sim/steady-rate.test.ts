import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { Timeline } from '../../src/sim/live-clock.ts';
import { runAtRate } from '../../src/sim/steady-rate.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Three happenings at a time, an hour apart, that take so long to carry out. */
function hourly(workMs = 0): Timeline<number> {
  let turn = 0;
  return {
    nextAt: () => (turn + 1) * 3_600_000,
    advanceTo: (time) => {
      turn = time / 3_600_000;
      vi.advanceTimersByTime(workMs);
      return [turn, turn, turn];
    },
  };
}

describe('a timeline at a rate', () => {
  test.each([[1], [30], [2_000]])('%i a second, however far apart they are', (rate) => {
    const happened: number[] = [];
    const stop = runAtRate(
      hourly(),
      rate,
      (each) => happened.push(each),
      () => {},
    );
    vi.advanceTimersByTime(10_000);
    stop();
    expect(Math.abs(happened.length - 10 * rate)).toBeLessThanOrEqual(3);
    vi.advanceTimersByTime(10_000);
    expect(happened.length).toBeLessThanOrEqual(10 * rate + 3);
  });

  test('comes evenly', () => {
    let happened = 0;
    const stop = runAtRate(
      hourly(),
      60,
      () => (happened += 1),
      () => {},
    );
    for (let second = 1; second <= 10; second++) {
      vi.advanceTimersByTime(1_000);
      expect(Math.abs(happened - second * 60)).toBeLessThanOrEqual(3);
    }
    stop();
  });

  test('that is too high says so once, and goes on as fast as it can', () => {
    let happened = 0;
    let told = 0;
    const stop = runAtRate(
      hourly(5),
      10_000,
      () => (happened += 1),
      () => (told += 1),
    );
    vi.advanceTimersByTime(10_000);
    stop();
    expect(told).toBe(1);
    expect(happened).toBeGreaterThan(4_500);
  });
});
