/** A `DateTime` of the specification that stands for 'none'. */
const unset = '0001-01-01T00:00:00';
const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/;
const offset = /[+-]\d\d:?\d\d$/;
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
  const hasZone = dateTime.endsWith('Z') || offset.test(dateTime);
  const instant = Date.parse(hasZone ? dateTime : `${dateTime}Z`);
  return Number.isNaN(instant) ? undefined : instant;
}
