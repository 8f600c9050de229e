import { join, knownSafe, safe, type SafeText } from '../terminal/safe-text.ts';
import { layoutFor } from './text-layout.ts';

/** Rows whose last cell is a text of plain words, wrapped to what is left of the width. */
export interface Listing {
  head: readonly SafeText[];
  /** All cells but the last may be coloured. */
  rows: readonly (readonly SafeText[])[];
  width: number;
}

const gap = 2;
const leastLastColumn = 24;

/**
 * A table of short cells with a text at the end of each row. cli-table3, which does all tables of
 * less simple content, takes as long for 36 rows as Node takes to start.
 */
export async function listing({ head, rows, width }: Listing): Promise<SafeText> {
  const all = [head, ...rows];
  const { columnsOf, padded, wrapped } = await layoutFor(all.flat());
  const widths = head
    .slice(0, -1)
    .map(
      (_name, at) => all.reduce((most, row) => Math.max(most, columnsOf(row[at] ?? '')), 0) + gap,
    );
  const before = widths.reduce((sum, each) => sum + each, 0);
  const room = Math.max(leastLastColumn, width - before);
  const indent = knownSafe(`\n${' '.repeat(before)}`);
  const lines = all.map((row) => {
    const cells = widths.map((each, at) => padded(row[at] ?? safe``, each));
    return join([...cells, join(wrapped(row.at(-1) ?? safe``, room), indent)], safe``);
  });
  return join(lines, safe`\n`);
}
