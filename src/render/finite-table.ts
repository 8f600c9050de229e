import CliTable from 'cli-table3';
import stringWidth from 'fast-string-width';

export interface FiniteTable {
  /** Cells are safe to print, and may be coloured. */
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

/** A table with an end: columns as wide as they need to be, the last one wrapped to what is left. */
export function finiteTable({ rows, head, width, indent = 0 }: FiniteTable): string {
  const all = head === undefined ? rows : [head, ...rows];
  const columns = Math.max(...all.map((row) => row.length));
  const widths = Array.from(
    { length: columns - 1 },
    (_each, at) => Math.max(...all.map((row) => stringWidth(row[at] ?? ''))) + gap,
  );
  const rest = width - indent - widths.reduce((sum, each) => sum + each, 0);
  const lastWidth = Math.max(leastLastColumn, rest);
  const table = new CliTable({
    colWidths: [...widths, lastWidth],
    wordWrap: true,
    chars: borderless,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  table.push(
    ...all.map((row) =>
      row.map((cell, at) => (at < widths.length ? cell : folded(cell, lastWidth))),
    ),
  );
  return table
    .toString()
    .split('\n')
    .map((line) => (' '.repeat(indent) + line).trimEnd())
    .join('\n');
}

/** Breaks words that are longer than a line; cli-table3 would cut them off. */
function folded(cell: string, width: number): string {
  if (stringWidth(cell) <= width) return cell;
  return cell.replace(/\S+/g, (word) =>
    stringWidth(word) <= width ? word : foldedWord(word, width),
  );
}

function foldedWord(word: string, width: number): string {
  let text = '';
  let column = 0;
  // eslint-disable-next-line no-control-regex -- a colour takes no room, and must not be broken
  for (const [unit] of word.matchAll(/\u001b\[[\d;]*m|./gsu)) {
    const unitWidth = stringWidth(unit);
    if (column + unitWidth > width) {
      text += '\n';
      column = 0;
    }
    text += unit;
    column += unitWidth;
  }
  return text;
}
