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

/**
 * Aborts the run on SIGINT and SIGTERM. A second one ends the process at once, for a person who
 * doesn't want to wait.
 */
export function abortOnInterrupt(run: AbortController): void {
  for (const by of ['SIGINT', 'SIGTERM'] as const) {
    process.on(by, () => {
      if (run.signal.aborted) process.exit(by === 'SIGINT' ? 130 : 143);
      run.abort(new Interrupted(by));
    });
  }
}
