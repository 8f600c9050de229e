import CliTable from 'cli-table3';

import { join, knownSafe, safe, type SafeText } from '../terminal/safe-text.ts';
import { columnsOf, padded, wrapped } from './text-width.ts';

export interface FiniteTable {
  /** Cells may be coloured; the last of a row may have several lines. */
  rows: readonly (readonly SafeText[])[];
  head?: readonly SafeText[];
  /** Columns that the whole may take; the last column wraps. */
  width: number;
  indent?: number;
}

const gap = 2;
const leastLastColumn = 24;

const borderless = Object.fromEntries(
  ['top', 'bottom']
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
    .concat('left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle')
    .map((name) => [name, '']),
);

/** cli-table3 takes more than twice as long for twice as many rows: it gets this many at a time. */
const rowsAtOnce = 100;

/**
 * A table with an end: columns as wide as they need to be, the last one wrapped to what is left.
 *
 * cli-table3 is given no widths: it knows fewer characters, and cuts off what it takes for too long.
 * Nor does it get a cell of several lines: each line is a row of its own, since its time for such a
 * cell grows with the cube of its length.
 */
export function finiteTable({ rows, head, width, indent = 0 }: FiniteTable): SafeText {
  const all = head === undefined ? rows : [head, ...rows];
  const last = all.reduce((most, row) => Math.max(most, row.length), 0) - 1;
  const widths = Array.from({ length: last }, (_each, at) => widestCell(all, at) + gap);
  const rest = width - indent - widths.reduce((sum, each) => sum + each, 0);
  const lastWidth = Math.max(leastLastColumn, rest);
  const lines = all.flatMap((row) => linesOf(row, widths, lastWidth));
  const texts: SafeText[] = [];
  for (let from = 0; from < lines.length; from += rowsAtOnce) {
    for (const line of laidOut(lines.slice(from, from + rowsAtOnce)))
      texts.push(knownSafe(`${' '.repeat(indent)}${line}`.trimEnd()));
  }
  return join(texts, safe`\n`);
}

/** The columns that the widest cell at a place takes; without a list of all, which V8 can't spread. */
function widestCell(rows: readonly (readonly string[])[], at: number): number {
  return rows.reduce((widest, row) => Math.max(widest, columnsOf(row[at] ?? '')), 0);
}

/** A row as rows of one line each; all but the last column stand on the first. */
function linesOf(
  row: readonly SafeText[],
  widths: readonly number[],
  lastWidth: number,
): string[][] {
  const firsts = widths.map((each, at) => padded(row[at] ?? safe``, each));
  const blanks = widths.map((each) => ' '.repeat(each));
  const texts = (row[widths.length] ?? '')
    .split('\n')
    .flatMap((each) => wrapped(knownSafe(each), lastWidth));
  return texts.map((text, at) => [...(at === 0 ? firsts : blanks), text]);
}

function laidOut(rows: string[][]): string[] {
  const table = new CliTable({
    chars: borderless,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  table.push(...rows);
  return table.toString().split('\n');
}
