import { afterEach, describe, expect, it, vi } from 'vitest';

import type { TimestampForm } from '../../src/render/renderer.ts';
import { momentText, Timestamps } from '../../src/render/timestamps.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const winter = Date.parse('2026-03-02T22:15:04.261Z');
const summer = Date.parse('2026-07-01T00:00:00.007Z');

describe('a time', () => {
  it.each<[TimestampForm, string, boolean, string, string]>([
    ['short', 'Europe/Helsinki', true, '22:15:04.261', '00:00:00.007'],
    ['short', 'Europe/Helsinki', false, '00:15:04.261', '03:00:00.007'],
    ['short', 'America/St_Johns', false, '18:45:04.261', '21:30:00.007'],
    ['iso', 'Europe/Helsinki', true, '2026-03-02T22:15:04.261Z', '2026-07-01T00:00:00.007Z'],
    [
      'iso',
      'Europe/Helsinki',
      false,
      '2026-03-03T00:15:04.261+02:00',
      '2026-07-01T03:00:00.007+03:00',
    ],
    [
      'iso',
      'America/St_Johns',
      false,
      '2026-03-02T18:45:04.261-03:30',
      '2026-06-30T21:30:00.007-02:30',
    ],
    ['iso', 'UTC', false, '2026-03-02T22:15:04.261+00:00', '2026-07-01T00:00:00.007+00:00'],
    ['none', 'Europe/Helsinki', false, '', ''],
  ])('is %s in %s (UTC: %s)', (form, zone, utc, inWinter, inSummer) => {
    vi.stubEnv('TZ', zone);
    const timestamps = new Timestamps(form, utc);
    expect([timestamps.next(winter), timestamps.next(summer)]).toEqual([inWinter, inSummer]);
    expect(timestamps.width).toBe(inWinter.length);
  });

  it('is the same moment however it is written', () => {
    for (const zone of ['Europe/Helsinki', 'America/St_Johns', 'Asia/Kathmandu', 'UTC']) {
      vi.stubEnv('TZ', zone);
      for (const instant of [winter, summer]) {
        expect(Date.parse(new Timestamps('iso', false).next(instant))).toBe(instant);
      }
    }
  });

  it('is the time since the line before as delta', () => {
    const timestamps = new Timestamps('delta', true);
    const times = [0, 0, 7, 1_500, 1_400, 3_601_400].map((ms) => timestamps.next(winter + ms));
    expect(times).toEqual([
      '   +0.000s',
      '   +0.000s',
      '   +0.007s',
      '   +1.493s',
      '   -0.100s',
      '+3600.000s',
    ]);
    expect(timestamps.width).toBe(10);
  });
});

describe('a moment in a headline', () => {
  it.each<[string, unknown, string]>([
    ['of the same day', '2026-03-02T14:05:12.9999999Z', '14:05:12'],
    ['of another day', '2026-03-03T00:05:12Z', '2026-03-03 00:05:12'],
    ['in another zone', '2026-03-03T00:05:12+02:00', '22:05:12'],
    ['that stands for none', '0001-01-01T00:00:00', '–'],
    ['that stands for no end', '9999-12-31T23:59:59.9999999', '∞'],
    ['that is missing', undefined, '–'],
    ['that is null', null, '–'],
    ['that is empty', '', '–'],
    ['that can not be read', 'tomorrow', 'tomorrow'],
  ])('%s', (_name, dateTime, expected) => {
    expect(momentText(dateTime, winter, true)).toBe(expected);
  });

  it('is of the same day as it is here', () => {
    vi.stubEnv('TZ', 'Europe/Helsinki');
    expect(momentText('2026-03-03T08:00:00Z', winter, false)).toBe('10:00:00');
    expect(momentText('2026-03-02T08:00:00Z', winter, false)).toBe('2026-03-02 10:00:00');
  });
});
