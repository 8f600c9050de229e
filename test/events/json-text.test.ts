import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { arrayElements, isSingleValue, objectMembers } from '../../src/events/json-text.ts';

/** A JSON text of a value, written in any of the ways that JSON allows. */
const written = fc
  .tuple(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(undefined, 1, '\t', ' \n'))
  .map(([value, indent]) => JSON.stringify(value, undefined, indent));

const object = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue());

describe('objectMembers', () => {
  it('finds the properties of any object, each with the text of its value', () => {
    const space = fc.constantFrom('', ' ', '\n', '\r\n\t ');
    fc.assert(
      fc.property(object, space, fc.constantFrom(undefined, 2, '\r\t'), (value, around, indent) => {
        const text = around + JSON.stringify(value, undefined, indent) + around;
        const members = objectMembers(text) ?? [];
        const read = members.map(({ key, valueStart, valueEnd }) => [
          key,
          JSON.parse(text.slice(valueStart, valueEnd)) as unknown,
        ]);
        expect(read).toEqual(Object.entries(JSON.parse(text) as object));
        for (const { key, keyStart } of members) {
          expect(text.slice(keyStart).startsWith(JSON.stringify(key))).toBe(true);
        }
      }),
    );
  });

  it.each<[string, string, [string, string][]]>([
    ['an empty object', ' { } ', []],
    [
      'white space wherever it may stand',
      '\n{ "a" :\t1 , "b": [ 2 ] }',
      [
        ['a', '1'],
        ['b', '[ 2 ]'],
      ],
    ],
    [
      'numbers with all their digits',
      '{"n":12345678901234567890.10}',
      [['n', '12345678901234567890.10']],
    ],
    ['escapes in keys', '{"a\\"\\u0062":true}', [['a"b', 'true']]],
    [
      'brackets and quotes in strings',
      '{"a":"}],\\"{[","b":2}',
      [
        ['a', '"}],\\"{["'],
        ['b', '2'],
      ],
    ],
    [
      'a backslash at the end of a string',
      '{"a":"\\\\","b":2}',
      [
        ['a', '"\\\\"'],
        ['b', '2'],
      ],
    ],
    [
      'a key that comes twice',
      '{"a":1,"a":2}',
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    ['what stands behind the object', '{"a":1} and more', [['a', '1']]],
  ])('reads %s', (_name, text, expected) => {
    const members = objectMembers(text)?.map(({ key, valueStart, valueEnd }) => [
      key,
      text.slice(valueStart, valueEnd),
    ]);
    expect(members).toEqual(expected);
  });

  it.each([
    '',
    'null',
    '[1]',
    '"{}"',
    '{',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,',
    '{"a":1,}',
    '{"a" 1}',
    '{a:1}',
    '{"a":1 "b":2}',
    '{"a":[1}',
    '{"a":{"b":1]}',
    '{"a":"}',
    '{"a\\x":1}',
    '{"a":}',
  ])("finds none in '%s'", (text) => {
    expect(objectMembers(text)).toBeUndefined();
  });
});

describe('arrayElements', () => {
  it('finds the elements of any array', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 2), (list, indent) => {
        const text = JSON.stringify(list, undefined, indent);
        const elements = arrayElements(text) ?? [];
        expect(
          elements.map(({ start, end }) => JSON.parse(text.slice(start, end)) as unknown),
        ).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each(['', '{}', '[', '[1', '[1,', '[1 2]', '[,]', '["]', '[{]'])(
    "finds none in '%s'",
    (text) => {
      expect(arrayElements(text)).toBeUndefined();
    },
  );
});

describe('isSingleValue', () => {
  it('is true of any JSON value', () => {
    fc.assert(fc.property(written, (text) => isSingleValue(text) && isSingleValue(`\n ${text} `)));
  });

  it('is false of several with commas between them', () => {
    fc.assert(fc.property(written, written, (one, other) => !isSingleValue(`${one},${other}`)));
  });

  it.each(['', ' ', '{', '[1', '"a', '1],"x":[2', '{}]', '{} {}', '{]'])(
    "is false of '%s'",
    (text) => {
      expect(isSingleValue(text)).toBe(false);
    },
  );
});

it('never throws, whatever the text', () => {
  const mutilated = fc
    .tuple(written, fc.nat(), fc.nat())
    .map(([text, from, to]) =>
      text.slice(from % (text.length + 1)).slice(0, to % (text.length + 1)),
    );
  const brackets = fc.string({ unit: fc.constantFrom(...Array.from('{}[]",:\\ a1')) });
  fc.assert(
    fc.property(fc.oneof(fc.string(), mutilated, brackets), (text) => {
      objectMembers(text);
      arrayElements(text);
      isSingleValue(text);
    }),
    { numRuns: 1_000 },
  );
});
