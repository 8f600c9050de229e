import { deflateRawSync, deflateSync, brotliCompressSync, gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { httpRequest } from '../../src/http/request.ts';
import { sendToHub } from '../../src/hub/send-to-hub.ts';
import { startRawServer } from '../support/raw-server.ts';
import { rteErrorOf } from '../support/thrown.ts';

const text = 'päivää € 日本 "x"';
const signal = new AbortController().signal;

/** What a client makes of an answer: undici for the REST API, Node's own for the hub. */
async function read(client: 'REST' | 'hub', head: string, body: Buffer): Promise<string> {
  const { host } = await startRawServer((line) => {
    line.write(`${head}Connection: close\r\n\r\n`);
    line.end(body);
  });
  const request = { method: 'POST', url: new URL(`http://${host}/`), body: '', signal } as const;
  return (await httpRequest(request, client === 'hub' ? sendToHub : undefined)).text;
}

const ok = 'HTTP/1.1 200 OK\r\n';
const utf8 = Buffer.from(text);
const chunked = (parts: readonly Buffer[]): Buffer =>
  Buffer.concat([
    ...parts.map((part) =>
      Buffer.concat([
        Buffer.from(`${part.length.toString(16)};x=y\r\n`),
        part,
        Buffer.from('\r\n'),
      ]),
    ),
    Buffer.from('0\r\n\r\n'),
  ]);

const readable: [string, string, Buffer][] = [
  ['gzip', 'Content-Encoding: gzip\r\n', gzipSync(utf8)],
  ['gzip, by its old name in capitals', 'CONTENT-ENCODING: X-GZip\r\n', gzipSync(utf8)],
  ['br', 'content-encoding: br\r\n', brotliCompressSync(utf8)],
  ['deflate', 'Content-Encoding: deflate\r\n', deflateSync(utf8)],
  ['deflate without its frame', 'Content-Encoding: deflate\r\n', deflateRawSync(utf8)],
  ['one after another', 'Content-Encoding: deflate, gzip\r\n', gzipSync(deflateSync(utf8))],
  ['none, by name', 'Content-Encoding: identity\r\n', utf8],
  ['none, by an empty name', 'Content-Encoding: \r\n', utf8],
  [
    'chunks that cut letters and gzip in two',
    'Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n',
    chunked([gzipSync(utf8).subarray(0, 13), gzipSync(utf8).subarray(13)]),
  ],
  [
    'chunks that cut letters in two',
    'tRANSFER-eNCODING: CHUNKED\r\n',
    chunked([utf8.subarray(0, 2), utf8.subarray(2)]),
  ],
  ['a byte order mark', '', Buffer.from(`\uFEFF${text}`)],
  ['a byte order mark in gzip', 'Content-Encoding: gzip\r\n', gzipSync(`\uFEFF${text}`)],
  ['utf-8 by name', 'Content-Type: application/json; charset="UTF-8"\r\n', utf8],
  ['a charset that nobody knows', 'Content-Type: text/plain; charset=x-none\r\n', utf8],
  ['utf-16', 'Content-Type: text/plain;charset=utf-16\r\n', Buffer.from(text, 'utf16le')],
  ['utf-16 with a byte order mark, and no charset', '', Buffer.from(`\uFEFF${text}`, 'utf16le')],
  [
    'utf-16be with a byte order mark',
    'Content-Type: text/plain; charset=utf-16\r\n',
    Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
  ],
];

describe.each(['REST', 'hub'] as const)('an answer to %s is read', (client) => {
  it.each(readable)('with %s', async (_name, headers, body) => {
    expect(await read(client, `${ok}${headers}`, body)).toBe(text);
  });

  it('in latin1', async () => {
    const latin1 = Buffer.from('päivää', 'latin1');
    const head = `${ok}Content-Type: text/plain; x=y; Charset=ISO-8859-1\r\n`;
    expect(await read(client, head, latin1)).toBe('päivää');
  });

  // undici takes a 100 that nobody asked for as an error.
  const interims = ['102 Processing', '103 Early Hints'];
  if (client === 'hub') interims.push('100 Continue');

  it.each(interims)('after %s', async (interim) => {
    const head = `HTTP/1.1 ${interim}\r\nContent-Encoding: gzip\r\n\r\n${ok}`;
    expect(await read(client, head, utf8)).toBe(text);
  });

  it.each([
    ['204', 'HTTP/1.1 204 No Content\r\n'],
    ['204 that says gzip', 'HTTP/1.1 204 No Content\r\nContent-Encoding: gzip\r\n'],
    ['200 with nothing', `${ok}Content-Length: 0\r\n`],
    ['200 with nothing, in gzip', `${ok}Content-Length: 0\r\nContent-Encoding: gzip\r\n`],
  ])('with nothing in it: %s', async (_name, head) => {
    expect(await read(client, head, Buffer.alloc(0))).toBe('');
  });

  const most = 1_048_576;

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ])('up to 1 MiB and no further, as it is without %s', async (coding, compress) => {
    const head = `${ok}Content-Encoding: ${coding}\r\n`;
    expect(await read(client, head, compress(Buffer.alloc(most, 'x')))).toHaveLength(most);
    for (const bytes of [most + 1, 60 * most]) {
      const error = await rteErrorOf(read(client, head, compress(Buffer.alloc(bytes, 'x'))));
      expect(error.message).toMatch(/answered with more than 1 MiB\.$/);
    }
  });

  it.each([
    ['is none', 'gzip', utf8, /answered with gzip that can't be decompressed\.$/],
    ['is broken', 'br', Buffer.from([255, 255, 255, 0, 1]), /answered with br that can't/],
    ['nobody knows', 'zst\u00e4d', utf8, /in an encoding that rte does not know\.$/],
    ['is piled up', 'gzip,'.repeat(20).slice(0, -1), utf8, /in too many encodings\.$/],
  ])('but not by an encoding that %s', async (_name, coding, body, message) => {
    const error = await rteErrorOf(read(client, `${ok}Content-Encoding: ${coding}\r\n`, body));
    expect(error.kind).toBe('connection');
    expect(error.message).toMatch(message);
  });
});
