import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { instantOf } from '../../src/events/moment.ts';

// What has no zone must not be taken for local time.
beforeEach(() => {
  vi.stubEnv('TZ', 'America/St_Johns');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

it.each<[string, unknown, number | undefined]>([
  ['UTC', '2026-03-02T08:15:04Z', Date.UTC(2026, 2, 2, 8, 15, 4)],
  ['seven fractional digits', '2026-03-02T08:15:04.2617431Z', Date.UTC(2026, 2, 2, 8, 15, 4, 261)],
  ['one fractional digit', '2026-03-02T08:15:04.2Z', Date.UTC(2026, 2, 2, 8, 15, 4, 200)],
  ['no zone, as UTC', '2026-03-02T08:15:04.2617431', Date.UTC(2026, 2, 2, 8, 15, 4, 261)],
  ['no seconds', '2026-03-02T08:15Z', Date.UTC(2026, 2, 2, 8, 15)],
  ['a zone', '2026-03-02T08:15:04+02:00', Date.UTC(2026, 2, 2, 6, 15, 4)],
  ['a zone without a colon', '2026-03-02T08:15:04-0330', Date.UTC(2026, 2, 2, 11, 45, 4)],
  ['no moment', '0001-01-01T00:00:00', Number.NEGATIVE_INFINITY],
  ['no moment, in UTC', '0001-01-01T00:00:00Z', Number.NEGATIVE_INFINITY],
  ['no moment, with digits', '0001-01-01T00:00:00.0000000+02:00', Number.NEGATIVE_INFINITY],
  ['the end of time', '9999-12-31T23:59:59.9999999', Number.POSITIVE_INFINITY],
  ['a day without a time', '2026-03-02', undefined],
  ['an hour that there is not', '2026-03-02T25:15:04Z', undefined],
  ['a month that there is not', '2026-13-02T08:15:04Z', undefined],
  ['something behind it', '2026-03-02T08:15:04Z!', undefined],
  ['words', 'yesterday', undefined],
  ['nothing', '', undefined],
  ['null', null, undefined],
  ['a number', 1_772_439_304_261, undefined],
])('reads %s', (_name, dateTime, expected) => {
  expect(instantOf(dateTime)).toBe(expected);
});

it('reads every moment that JavaScript writes', () => {
  const date = fc.date({
    min: new Date('0002-01-01T00:00:00Z'),
    max: new Date('9998-12-31T23:59:59Z'),
    noInvalidDate: true,
  });
  fc.assert(fc.property(date, (each) => instantOf(each.toISOString()) === each.getTime()));
});

function two(most: number): fc.Arbitrary<string> {
  return fc.integer({ min: 0, max: most }).map((each) => String(each).padStart(2, '0'));
}

it('reads a moment as Date.parse does, whether or not there is such a one', () => {
  const day = fc.tuple(two(13), two(32)).map((parts) => parts.join('-'));
  const time = fc.tuple(two(25), two(61), two(61)).map((parts) => parts.join(':'));
  const fraction = fc.stringMatching(/^(\.\d{1,8})?$/);
  fc.assert(
    fc.property(day, time, fraction, fc.constantFrom('Z', ''), (...[date, clock, rest, zone]) => {
      const alone = Date.parse(`2026-${date}T${clock}${rest}Z`);
      const expected = Number.isNaN(alone) ? undefined : alone;
      expect(instantOf(`2026-${date}T${clock}${rest}${zone}`)).toBe(expected);
    }),
    { numRuns: 2_000 },
  );
});

it('gives a number or undefined, whatever it gets', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.anything()), (value) => {
      const instant = instantOf(value);
      return instant === undefined || !Number.isNaN(instant);
    }),
  );
});
