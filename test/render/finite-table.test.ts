import fc from 'fast-check';
import { expect, it } from 'vitest';

import { finiteTable } from '../../src/render/finite-table.ts';
import { knownSafe, safe, sanitize } from '../../src/terminal/safe-text.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 30, maxLength: 80 }),
  fc.string({ unit: 'binary', minLength: 30, maxLength: 80 }),
  fc.string({ unit: fc.constantFrom('𿿾', '日', '\u3000', ' ', 'é', 'ี', '👩‍💻', '🇩'), minLength: 30 }),
);

it('loses nothing of a text that is too long for its line, in any script', () => {
  fc.assert(
    fc.property(anyText, fc.boolean(), (each, isColoured) => {
      const text = sanitize(each).replaceAll('…', '');
      const cell = isColoured ? `\u001b[32m${text}\u001b[39m` : text;
      const table = finiteTable({ rows: [[safe`name`, knownSafe(cell)]], width: 30, indent: 2 });
      // eslint-disable-next-line no-control-regex -- colours
      const letters = table.replace(/\u001b\[\d*m|\s/g, '');
      expect(letters).toBe(`name${text.replace(/\s/g, '')}`);
    }),
    {
      numRuns: 1_000,
      examples: [
        ['𿿾'.repeat(40), false],
        ['日\u3000'.repeat(20), false],
      ],
    },
  );
});
