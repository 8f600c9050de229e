import type { Colours, Paint } from '../../render/colours.ts';
import { finiteTable } from '../../render/finite-table.ts';
import { columnsOf } from '../../render/text-width.ts';
import { timeSpan } from '../../render/time-span.ts';
import {
  join,
  knownSafe,
  safe,
  sanitize,
  sanitizeLines,
  type SafeText,
} from '../../terminal/safe-text.ts';
import { stepNames, type Advice, type StepReport } from './step.ts';

const nameWidth = Math.max(...stepNames.map((name) => name.length));
const timeWidth = '15.0 s'.length;
/** Mark, name and time, each with two blanks behind it. */
const widthBesideFacts = 1 + nameWidth + timeWidth + 3 * 2;

/**
 * A step as people see it: mark, name, time, and facts; what is the matter with it comes first.
 * Steps stand below each other, each written as soon as it is over.
 *
 * @param width columns that it may take.
 */
export function stepText(report: StepReport, colours: Colours, width: number): SafeText {
  const { name, durationMs, status } = report;
  const time = durationMs === null ? safe`` : timeSpan(durationMs);
  const nameCell = sanitize(name.padEnd(nameWidth));
  const cells = [
    mark(status, colours),
    status === 'skipped' ? colours.dim(nameCell) : nameCell,
    colours.dim(knownSafe(time.padStart(timeWidth))),
    join(lines(report, colours, width - widthBesideFacts), safe`\n`),
  ];
  return finiteTable({ rows: [cells], width });
}

function mark(status: StepReport['status'], colours: Colours): SafeText {
  switch (status) {
    case 'ok':
      return colours.green(safe`✔`);
    case 'warning':
      return colours.orange(safe`▲`);
    case 'failed':
      return colours.red(safe`✖`);
    case 'skipped':
      return colours.dim(safe`–`);
  }
}

function lines(
  { status, facts, error, warning }: StepReport,
  colours: Colours,
  width: number,
): SafeText[] {
  const shown = packed(facts.map(sanitize), width);
  return [
    ...(error ? advice(error, colours.red) : []),
    ...(warning ? advice(warning, colours.orange) : []),
    ...shown.map((line) => (status === 'ok' ? line : colours.dim(line))),
  ];
}

/** As many facts on a line as it has room for. */
function packed(facts: readonly SafeText[], width: number): SafeText[] {
  const lines: SafeText[] = [];
  for (const fact of facts) {
    const longer = join([...lines.slice(-1), fact], safe` · `);
    if (lines.length === 0 || columnsOf(longer) > width) lines.push(fact);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

function advice({ message, hint }: Advice, paint: Paint): SafeText[] {
  return [paint(sanitize(message)), ...(hint === null ? [] : [sanitizeLines(hint)])];
}
