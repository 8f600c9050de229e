import type { Readable } from 'node:stream';

import { RteError } from '../errors.ts';
import { connectionCut } from './network-error.ts';

/** All that is asked for over HTTP fits in a fraction of it. */
const mostBytes = 1_048_576;

/** What came of an answer before its body. */
export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Reads an answer's body: as text, decompressed where a server or proxy compressed it.
 *
 * @param host who answers, for people.
 * @throws RteError connection, when it is longer than 1 MiB, compressed or not, or in an encoding
 * that can't be undone; the stream's error.
 */
export async function readBody(
  body: Readable,
  headers: AnswerHeaders,
  host: string,
): Promise<string> {
  const bytes = await readBytes(body, host);
  const codings = String(headers['content-encoding'] ?? '');
  if (codings === '' || bytes.length === 0) return textOf(bytes, headers);
  const { decompressed } = await import('./content-encoding.ts');
  return textOf(await decompressed(bytes, codings, host, mostBytes), headers);
}

/** By events, since the first loop over a stream's chunks takes more than a millisecond. */
function readBytes(body: Readable, host: string): Promise<Buffer> {
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
    body.on('end', () => resolve(Buffer.concat(chunks)));
    body.on('error', reject);
    body.on('close', () => reject(connectionCut()));
  });
}

/** A byte order mark counts for more than what the header says (Encoding standard, decode). */
function textOf(bytes: Buffer, headers: AnswerHeaders): string {
  const label = markedEncoding(bytes) ?? charsetIn(String(headers['content-type'] ?? ''));
  try {
    if (label !== undefined) return new TextDecoder(label).decode(bytes);
  } catch {
    // An encoding that nobody knows is mostly UTF-8, misspelt.
  }
  return bytes.toString('utf8');
}

function markedEncoding(bytes: Buffer): string | undefined {
  const start = bytes.toString('latin1', 0, 3);
  if (start === '\u00ef\u00bb\u00bf') return 'utf-8';
  if (start.startsWith('\u00ff\u00fe')) return 'utf-16le';
  return start.startsWith('\u00fe\u00ff') ? 'utf-16be' : undefined;
}

function charsetIn(contentType: string): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1];
}

/** The error for an answer that is longer than anything that is asked for. */
export function tooLong(host: string): RteError {
  return new RteError('connection', `${host} answered with more than 1 MiB.`, {
    hint: 'Is this the right address? Nothing that rte asks for is that long.',
  });
}
