import { describe, expect, it } from 'vitest';

import { events } from '../../src/events/catalogue.ts';
import { hues, coloursOf } from '../../src/render/colours.ts';
import { createRenderer } from '../../src/render/output-form.ts';
import type { ColorLevel } from '../../src/terminal/terminal.ts';
import { messageOf, reception, renderOptions, sampleMessage } from '../support/rendering.ts';

type Rgb = readonly [number, number, number];

/** WCAG 2.1, relative luminance. */
function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((each) => {
    const share = each / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const steps = [0, 95, 135, 175, 215, 255];

/** The colours from 16 on, which all terminals of 256 colours have alike. */
function rgbOf(code: number): Rgb {
  if (code >= 232) return [0, 1, 2].map(() => 8 + 10 * (code - 232)) as unknown as Rgb;
  const place = code - 16;
  return [Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6].map(
    (each) => steps[each] ?? 0,
  ) as unknown as Rgb;
}

describe('each colour can be read', () => {
  it.each(
    Object.entries(hues).flatMap(
      ([name, { ansi256, rgb }]) =>
        [
          [`${name} of 16 million`, rgb as Rgb],
          [`${name} of 256 (${ansi256})`, rgbOf(ansi256)],
        ] as [string, Rgb][],
    ),
  )('%s, on black and on white', (_name, rgb) => {
    const bright = luminance(rgb);
    expect((bright + 0.05) / 0.05).toBeGreaterThanOrEqual(4.5);
    expect(1.05 / (bright + 0.05)).toBeGreaterThanOrEqual(4.5);
  });
});

const codes = Object.values(hues);
const allowed: Record<number, readonly string[]> = {
  1: ['1', '22'],
  2: ['1', '22', '39', ...codes.map(({ ansi256 }) => `38;5;${ansi256}`)],
  3: ['1', '22', '39', ...codes.map(({ rgb }) => `38;2;${rgb.join(';')}`)],
};

describe.each([1, 2, 3] as ColorLevel[])('at level %i', (level) => {
  it.each(['lines', 'table'] as const)('%s have no other colours', async (form) => {
    const colours = await coloursOf(level);
    for (const fields of [[], ['userId', 'talking']]) {
      const renderer = await createRenderer(form, renderOptions({ colours, fields }));
      const changes = [{ field: 'talking', from: false, to: true }];
      const text = [
        ...events.map(({ name }) => renderer.event(sampleMessage(name), { ...reception, changes })),
        ...events.map(({ name }) => renderer.event(sampleMessage(name), reception)),
        renderer.event(messageOf({ data: { eventType: 'UserUnknown', userId: 'x' } }), reception),
        renderer.undecodable('{', reception),
        renderer.invocation('Other', '[]', reception),
      ].join('');
      // eslint-disable-next-line no-control-regex -- colours
      const used = new Set([...text.matchAll(/\u001b\[([\d;]*)m/g)].map(([, code = '']) => code));
      expect(used.size).toBeGreaterThan(1);
      for (const code of used) expect(allowed[level]).toContain(code);
    }
  });
});
