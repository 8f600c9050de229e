import { constants, createReadStream, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { isatty, ReadStream } from 'node:tty';

import { unlessAborted } from '../abort.ts';

/**
 * Reads a stream to its end, however long its writer takes.
 *
 * @throws the signal's reason when it is aborted first; the stream's error.
 */
export function readToEnd(stream: Readable, signal: AbortSignal): Promise<Buffer> {
  return unlessAborted(signal, buffer(stream));
}

/**
 * Opens a file, pipe or terminal. To wait for the writer of a pipe as for the content of a file
 * would keep the process from ending.
 *
 * @throws the system's error
 */
export function openInput(path: string): Readable {
  // Windows has no such constant, and no such pipes.
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  if (isatty(fd)) return new ReadStream(fd);
  return fstatSync(fd).isFIFO() ? new Socket({ fd }) : createReadStream(path, { fd });
}
