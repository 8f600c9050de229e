/** A `DateTime` of the specification that stands for 'none'. */
const unset = '0001-01-01T00:00:00';
const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/;
const offset = /[+-]\d\d:?\d\d$/;
const [zero, point] = [0x30, 0x2e];
/** The year of one that stands for 'without end'. */
const endOfTime = '9999-';

/** The minute of the moment before, as it was written and in milliseconds since the epoch. */
let minute = { text: '', start: 0 };

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
  return withinMinute(dateTime) ?? parsed(dateTime);
}

/**
 * A moment with a fraction, in UTC, of the same minute as the one before, as most are: a tenth of
 * the time that Date.parse takes, which is a twentieth of that of a whole line.
 */
function withinMinute(dateTime: string): number | undefined {
  if (dateTime.length < '2026-03-02T08:15:04.104Z'.length || !dateTime.endsWith('Z')) {
    return undefined;
  }
  const tens = digitAt(dateTime, 17);
  if (tens > 5 || dateTime.charCodeAt(19) !== point) return undefined;
  if (!dateTime.startsWith(minute.text) || minute.text === '') {
    const text = dateTime.slice(0, 17);
    // Its last second, since of 24:00 there is only the first.
    const last = parsed(`${text}59Z`);
    if (last === undefined) return undefined;
    minute = { text, start: last - 59_000 };
  }
  const seconds = tens * 10 + digitAt(dateTime, 18);
  const fraction = digitAt(dateTime, 20) * 100 + digitAt(dateTime, 21) * 10 + digitAt(dateTime, 22);
  return minute.start + seconds * 1000 + fraction;
}

function digitAt(text: string, at: number): number {
  return text.charCodeAt(at) - zero;
}

function parsed(dateTime: string): number | undefined {
  const hasZone = dateTime.endsWith('Z') || offset.test(dateTime);
  const instant = Date.parse(hasZone ? dateTime : `${dateTime}Z`);
  return Number.isNaN(instant) ? undefined : instant;
}
