/** An event of the ledger, by its number, and when it was sent or printed. */
export interface Entry {
  number: number;
  at: number;
}

/** A time in which something was wrong, or was said to be. */
export interface Span {
  from: number;
  to: number;
}

export interface Trouble extends Span {
  name: string;
}

export interface Ledger {
  /** Every event that there was from the first connection on, in order. */
  sent: readonly Entry[];
  /** The numbers that were printed, in the order in which they were. */
  printed: readonly number[];
  gaps: readonly Span[];
  troubles: readonly Trouble[];
}

/** A gap begins before its trouble, by what may have been under way; by no more than this. */
const mostMsBefore = 5_000;

/**
 * What in the books does not balance, one sentence each: an event that was neither printed nor lies
 * in a gap, one printed twice or out of order, and a gap in which nothing was wrong.
 */
export function imbalances({ sent, printed, gaps, troubles }: Ledger): string[] {
  const findings: string[] = [];
  const seen = new Set<number>();
  let last = -1;
  for (const number of printed) {
    if (seen.has(number)) findings.push(`event ${number} was printed twice`);
    else if (number < last) findings.push(`event ${number} came after ${last}`);
    seen.add(number);
    last = Math.max(last, number);
  }
  for (const { number, at } of sent) {
    const isTold = gaps.some(({ from, to }) => from <= at && at <= to);
    if (!seen.has(number) && !isTold)
      findings.push(`event ${number} is missing ${where(at, gaps)}`);
  }
  for (const gap of gaps) {
    const near = troubles.filter(({ from, to }) => from <= gap.to && gap.from <= to);
    if (near.length === 0) findings.push(`nothing was wrong in the gap ${span(gap)}`);
    else if (gap.from < Math.min(...near.map(({ from }) => from)) - mostMsBefore)
      findings.push(`the gap ${span(gap)} begins too early`);
  }
  return findings;
}

function where(at: number, gaps: readonly Span[]): string {
  const distances = gaps.map(({ from, to }) => (at < from ? from - at : at - to));
  return gaps.length === 0 ? '' : `(${Math.min(...distances)} ms off the nearest gap)`;
}

function span({ from, to }: Span): string {
  return `${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
}
