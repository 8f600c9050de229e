import { exitCodes } from '../errors.ts';
import { startConditions, wasIgnoredAtStart, type StartConditions } from './inherited-signals.ts';
import type { Interrupt } from './terminal.ts';

/** The reason of a run's signal when a person or the system asked for its end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly by: Interrupt;

  constructor(by: Interrupt) {
    super(by);
    this.by = by;
  }
}

/** The exit code that shells have for a program that a signal ended: 128 and its number. */
export const exitCodeOf: Readonly<Record<Interrupt, number>> = {
  SIGHUP: exitCodes.hungUp,
  SIGINT: exitCodes.interrupted,
  SIGTERM: exitCodes.terminated,
};

/**
 * Aborts the run on SIGINT, SIGTERM and SIGHUP, but for what was ignored when the program was
 * started. A second one ends the process at once, for a person who doesn't want to wait. SIGQUIT
 * keeps its usual meaning: it ends the process, with a core dump where the system makes them.
 */
export function abortOnInterrupt(run: AbortController): void {
  let start: StartConditions | undefined;
  const conditions = (): StartConditions => (start ??= startConditions(process.env));
  // Once what the run is for has begun, and while its parent is there.
  setImmediate(conditions).unref();
  for (const by of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const end = (): void => {
      if (run.signal.aborted) process.exit(exitCodeOf[by]);
      run.abort(new Interrupted(by));
    };
    process.on(by, () => {
      if (by === 'SIGTERM') end();
      else void wasIgnoredAtStart(by, conditions()).then((isIgnored) => isIgnored || end());
    });
  }
}
