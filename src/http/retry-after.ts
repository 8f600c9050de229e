/** However long a server asks to be left alone, it is asked again after this. */
const longestWaitMs = 5 * 60_000;

/**
 * `Retry-After` as milliseconds from `now`: the header holds seconds or a date (RFC 9110, 10.2.3).
 * Never more than 5 minutes, so that an odd answer can't silence a run for days; undefined for
 * anything else.
 */
export function retryAfterMs(
  header: string | string[] | undefined,
  now: number,
): number | undefined {
  const text = (Array.isArray(header) ? header[0] : header)?.trim() ?? '';
  // Date.parse would find a year in '-1' or '1.5'.
  const date = /^[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : date - now;
  return Number.isNaN(waitMs) ? undefined : Math.min(longestWaitMs, Math.max(0, waitMs));
}
