import fc from 'fast-check';
import { expect, it } from 'vitest';

import { knownSafe } from '../../src/terminal/safe-text.ts';
import { layoutFor } from '../../src/render/text-layout.ts';
import { unicodeLayout } from '../../src/render/text-width.ts';

const asciiMaybeColoured = fc
  .array(
    fc.oneof(
      fc.string({
        unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
      }),
      fc.constantFrom('\u001b[32m', '\u001b[39m', '\u001b[38;5;64m', ' '),
    ),
  )
  .map((parts) => knownSafe(parts.join('')));

it('lays ASCII out, coloured or not, as it lays out texts of any script', async () => {
  await fc.assert(
    fc.asyncProperty(asciiMaybeColoured, fc.integer({ min: 1, max: 40 }), async (text, width) => {
      const layout = await layoutFor([text]);
      expect(layout).not.toBe(unicodeLayout);
      expect(layout.columnsOf(text)).toBe(unicodeLayout.columnsOf(text));
      expect(layout.padded(text, width)).toBe(unicodeLayout.padded(text, width));
      expect(layout.wrapped(text, width)).toEqual(unicodeLayout.wrapped(text, width));
    }),
    { numRuns: 1_000 },
  );
});

it.each(['日本', 'é', '👩‍💻', '\u0301', '\t'])('lays out %j by what knows Unicode', async (text) => {
  expect(await layoutFor(['plain', text])).toBe(unicodeLayout);
});
