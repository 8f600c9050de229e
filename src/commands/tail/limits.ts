import { RteError, TimeIsUp } from '../../errors.ts';
import type { CommandContext } from '../context.ts';
import { readDuration } from '../duration.ts';
import type { TailOptions } from './options.ts';

/** When a run ends by itself, in milliseconds from the start of the program. */
export interface Limits {
  /** Unless an event has come by then. */
  timeoutMs: number | undefined;
  forMs: number | undefined;
}

/**
 * Reads `--timeout` and `--for`.
 *
 * @throws RteError usage
 */
export async function readLimits(options: TailOptions): Promise<Limits> {
  return {
    timeoutMs: await readDuration('--timeout', options.timeout),
    forMs: await readDuration('--for', options.for),
  };
}

/** Limits that hold, whatever the run is at. */
export interface ArmedLimits {
  /** An event was printed: `--timeout` has nothing more to say. */
  eventCame(): void;
  /** How many messages have come so far, whether or not they were printed. */
  messages: number;
}

/** Has the run end when its time is over; even if all that is left to do is to wait for the reader. */
export function armLimits({ timeoutMs, forMs }: Limits, { end }: CommandContext): ArmedLimits {
  const timeout = at(timeoutMs, (ms) => end(silenceError(ms, armed.messages)));
  at(forMs, () => end(new TimeIsUp()));
  const armed: ArmedLimits = { eventCame: () => clearTimeout(timeout), messages: 0 };
  return armed;
}

/** Sets a timer to a time from the start of the program. */
function at(ms: number | undefined, expire: (ms: number) => void): NodeJS.Timeout | undefined {
  if (ms === undefined) return undefined;
  return setTimeout(() => expire(ms), Math.max(0, ms - process.uptime() * 1_000));
}

function silenceError(ms: number, messages: number): RteError {
  const within = `within ${ms / 1000} s (--timeout)`;
  if (messages > 0) {
    const came = messages === 1 ? '1 event came' : `${messages} events came`;
    return new RteError('silence', `${came} ${within}, and none of them was to be printed.`, {
      hint: 'None met --where, or changed anything that --changes or --fields shows.',
    });
  }
  return new RteError('silence', `No event came ${within}.`, {
    hint: 'Is something happening there at the moment? A longer --timeout waits for more.',
  });
}
