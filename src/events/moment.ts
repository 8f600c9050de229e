/** A `DateTime` of the specification that stands for 'none'. */
const unset = '0001-01-01T00:00:00';
const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/;
const offset = /[+-]\d\d:?\d\d$/;
const zero = 0x30;
/** The year of one that stands for 'without end'. */
const endOfTime = '9999-';

/**
 * A `DateTime` as milliseconds since the epoch. One without a zone is taken as UTC, which the
 * specification's own examples suggest and nothing contradicts.
 *
 * @returns undefined for text that is no moment; -Infinity and Infinity for 'none' and 'without end'.
 */
export function instantOf(dateTime: unknown): number | undefined {
  if (typeof dateTime !== 'string') return undefined;
  if (!form.test(dateTime)) return undefined;
  if (dateTime.startsWith(unset)) return Number.NEGATIVE_INFINITY;
  if (dateTime.startsWith(endOfTime)) return Number.POSITIVE_INFINITY;
  return usual(dateTime) ?? parsed(dateTime);
}

/**
 * A moment in UTC with a fraction of a second, as nearly all are. Undefined for any other, and for
 * the last days of a month, of which Date.parse knows what to think.
 */
function usual(dateTime: string): number | undefined {
  if (
    dateTime.length < '2026-03-02T08:15:04.104Z'.length ||
    dateTime[19] !== '.' ||
    !dateTime.endsWith('Z')
  ) {
    return undefined;
  }
  const year = twoDigits(dateTime, 0) * 100 + twoDigits(dateTime, 2);
  const [month, day] = [twoDigits(dateTime, 5), twoDigits(dateTime, 8)];
  const [hour, minute] = [twoDigits(dateTime, 11), twoDigits(dateTime, 14)];
  const second = twoDigits(dateTime, 17);
  const isDay = year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
  if (!isDay || hour > 23 || minute > 59 || second > 59) return undefined;
  const ms = twoDigits(dateTime, 20) * 10 + dateTime.charCodeAt(22) - zero;
  return Date.UTC(year, month - 1, day, hour, minute, second, ms);
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - zero) * 10 + text.charCodeAt(at + 1) - zero;
}

function parsed(dateTime: string): number | undefined {
  const hasZone = dateTime.endsWith('Z') || offset.test(dateTime);
  const instant = Date.parse(hasZone ? dateTime : `${dateTime}Z`);
  return Number.isNaN(instant) ? undefined : instant;
}
