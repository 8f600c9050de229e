import { promisify } from 'node:util';
import { brotliDecompress, constants, gunzip, inflate, inflateRaw } from 'node:zlib';

import { RteError } from '../errors.ts';
import { tooLong } from './body.ts';

/** More than one is allowed (RFC 9110, 8.4); nobody uses more than two. */
const mostCodings = 3;

type Decompress = (bytes: Buffer, most: number) => Promise<Buffer>;

// A stream that ends early gives what it has, as with browsers and fetch.
const finishFlush = constants.Z_SYNC_FLUSH;
const unzip: Decompress = (bytes, maxOutputLength) =>
  promisify(gunzip)(bytes, { maxOutputLength, finishFlush });

/** By name of a coding in lower case. */
const decompressors: ReadonlyMap<string, Decompress> = new Map<string, Decompress>([
  ['gzip', unzip],
  ['x-gzip', unzip],
  [
    'br',
    (bytes, maxOutputLength) =>
      promisify(brotliDecompress)(bytes, {
        maxOutputLength,
        finishFlush: constants.BROTLI_OPERATION_FLUSH,
      }),
  ],
  [
    'deflate',
    (bytes, maxOutputLength) =>
      // Some servers leave out the frame that makes it zlib's format (RFC 9110, 8.4.1.2).
      promisify(isZlib(bytes) ? inflate : inflateRaw)(bytes, { maxOutputLength, finishFlush }),
  ],
]);

function isZlib([first = 0]: Buffer): boolean {
  return (first & 0x0f) === 8;
}

/**
 * Undoes `Content-Encoding`.
 *
 * @param codings the header's value.
 * @param most so many bytes may come of it.
 * @throws RteError connection, when more comes of it, or when it can't be undone.
 */
export async function decompressed(
  bytes: Buffer,
  codings: string,
  host: string,
  most: number,
): Promise<Buffer> {
  const names = codings
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== '' && each !== 'identity');
  if (names.length > mostCodings) throw unreadable(host, 'in too many encodings');
  let content = bytes;
  for (const name of names.toReversed()) content = await undo(content, name, host, most);
  return content;
}

async function undo(bytes: Buffer, name: string, host: string, most: number): Promise<Buffer> {
  const decompress = decompressors.get(name);
  if (decompress === undefined) throw unreadable(host, 'in an encoding that rte does not know');
  try {
    return await decompress(bytes, most);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLong(host);
    throw unreadable(host, `with ${name} that can't be decompressed`, error);
  }
}

function unreadable(host: string, what: string, cause?: unknown): RteError {
  return new RteError('connection', `${host} answered ${what}.`, {
    hint: 'The fault is on the other side, or with a proxy in between: tell who runs it.',
    cause,
  });
}
