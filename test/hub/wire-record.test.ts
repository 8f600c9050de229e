import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Frames } from '../../src/hub/record-collector.ts';
import { recordsIn, WireRecord } from '../../src/hub/wire-record.ts';

function record(text: string): WireRecord {
  return new WireRecord(Buffer.from(text));
}

/** What a record says of itself. */
function seen({ type, target, argumentsText: list, usualArgumentsText }: WireRecord): object {
  return { type, target, list, usualArgumentsText };
}

const unreadable = {
  type: undefined,
  target: undefined,
  list: undefined,
  usualArgumentsText: undefined,
};

describe('a record', () => {
  it('of the usual kind shows its arguments as text', () => {
    const text = '{"type":1,"target":"MessageReceived","arguments":[{"a":12345678901234567890}]}';
    expect(record(text)).toMatchObject({
      type: 1,
      target: 'MessageReceived',
      usualArgumentsText: '{"a":12345678901234567890}',
      text,
    });
    expect(record(text).argumentsText).toBe('[{"a":12345678901234567890}]');
    expect(record(text).onlyArgumentText).toBe('{"a":12345678901234567890}');
  });

  it.each([
    ['of another order', '{"target":"MessageReceived","type":1,"arguments":[7]}'],
    ['with white space', '{ "type": 1, "target": "MessageReceived", "arguments": [7] }'],
    ['with an id', '{"type":1,"invocationId":"3","target":"MessageReceived","arguments":[7]}'],
    ['with something behind', '{"type":1,"target":"MessageReceived","arguments":[7],"headers":{}}'],
    ['with escapes', '{"type":1,"target":"Message\\u0052eceived","arguments":[7]}'],
  ])('%s is read all the same', (_name, text) => {
    expect(record(text)).toMatchObject({
      type: 1,
      target: 'MessageReceived',
      argumentsText: '[7]',
      onlyArgumentText: '7',
      usualArgumentsText: undefined,
    });
  });

  it.each([
    ['another target', '{"type":1,"target":"Other","arguments":[]}', 1, 'Other', '[]'],
    ['no target', '{"type":1,"arguments":[]}', 1, undefined, '[]'],
    ['a target that is no text', '{"type":1,"target":7,"arguments":[]}', 1, undefined, '[]'],
    ['arguments that are no list', '{"type":1,"target":"T","arguments":{}}', 1, 'T', undefined],
    [
      'arguments twice',
      '{"arguments":[1],"type":1,"arguments":[ 2e400 ,"x"]}',
      1,
      undefined,
      '[ 2e400 ,"x"]',
    ],
    ['a completion', '{"type":3,"invocationId":"0","result":null}', 3, undefined, undefined],
    ['a ping', '{"type":6}', 6, undefined, undefined],
    ['a type that is text', '{"type":"1"}', undefined, undefined, undefined],
  ])('with %s', (_name, text, type, target, list) => {
    expect(record(text)).toMatchObject({ type, target, argumentsText: list });
  });

  it.each(['', '{', 'hello', '{"type":1,"target":"T"', '[1', '\u0000'])(
    "that is not JSON has text and nothing else ('%s')",
    (text) => {
      expect(seen(record(text))).toEqual(unreadable);
      expect(record(text).text).toBe(text);
    },
  );

  it.each(['null', '1', '"type"', '[1]', '{}', '{"__proto__":{"type":1}}'])(
    'that is JSON and no message is of no type (%s)',
    (text) => {
      expect(seen(record(text))).toEqual(unreadable);
    },
  );

  it('of bytes that are no UTF-8 is shown as far as it can be', () => {
    const broken = new WireRecord(Buffer.from([0x7b, 0xff, 0x7d]));
    expect(broken.text).toBe('{\ufffd}');
    expect(seen(broken)).toEqual(unreadable);
  });

  it('says the same in the usual form and in any other', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (argument) => {
        const usual = record(
          `{"type":1,"target":"MessageReceived","arguments":[${JSON.stringify(argument)}]}`,
        );
        const { text } = usual;
        const other = record(` ${text}`);
        expect(usual.usualArgumentsText).toBe(JSON.stringify(argument));
        expect([usual.type, usual.target, usual.onlyArgumentText]).toEqual([
          other.type,
          other.target,
          other.onlyArgumentText,
        ]);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        seen(new WireRecord(Buffer.from(bytes)));
      }),
    );
  });
});

describe('recordsIn', () => {
  it.each([
    ['nothing', '', []],
    ['one record', 'a\u001e', ['a']],
    ['several', 'a\u001ebc\u001e', ['a', 'bc']],
    ['an empty one', 'a\u001e\u001eb\u001e', ['a', '', 'b']],
    ['one whose end is missing', 'a\u001eb', ['a', 'b']],
    ['only the beginning of one', 'ab', ['ab']],
  ])('finds %s in a message', (_name, text, expected) => {
    expect(textsIn([text])).toEqual(expected);
  });

  it('keeps the records of different messages apart', () => {
    expect(textsIn(['a\u001eb', 'c\u001e', '', 'd'])).toEqual(['a', 'b', 'c', 'd']);
  });

  it('knows a message that needs nothing done to it', () => {
    const plain = '{"type":1,"target":"MessageReceived","arguments":[{"data":{"a":1}}]}';
    const unended = [plain, plain.slice(0, -1)];
    const [first, second, third, ...rest] = recordsIn([
      framesOf([`${plain}\u001e${plain}\u001e`, ...unended]),
    ]);
    expect([first?.isPlain, second?.isPlain, third?.isPlain]).toEqual([true, true, false]);
    expect(rest.map(({ isPlain }) => isPlain)).toEqual([false]);
    expect(first?.usualArgumentsText).toBe('{"data":{"a":1}}');
  });
});

it.each([
  ['elements', `[1${',1'.repeat(4_000_000)}]`],
  ['members', `{"a":1${',"a":1'.repeat(4_000_000)}}`],
  ['escapes', `"${'\\n'.repeat(8_000_000)}"`],
])('stands a message with millions of %s, between others', (_what, value) => {
  const [short, long] = ['1', value].map(
    (each) => `{"type":1,"target":"MessageReceived","arguments":[{"data":{"a":${each}}}]}`,
  );
  const records = recordsIn([framesOf([`${[short, long, short].join('\u001e')}\u001e`])]);
  expect(records.map(({ isPlain }) => isPlain)).toEqual([true, false, true]);
  // Not told by toEqual, which would print all of it.
  expect(records[1]?.text === long).toBe(true);
});

/** Messages as they may lie in what was read: something before each of them. */
function framesOf(texts: readonly string[]): Frames {
  const spans: number[] = [];
  let whole = '';
  for (const text of texts) {
    whole += '##';
    spans.push(Buffer.byteLength(whole), Buffer.byteLength(whole + text));
    whole += text;
  }
  return { bytes: Buffer.from(whole), spans };
}

function textsIn(texts: readonly string[]): string[] {
  return recordsIn([framesOf(texts)]).map(({ text }) => text);
}
