import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { decodeUtf8, int32Of, readProperties } from '../../src/sim/json-properties.ts';

describe('readProperties', () => {
  test('gives what JSON.parse gives, for any object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (object) => {
        for (const space of [undefined, ' ', '\t']) {
          const json = JSON.stringify(object, undefined, space);
          const read = readProperties(json).map(({ name, value }) => [name, value]);
          const parsed = JSON.parse(json) as object;
          expect(Object.fromEntries(read)).toEqual(Object.fromEntries(Object.entries(parsed)));
        }
      }),
    );
  });

  test('accepts of changed JSON what JSON.parse accepts', () => {
    const changes = fc.tuple(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.nat(),
      fc.constantFrom('', ',', '"', '{', '}', '[', ']', ':', ' ', '1', '\\', 'x', '\n'),
    );
    fc.assert(
      fc.property(changes, ([object, position, inserted]) => {
        const json = JSON.stringify(object);
        const at = position % json.length;
        const changed = json.slice(0, at) + inserted + json.slice(at + 1);
        if (!isObject(changed)) return;
        expect(readProperties(changed).length).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 1000 },
    );
  });

  test('keeps names that come twice, and overlooks what follows the object', () => {
    const read = readProperties(' {"a":1,"a":{"b":"}"}}x');
    expect(read.map(({ name, json }) => [name, json])).toEqual([
      ['a', '1'],
      ['a', '{"b":"}"}'],
    ]);
  });

  test.each([
    '',
    ' ',
    '[]',
    'null',
    '"a"',
    '{',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,',
    '{"a":1,}',
    '{,}',
    '{"a" 1}',
    '{a:1}',
    '{"a":}',
    '{"a":1]}',
    '{"a":[1}}',
    '{"a":01}',
    '{"a":1 2}',
    '{"a":"\n"}',
    '{"a":"\\x"}',
    '{"a":"',
    '{"a":1/**/}',
    '\uFEFF{}',
    `{"a":${'['.repeat(64)}${']'.repeat(64)}}`,
  ])('refuses %j', (text) => {
    expect(() => readProperties(text)).toThrow(SyntaxError);
  });

  test('goes 64 levels deep', () => {
    const json = `${'['.repeat(63)}${']'.repeat(63)}`;
    expect(readProperties(`{"a":${json}}`)).toMatchObject([{ json }]);
  });
});

test.each([
  ['0', 0],
  ['-1', -1],
  ['2147483647', 2_147_483_647],
  ['2147483648', undefined],
  ['1.0', undefined],
  ['1e0', undefined],
  ['"1"', undefined],
  ['null', undefined],
])('int32Of reads %s as %s', (json, expected) => {
  const [read] = readProperties(`{"a":${json}}`);
  expect(read && int32Of(read)).toBe(expected);
});

test('decodeUtf8 makes text that is not well-formed of what is no UTF-8', () => {
  expect(decodeUtf8(Buffer.from('å\uFFFD'))).toBe('å\uFFFD');
  expect(decodeUtf8(Buffer.of(0x61, 0xff))).toBe('a\uDFFF');
});

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
