/** A timer that is set to more than this rings at once. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * `Retry-After` as milliseconds from `now`: the header holds seconds or a date (RFC 9110, 10.2.3).
 * Never more than a timer can take; undefined for anything else.
 */
export function retryAfterMs(
  header: string | string[] | undefined,
  now: number,
): number | undefined {
  const text = (Array.isArray(header) ? header[0] : header)?.trim() ?? '';
  // Date.parse would find a year in '-1' or '1.5'.
  const date = /^[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : date - now;
  return Number.isNaN(waitMs) ? undefined : Math.min(longestTimerMs, Math.max(0, waitMs));
}
