import type { Writable } from 'node:stream';

import fc from 'fast-check';
import * as ws from 'ws';
import { describe, expect, it } from 'vitest';

import { FrameReader, type Reading } from '../../src/hub/frame-reader.ts';

/** A frame of a server. */
function frame(first: number, payload: Buffer | string = '', mask = 0): Buffer {
  const bytes = Buffer.from(payload);
  const { length } = bytes;
  const header = Buffer.from([first, mask | (length < 126 ? length : length < 65_536 ? 126 : 127)]);
  const size = Buffer.alloc(length < 126 ? 0 : length < 65_536 ? 2 : 8);
  if (size.length === 2) size.writeUInt16BE(length);
  if (size.length === 8) size.writeBigUInt64BE(BigInt(length));
  return Buffer.concat([header, size, bytes]);
}

const text = (payload: string): Buffer => frame(0x81, payload);

/** All that readings brought, in order; of the messages, the records with their ␞. */
function seenIn(readings: readonly Reading[]): object {
  const messages = readings.flatMap((reading) =>
    reading.messages.flatMap(({ bytes, spans }) =>
      spans.flatMap((start, at) =>
        at % 2 === 0 ? recordsOf(bytes.toString('latin1', start, spans[at + 1])) : [],
      ),
    ),
  );
  return {
    messages,
    pings: readings.flatMap(({ pings }) => pings.map(String)),
    close: readings.find(({ close }) => close !== undefined)?.close,
    failure: readings.find(({ failure }) => failure !== undefined)?.failure?.message,
  };
}

function recordsOf(message: string): string[] {
  const texts = message.split('\u001e');
  const rest = texts.pop() ?? '';
  const records = texts.map((text) => `${text}\u001e`);
  return rest === '' && records.length > 0 ? records : [...records, rest];
}

/** What chunks bring, whose bytes are only lent: others come in their place. */
function read(...chunks: Buffer[]): object {
  const reader = new FrameReader();
  const readings = chunks.map((chunk) => {
    const reading = copyOf(reader.read(chunk));
    chunk.fill('?');
    return reading;
  });
  return seenIn(readings);
}

function copyOf(reading: Reading): Reading {
  const messages = reading.messages.map((each) => ({ ...each, bytes: Buffer.from(each.bytes) }));
  return { ...reading, messages, pings: reading.pings.map((each) => Buffer.from(each)) };
}

const nothingElse = { pings: [], close: undefined, failure: undefined };

