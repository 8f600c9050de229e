import { knownSafe, safe, type SafeText } from '../terminal/safe-text.ts';
import { columnsOf, cut, wrapped } from './text-width.ts';

/** What becomes of a line that is longer than the width: it is cut, continued below, or runs on. */
export type Overflow = 'cut' | 'wrap' | 'run on';

export interface Fit {
  /** In columns. */
  readonly width: number;
  readonly overflow: Overflow;
}

/** As little is left for a headline at times; then it is continued from the left. */
const leastRoom = 20;
const smallIndent = 4;

/**
 * One line of a lead and a rest, made to fit: cut with '…', or continued on further lines under the
 * rest. Both may be coloured.
 */
export function fitLine(lead: SafeText, rest: SafeText, { width, overflow }: Fit): SafeText {
  const line = knownSafe(`${lead}${rest}`);
  if (overflow === 'run on') return line;
  return overflow === 'cut' ? cut(line, width) : continued(lead, rest, width);
}

function continued(lead: SafeText, rest: SafeText, width: number): SafeText {
  const before = columnsOf(lead);
  if (before + columnsOf(rest) <= width) return safe`${lead}${rest}`;
  const isRoomy = width - before >= leastRoom;
  const indent = isRoomy ? before : smallIndent;
  const lines = wrapped(rest, Math.max(leastRoom, width - indent));
  const separator = `\n${' '.repeat(indent)}`;
  const start = isRoomy ? lead : `${cut(lead, width)}${separator}`;
  return knownSafe(`${start}${lines.join(separator)}`);
}
