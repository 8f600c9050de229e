/**
 * What kind of end a run came to, and the exit code that stands for it.
 * The codes are a promise to scripts: changing one is a breaking change.
 */
export const exitCodes = {
  done: 0,
  failure: 1,
  usage: 2,
  unauthorized: 4,
  connection: 5,
  gap: 6,
  rejected: 6,
  silence: 7,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

/** The kinds of end that are errors. */
export type ErrorKind = Exclude<
  keyof typeof exitCodes,
  'done' | 'hungUp' | 'interrupted' | 'terminated'
>;

export interface RteErrorOptions {
  /** What the person can do about it; one sentence or several lines. */
  hint?: string;
  /** How long the other side asks to be left alone, in milliseconds. */
  retryAfterMs?: number | undefined;
  cause?: unknown;
}

/**
 * An error that is meant for a person: its message says what happened and to what,
 * its hint says what to do. `main.ts` turns it into text on stderr and an exit code.
 */
export class RteError extends Error {
  override readonly name = 'RteError';
  readonly kind: ErrorKind;
  readonly hint: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(kind: ErrorKind, message: string, options: RteErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.kind = kind;
    this.hint = options.hint;
    this.retryAfterMs = options.retryAfterMs;
  }

  get exitCode(): number {
    return exitCodes[this.kind];
  }
}

/** The reason of a run's signal when the time that the run was given is over: no error. */
export class TimeIsUp extends Error {
  override readonly name = 'TimeIsUp';
}

/** A flag, argument or variable that can't be used. Names the thing, the value and the remedy. */
export function usageError(message: string, hint?: string): RteError {
  return new RteError('usage', message, hint === undefined ? {} : { hint });
}

/** The text of anything that was thrown, without a stack. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
