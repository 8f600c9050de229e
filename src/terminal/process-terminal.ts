import { RteError } from '../errors.ts';
import { ReaderGone, type ColorLevel, type Output, type Terminal } from './terminal.ts';

/** The terminal that the process really has; what of it nobody uses is not opened. */
export function processTerminal(): Terminal & Pick<Output, 'flushed'> {
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

function processOutput(stream: NodeJS.WriteStream, name: string): Output {
  const closed = new AbortController();
  stream.on('error', (error: NodeJS.ErrnoException) => {
    const gone = error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED';
    closed.abort(gone ? new ReaderGone() : writeFailed(name, error));
  });
  return {
    isTTY: Boolean(stream.isTTY),
    get columns() {
      return stream.columns || 80;
    },
    colorLevel: colorLevel(stream),
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

/** `NO_COLOR`, `FORCE_COLOR`, `TERM` and `COLORTERM` as Node itself reads them. */
function colorLevel(stream: NodeJS.WriteStream): ColorLevel {
  if (!stream.isTTY) return forcedColorLevel(process.env['FORCE_COLOR']);
  const depth = stream.getColorDepth(process.env);
  if (depth >= 24) return 3;
  if (depth >= 8) return 2;
  return depth >= 4 ? 1 : 0;
}

function forcedColorLevel(forced = ''): ColorLevel {
  switch (forced) {
    case '1':
    case 'true':
      return 1;
    case '2':
      return 2;
    case '3':
      return 3;
    default:
      return 0;
  }
}
