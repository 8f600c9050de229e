import type { Terminal } from '../terminal/terminal.ts';

/** What every command is given. */
export interface CommandContext {
  readonly terminal: Terminal;
  /**
   * Aborted when the run must end: by Ctrl-C or SIGTERM, when stdout can't be written to, or by
   * `end`.
   */
  readonly signal: AbortSignal;
  /** Ends the run for this reason, whatever it is at. */
  end(reason: Error): void;
}
