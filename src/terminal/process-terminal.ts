import { RteError } from '../errors.ts';
import { colorLevelFor } from './color-level.ts';
import { ReaderGone, type Output, type Terminal } from './terminal.ts';

/** The terminal that the process really has; what of it nobody uses is not opened. */
export function processTerminal(): Terminal & Pick<Output, 'flushed'> {
  takeOutContradictions(process.env);
  const stdout = processOutput(process.stdout, 'stdout');
  let stderr: Output | undefined;
  return {
    get stdin() {
      return process.stdin;
    },
    stdout,
    get stderr() {
      return (stderr ??= processOutput(process.stderr, 'stderr'));
    },
    env: process.env,
    get interactive() {
      return Boolean(process.stdin.isTTY && process.stderr.isTTY);
    },
    now: () => new Date(),
    flushed: async () => {
      await Promise.all([stdout.flushed(), stderr?.flushed()]);
    },
  };
}

/**
 * Of variables that contradict each other Node warns on stderr, as soon as it loads certain parts of
 * itself. What is deleted here has no say: see `colorLevelFor`.
 */
function takeOutContradictions(env: NodeJS.ProcessEnv): void {
  if (env['FORCE_COLOR']) {
    delete env['NO_COLOR'];
    delete env['NODE_DISABLE_COLORS'];
  } else delete env['FORCE_COLOR'];
}

function processOutput(stream: NodeJS.WriteStream, name: string): Output {
  const closed = new AbortController();
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A terminal that was closed answers EIO.
    const gone =
      error.code === 'EPIPE' ||
      error.code === 'ERR_STREAM_DESTROYED' ||
      (error.code === 'EIO' && stream.isTTY);
    closed.abort(gone ? new ReaderGone() : writeFailed(name, error));
  });
  return {
    isTTY: Boolean(stream.isTTY),
    get columns() {
      return stream.columns || 80;
    },
    get rows() {
      return stream.rows || 24;
    },
    colorLevel: colorLevelFor(process.env, Boolean(stream.isTTY), () => colorDepth(stream)),
    write: (...chunks) => closed.signal.aborted || writeAll(stream, chunks),
    get isPending() {
      return stream.writableLength > 0;
    },
    drained: () => drained(stream, closed.signal),
    flushed: () =>
      new Promise((resolve) => {
        if (closed.signal.aborted) resolve();
        // That a write failed is told a turn after it was.
        else stream.write('', () => setImmediate(resolve));
      }),
    closed: closed.signal,
  };
}

function writeAll(stream: NodeJS.WriteStream, chunks: readonly (string | Uint8Array)[]): boolean {
  if (chunks.length > 1) stream.cork();
  for (const chunk of chunks) stream.write(chunk);
  if (chunks.length > 1) stream.uncork();
  // What the system has taken already is written, whatever `write` said meanwhile.
  return stream.writableLength < stream.writableHighWaterMark;
}

function writeFailed(name: string, error: NodeJS.ErrnoException): RteError {
  const reason = error.code === 'ENOSPC' ? 'no space left on the device' : error.message;
  return new RteError('failure', `Can't write to ${name}: ${reason}.`, {
    hint: 'Free some space or write elsewhere; what was printed so far is complete up to its last line.',
    cause: error,
  });
}

function drained(stream: NodeJS.WriteStream, closed: AbortSignal): Promise<void> {
  if (!stream.writableNeedDrain || closed.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done);
      closed.removeEventListener('abort', done);
      resolve();
    };
    stream.on('drain', done);
    closed.addEventListener('abort', done);
  });
}

/** Node's own look at the terminal, without the variables that it would warn of. */
function colorDepth(stream: NodeJS.WriteStream): number {
  const { FORCE_COLOR: _force, NO_COLOR: _no, NODE_DISABLE_COLORS: _disable, ...env } = process.env;
  return stream.getColorDepth(env);
}
