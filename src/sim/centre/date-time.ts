/** How RTE writes a state without an end: .NET's greatest date. */
export const endOfTime = '9999-12-31T23:59:59.9999999';

const ticksPerMillisecond = 10_000;
/** The other half of them is left for events that follow within the millisecond. */
const ticksOfMoment = 5_000;

/**
 * A moment as RTE writes it: ISO 8601 with 7 fractional digits and `Z`. The simulation counts
 * whole milliseconds; the digits below them depend on the moment alone, so that one moment reads
 * the same wherever it is mentioned. `later` adds ticks of 100 ns.
 */
export function dateTime(at: number, later = 0): string {
  const second = Math.floor(at / 1000);
  const ticks = ((Math.imul(at, 0x9e3779b1) >>> 0) % ticksOfMoment) + later;
  const fraction = (at - second * 1000) * ticksPerMillisecond + ticks;
  return `${wholeSecond(second)}.${String(fraction).padStart(7, '0')}Z`;
}

// Most moments that are written fall into the second that was written last.
let lastSecond = Number.NaN;
let lastText = '';

function wholeSecond(second: number): string {
  if (second !== lastSecond) {
    lastText = new Date(second * 1000).toISOString().slice(0, -5);
    lastSecond = second;
  }
  return lastText;
}

/** The same where there may be no moment. */
export function dateTimeOrNull(at: number | null): string | null {
  return at === null ? null : dateTime(at);
}