describe('a read', () => {
  it('of many messages stays one piece', () => {
    const reading = new FrameReader().read(
      Buffer.concat([text('one'), text('two'), text('three')]),
    );
    expect(reading.messages).toHaveLength(1);
    expect(seenIn([reading])).toEqual({ ...nothingElse, messages: ['one', 'two', 'three'] });
  });

  it('of a message of nothing brings nothing', () => {
    expect(read(text(''), frame(0x01), frame(0x80))).toEqual({ ...nothingElse, messages: [] });
  });

  it.each([1, 125, 126, 127, 65_535, 65_536, 300_000])('of %i bytes is read', (length) => {
    const payload = 'x'.repeat(length);
    expect(read(text(payload))).toEqual({ ...nothingElse, messages: [payload] });
  });

  it('of a binary frame is read as one of text', () => {
    expect(read(frame(0x82, 'bytes'))).toEqual({ ...nothingElse, messages: ['bytes'] });
  });

  it('puts together what was sent in several frames, control frames between them', () => {
    const parts = [text('before'), frame(0x01, 'a'), frame(0x89, 'ping'), frame(0x00, 'b')];
    const rest = [frame(0x80, 'c'), text('after'), text('later')];
    expect(read(Buffer.concat([...parts, ...rest]))).toEqual({
      ...nothingElse,
      messages: ['before', 'abc', 'after', 'later'],
      pings: ['ping'],
    });
  });

  it.each([
    ['one frame', 0x81, Buffer.alloc(0)],
    ['several frames', 0x01, frame(0x80)],
  ])(
    'of a long message in %s, which many reads bring, takes no longer for what came before',
    (_name, first, rest) => {
      const reader = new FrameReader(100 * 1024 * 1024);
      const reads = 1_400;
      const header = Buffer.alloc(10);
      header.set([first, 127]);
      header.writeBigUInt64BE(BigInt(reads * 65_536), 2);
      const chunk = Buffer.alloc(65_536, 'x');
      const chunks = [header, ...Array<Buffer>(reads).fill(chunk), rest];
      const found = chunks.flatMap((each) => reader.read(each).messages);
      expect(found.map(({ spans }) => spans)).toEqual([[0, reads * 65_536]]);
    },
  );

  it('has the whole records of a message that goes on, and the next read the others', () => {
    const reader = new FrameReader();
    const bytes = Buffer.concat([
      text('one\u001e'),
      text('two\u001ethree\u001efour\u001efive\u001esix'),
      text('last'),
    ]);
    const end = bytes.indexOf('our');
    const first = reader.read(Buffer.from(bytes.subarray(0, end)));
    const second = reader.read(Buffer.from(bytes.subarray(end)));
    expect(first.messages).toHaveLength(1);
    expect(seenIn([first])).toMatchObject({ messages: ['one\u001e', 'two\u001e', 'three\u001e'] });
    expect(second.messages.map(({ spans }) => spans.length / 2)).toEqual([1, 2]);
    expect(seenIn([second])).toMatchObject({
      messages: ['four\u001e', 'five\u001e', 'six', 'last'],
    });
  });

  it('ends with a Close frame', () => {
    const close = frame(0x88, Buffer.from([0x03, 0xe9, ...Buffer.from('going')]));
    expect(read(Buffer.concat([text('last'), close, text('too late')]))).toEqual({
      ...nothingElse,
      messages: ['last'],
      close: { code: 1001, reason: 'going' },
    });
    expect(read(frame(0x88))).toMatchObject({ close: { code: 1005, reason: '' } });
  });

  it.each([
    ['reserved bits', frame(0xc1, 'x'), 'reserved bits are set'],
    ['an unknown type', frame(0x83, 'x'), 'a frame of type 3'],
    ['an unknown control type', frame(0x8b, 'x'), 'a frame of type 11'],
    ['a mask', frame(0x81, 'x', 0x80), 'a masked frame'],
    ['a continuation of nothing', frame(0x80, 'x'), 'a frame that continues nothing'],
    [
      'a message within another',
      Buffer.concat([frame(0x01, 'x'), text('y')]),
      'a message within another',
    ],
    ['a control frame in parts', frame(0x09, 'x'), 'a control frame too long'],
    ['a long control frame', frame(0x89, 'x'.repeat(126)), 'a control frame too long'],
    ['half a close code', frame(0x88, 'x'), 'a Close frame of half a code'],
    [
      'a length beyond memory',
      Buffer.from([0x81, 127, 0, 0x20, 0, 0, 0, 0, 0, 0]),
      'a length beyond all measure',
    ],
  ])('with %s fails, and what came before is there', (_name, bytes, what) => {
    expect(read(Buffer.concat([text('before'), bytes]))).toEqual({
      ...nothingElse,
      messages: ['before'],
      failure: `a frame came that no WebSocket allows: ${what}`,
    });
  });
});

