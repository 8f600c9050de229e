import type { SafeText } from './safe-text.ts';

/** 0: no colour, 1: 16 colours, 2: 256, 3: true colour; chalk's levels. */
export type ColorLevel = 0 | 1 | 2 | 3;

/** One of the two places that a program writes to. */
export interface Output {
  readonly isTTY: boolean;
  /** Width in columns; 80 where there is no terminal. */
  readonly columns: number;
  /** Height in lines; 24 where there is no terminal. */
  readonly rows: number;
  readonly colorLevel: ColorLevel;
  /**
   * Writes, all at once where that is possible, and tells whether there is room for more; when
   * not, wait for `drained`. While something is pending, bytes are not to be changed.
   */
  write(...chunks: (SafeText | Uint8Array)[]): boolean;
  /** Whether something of what was written has not left the process yet. */
  readonly isPending: boolean;
  /** Resolves when there is room again, at once when there is; also when the reader has gone. */
  drained(): Promise<void>;
  /** Resolves when all that was written has left the process, or can't any more. */
  flushed(): Promise<void>;
  /**
   * Aborted when nothing more can be written: by `ReaderGone` when the reader closed its end,
   * by an `RteError` when writing failed.
   */
  readonly closed: AbortSignal;
}

/** The reason of `Output.closed` when the reader went away, as `head` does: no error. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/** Why the person or the system wants the run to end. */
export type Interrupt = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** All that a command may know of the world around the process; a test can put its own in place. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person can be asked: stdin and stderr are a terminal. */
  readonly interactive: boolean;
  now(): Date;
}
