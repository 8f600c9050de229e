/** What a flag or argument says of events' names. */
export interface EventPattern {
  readonly text: string;
  /** Whether it can mean several events. */
  readonly isGlob: boolean;
  /** Whether it means this name, in any case. */
  matches(name: string): boolean;
}

/** Whether a pattern is a name, outright. */
export function isPlainName(text: string): boolean {
  return /^\w+$/.test(text);
}

/**
 * Reads a name or glob. Most are names, for which no matcher of globs is loaded.
 *
 * @throws RteError usage, for what can be neither.
 */
export async function readEventPattern(text: string): Promise<EventPattern> {
  if (isPlainName(text)) {
    const folded = text.toLowerCase();
    return { text, isGlob: false, matches: (name) => name.toLowerCase() === folded };
  }
  const { eventGlob } = await import('./event-glob.ts');
  return eventGlob(text);
}
