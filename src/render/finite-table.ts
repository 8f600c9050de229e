import CliTable from 'cli-table3';

import { columnsOf, wrapped } from './text-width.ts';

export interface FiniteTable {
  /** Cells are safe to print, and may be coloured; the last of a row may have several lines. */
  rows: readonly (readonly string[])[];
  head?: readonly string[];
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

/**
 * A table with an end: columns as wide as they need to be, the last one wrapped to what is left.
 * cli-table3 is given no widths: it knows fewer characters, and cuts off what it takes for too long.
 */
export function finiteTable({ rows, head, width, indent = 0 }: FiniteTable): string {
  const all = head === undefined ? rows : [head, ...rows];
  const last = Math.max(...all.map((row) => row.length)) - 1;
  const widths = Array.from(
    { length: last },
    (_each, at) => Math.max(...all.map((row) => columnsOf(row[at] ?? ''))) + gap,
  );
  const rest = width - indent - widths.reduce((sum, each) => sum + each, 0);
  const lastWidth = Math.max(leastLastColumn, rest);
  const table = new CliTable({
    chars: borderless,
    style: { 'padding-left': 0, 'padding-right': gap, head: [], border: [] },
  });
  const cells = (row: readonly string[]): string[] =>
    row.map((cell, at) => (at < last ? cell : wrappedLines(cell, lastWidth)));
  table.push(...all.map(cells));
  return table
    .toString()
    .split('\n')
    .map((line) => (' '.repeat(indent) + line).trimEnd())
    .join('\n');
}

function wrappedLines(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => wrapped(line, width))
    .join('\n');
}
