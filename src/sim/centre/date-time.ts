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
  writeSecond(second);
  writeDigits(20, 7, (at - second * 1000) * ticksPerMillisecond + ticks);
  return text.toString('latin1');
}

// Every event has several moments. Written in place they are one piece of text each; put together
// from pieces they would stay in pieces for the collector of garbage to follow.
const text = Buffer.from('0000-00-00T00:00:00.0000000Z');
const zero = 48;
const secondsOfDay = 86_400;
// Nearly all moments that are written fall into the day that was written last.
let writtenDay = Number.NaN;

function writeSecond(second: number): void {
  const day = Math.floor(second / secondsOfDay);
  if (day !== writtenDay) {
    text.write(new Date(day * secondsOfDay * 1000).toISOString().slice(0, 10));
    writtenDay = day;
  }
  const ofDay = second - day * secondsOfDay;
  writeDigits(11, 2, Math.floor(ofDay / 3600));
  writeDigits(14, 2, Math.floor(ofDay / 60) % 60);
  writeDigits(17, 2, ofDay % 60);
}

function writeDigits(from: number, count: number, value: number): void {
  let left = value;
  for (let index = from + count - 1; index >= from; index -= 1) {
    text[index] = zero + (left % 10);
    left = Math.floor(left / 10);
  }
}

/** The same where there may be no moment. */
export function dateTimeOrNull(at: number | null): string | null {
  return at === null ? null : dateTime(at);
}
