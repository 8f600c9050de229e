import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  arrayElements,
  hasMoreValues,
  isJsonObject,
  objectMembers,
  visitMembers,
} from '../../src/events/json-text.ts';

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

/** What `JSON.parse` makes of it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

describe('isJsonObject', () => {
  it('is true of just the texts that JSON.parse takes for an object', () => {
    const token = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '"a"',
      '{"a":1}',
      ' ',
      '\n',
      '\ufeff',
      '0',
      '01',
      '-',
      '-1',
      '1.',
      '.5',
      '1e5',
      '1e',
      '+1',
      'NaN',
      'Infinity',
      'true',
      'tru',
      'null',
      "'a'",
      '/*x*/',
      '\\u00e5',
      '\\u00e',
      '\\x41',
      '\u0000',
      '\u001f',
      '\u007f',
    );
    const text = fc.oneof(
      fc.array(token, { maxLength: 8 }).map((tokens) => tokens.join('')),
      fc.array(token, { maxLength: 4 }).map((tokens) => `{"a":${tokens.join('')}}`),
      fc.array(token, { maxLength: 4 }).map((tokens) => `{"a":"${tokens.join('')}"}`),
      fc.array(token, { maxLength: 3 }).map((tokens) => `{"a":[{},${tokens.join('')}]}`),
    );
    fc.assert(
      fc.property(text, (each) => {
        expect(isJsonObject(each), each).toBe(isObject(parsed(each)));
      }),
      { numRuns: 20_000 },
    );
  });

  it('is true of any object, however it is written', () => {
    fc.assert(
      fc.property(written, (text) => isJsonObject(` ${text}\n`) === isObject(parsed(text))),
    );
  });

  it('stops at a thousand levels, for lists and objects', () => {
    expect([isJsonObject(nested(1_000)), isJsonObject(nested(1_002))]).toEqual([true, false]);
  });
});

function nested(levels: number): string {
  return `${'{"a":['.repeat(levels / 2)}${']}'.repeat(levels / 2)}`;
}

describe('hasMoreValues', () => {
  it.each([
    [`{"a":[${'1,'.repeat(500)}1]}`, 500, true],
    [`{"a":[${'1,'.repeat(500)}1]}`, 600, false],
    [`{"a":"${',{['.repeat(500)}"}`, 100, false],
    [`{"a":"${',\\"'.repeat(500)}"}`, 100, false],
    [`[${'[],'.repeat(500)}[]]`, 500, true],
  ])('counts what stands between commas, not within strings (%#)', (text, most, expected) => {
    expect(hasMoreValues(text, most)).toBe(expected);
  });
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
      isJsonObject(text);
      hasMoreValues(text, 1);
      visitMembers(text, -1, () => {});
    }),
    { numRuns: 1_000 },
  );
});
