import type { Readable } from 'node:stream';

import { RteError } from '../errors.ts';
import { connectionCut } from './network-error.ts';

/** All that is asked for over HTTP fits in a fraction of it. */
const mostBytes = 1_048_576;

/**
 * Reads an answer's body, as UTF-8; by events, since the first loop over a stream's chunks takes
 * more than a millisecond.
 *
 * @param host who answers, for people.
 * @throws RteError connection, when it is longer than 1 MiB; the stream's error.
 */
export function readBody(body: Readable, host: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    body.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= mostBytes) chunks.push(chunk);
      else {
        reject(tooLong(host));
        body.destroy();
      }
    });
    // A byte order mark is no part of the text (Encoding standard, UTF-8 decode).
    body.on('end', () =>
      resolve(
        Buffer.concat(chunks)
          .toString('utf8')
          .replace(/^\uFEFF/, ''),
      ),
    );
    body.on('error', reject);
    body.on('close', () => reject(connectionCut()));
  });
}

function tooLong(host: string): RteError {
  return new RteError('connection', `${host} answered with more than 1 MiB.`, {
    hint: 'Is this the right address? Nothing that rte asks for is that long.',
  });
}
