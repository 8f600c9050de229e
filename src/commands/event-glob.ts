import picomatch from 'picomatch';

import { usageError } from '../errors.ts';
import type { EventPattern } from './event-pattern.ts';

/**
 * Reads what is no plain name.
 *
 * @throws RteError usage, for what picomatch refuses: an empty pattern, one of over 65,536 characters.
 */
export function eventGlob(text: string): EventPattern {
  try {
    const { isGlob } = picomatch.scan(text);
    return { text, isGlob, matches: picomatch(text, { nocase: true }) };
  } catch {
    throw usageError(
      `The pattern is ${text === '' ? 'empty' : 'too long'}.`,
      "Name an event, or several with *, as in 'UserCallIn*'; rte list-events shows all there are.",
    );
  }
}
