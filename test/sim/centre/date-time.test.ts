import { expect, it } from 'vitest';
import { dateTime } from '../../../src/sim/centre/date-time.ts';

const at = Date.parse('2026-03-02T08:15:04.261Z');

it('writes a moment with 7 digits and Z, always the same way', () => {
  expect(dateTime(at)).toMatch(/^2026-03-02T08:15:04\.261\d{4}Z$/u);
  const first = dateTime(at);
  dateTime(at + 5_000);
  expect(dateTime(at)).toBe(first);
});

it('keeps what follows within the millisecond later than it and before the next', () => {
  for (let ms = at; ms < at + 2_000; ms += 1) {
    expect(dateTime(ms, 1) > dateTime(ms)).toBe(true);
    expect(dateTime(ms, 4_900) < dateTime(ms + 1)).toBe(true);
  }
});

it.each([0, -1, -62_135_596_800_000])('writes moments before 1970: %d', (ms) => {
  expect(Date.parse(dateTime(ms))).toBe(ms);
});