describe('of records that are longer than messages may be', () => {
  const most = 1_000;
  const long = `${'x'.repeat(2_000)}\u001e`;
  const beginning = 'x'.repeat(256);

  it.each([
    ['one frame', text(`before\u001e${long}after\u001e`)],
    [
      'several frames',
      Buffer.concat([
        frame(0x01, `before\u001e${long.slice(0, 900)}`),
        frame(0x80, `${long.slice(900)}after\u001e`),
      ]),
    ],
  ])(
    'in %s only the beginning and the length are left, and the others are there',
    (_name, bytes) => {
      const reader = new FrameReader(most);
      const messages = Array.from(bytes, (byte) => reader.read(Buffer.from([byte]))).flatMap(
        (reading) => copyOf(reading).messages,
      );
      expect(messages.map(({ bytes: each, skippedBytes }) => [String(each), skippedBytes])).toEqual(
        [
          ['before\u001e', undefined],
          [beginning, 2_001],
          ['after\u001e', undefined],
        ],
      );
    },
  );

  it('one of just the length that is allowed is whole', () => {
    const reader = new FrameReader(most);
    const record = `${'x'.repeat(most - 1)}\u001e`;
    const readings = [text(record).subarray(0, 500), text(record).subarray(500)].map((piece) =>
      copyOf(reader.read(Buffer.from(piece))),
    );
    expect(seenIn(readings)).toMatchObject({ messages: [record] });
  });

  it('and that come in millions of fragments take no memory for each', () => {
    const reader = new FrameReader();
    const fragments = Buffer.alloc(3 * 20_000, Buffer.from([0x00, 0x01, 0x78]));
    reader.read(frame(0x01, 'x'));
    const before = process.memoryUsage().rss;
    for (let times = 0; times < 100; times++) reader.read(fragments);
    const [message] = reader.read(frame(0x80)).messages;
    expect(message?.bytes.length).toBe(2_000_001);
    expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024);
  });
});

/** ws's own reader of frames, which its types leave out. */
const { Receiver } = ws as unknown as {
  Receiver: new (options: object) => Writable;
};

const letter = fc.oneof(fc.string({ maxLength: 1 }), fc.constant('\u001e'));
const anyFrame = fc.oneof(
  { weight: 3, arbitrary: fc.string().map(text) },
  { weight: 3, arbitrary: fc.string({ unit: letter, maxLength: 40 }).map(text) },
  fc.string({ unit: letter, minLength: 100, maxLength: 400 }).map(text),
  fc.string({ maxLength: 40 }).map((payload) => frame(0x89, payload)),
  fc
    .array(fc.string(), { minLength: 2, maxLength: 4 })
    .map((parts) =>
      Buffer.concat(
        parts.map((part, at) =>
          frame((at === 0 ? 0x01 : 0) | (at === parts.length - 1 ? 0x80 : 0), part),
        ),
      ),
    ),
);

/** Bytes in pieces. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const cuts = places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b);
  return [0, ...cuts].map((from, at) => bytes.subarray(from, cuts[at] ?? bytes.length));
}

it('finds the same, however frames are spread over reads', () => {
  fc.assert(
    fc.property(fc.array(anyFrame), fc.array(fc.nat(), { maxLength: 30 }), (frames, places) => {
      const bytes = Buffer.concat(frames);
      // Each read has bytes of its own, as those of a socket.
      const reads = cut(bytes, places).map((piece) => Buffer.from(piece));
      expect(read(...reads)).toEqual(read(Buffer.from(bytes)));
    }),
  );
});

it('finds what ws finds', () => {
  fc.assert(
    fc.property(fc.array(anyFrame), (frames) => {
      const found = { messages: [] as string[], pings: [] as string[] };
      const receiver = new Receiver({
        isServer: false,
        skipUTF8Validation: true,
        allowSynchronousEvents: true,
      });
      receiver.on('message', (data: Buffer) => {
        if (data.length > 0) found.messages.push(...recordsOf(data.toString('latin1')));
      });
      receiver.on('ping', (data: Buffer) => found.pings.push(data.toString()));
      const bytes = Buffer.concat(frames);
      receiver.write(Buffer.from(bytes));
      expect(read(bytes)).toEqual({ ...nothingElse, ...found });
    }),
  );
});

it('never throws, whatever bytes come', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (chunks) => {
      read(...chunks.map((chunk) => Buffer.from(chunk)));
    }),
  );
});

it('never hands on bytes that it still needs', () => {
  const reader = new FrameReader();
  const first = reader.read(Buffer.concat([text('one'), text('two').subarray(0, 3)]));
  // A handler may do with what it got what it likes.
  for (const { bytes, spans } of first.messages) bytes.fill(0, spans[0], spans[1]);
  expect(seenIn([reader.read(text('two').subarray(3))])).toMatchObject({ messages: ['two'] });
});
