import type { Terminal } from '../terminal/terminal.ts';

/** What every command is given. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** Aborted when the run must end: by Ctrl-C or SIGTERM, or when stdout can't be written to. */
  readonly signal: AbortSignal;
}
