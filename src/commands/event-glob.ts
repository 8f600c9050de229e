import picomatch from 'picomatch';

import { usageError } from '../errors.ts';

/** What a glob says; no characters beside those of picomatch. */
export interface EventGlob {
  /** Whether it can mean several events. */
  isGlob: boolean;
  matches: (name: string) => boolean;
}

/** @throws RteError usage, for what picomatch refuses: an empty pattern, and one of over 65,536 characters. */
export function eventGlob(text: string): EventGlob {
  try {
    return {
      isGlob: picomatch.scan(text).isGlob,
      matches: picomatch(text, { nocase: true }),
    };
  } catch {
    throw usageError(
      `The pattern is ${text === '' ? 'empty' : 'too long'}.`,
      "Name an event, or several with *, as in 'UserCallIn*'; rte list-events shows all there are.",
    );
  }
}
