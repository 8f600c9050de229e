import { describe, expect, it } from 'vitest';

import { decoded, folded, tokenVariable, variable } from '../src/outside-text.ts';
import { rteErrorOf } from './support/thrown.ts';

describe('a variable', () => {
  it.each([
    ['value', 'value'],
    ['value\n', 'value'],
    ['value\r\n', 'value'],
    [' \tvalue ', 'value'],
    ['\ufeffvalue', 'value'],
    ['\u200bvalue\u00a0', 'value'],
    ['a\u0308ino@example.com', '\u00e4ino@example.com'],
    ['with a blank', 'with a blank'],
    ['', undefined],
    [' \r\n', undefined],
    [undefined, undefined],
  ])('of %j is %j', (value, expected) => {
    expect(variable(value === undefined ? {} : { X: value }, 'X')).toBe(expected);
  });

  it.each([
    ['some-secret\nother', 'a line break (U+000A), at place 12'],
    ['some-secret\u0000', 'a null character (U+0000), at place 12'],
    ['some-secret\u001b[2J', 'U+001B, at place 12'],
    ['some-secret\ufffd', 'a character that is not UTF-8 (U+FFFD), at place 12'],
    ['some\ufeffsecret', 'U+FEFF, at place 5'],
  ])(
    'with a character that can’t be right is refused without being shown: %j',
    async (value, what) => {
      const { kind, message } = await rteErrorOf(() => variable({ RTE_X: value }, 'RTE_X'));
      expect(kind).toBe('usage');
      expect(message).toBe(`RTE_X has a character in it that can't be right: ${what}.`);
    },
  );
});

describe('an access token', () => {
  it.each([
    ['a.b.c', 'a.b.c'],
    ['"a.b.c"', 'a.b.c'],
    ["'a.b.c'\n", 'a.b.c'],
    ['Bearer a.b.c', 'a.b.c'],
    ['bearer  a.b.c\r\n', 'a.b.c'],
    ['""', undefined],
  ])('of %j is %j', (value, expected) => {
    expect(tokenVariable({ T: value }, 'T')).toBe(expected);
  });

  it.each([
    ['a.b c', 'a blank (U+0020), at place 4'],
    ['a.\u00e5', 'U+00E5, at place 3'],
  ])('of %j is refused', async (value, what) => {
    const { message } = await rteErrorOf(() => tokenVariable({ T: value }, 'T'));
    expect(message).toContain(what);
  });
});

describe('bytes', () => {
  const text = 'Søren, 日本';
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte-order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16, little end first', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('of %s are read', (_name, bytes) => {
    expect(decoded(bytes, 'stdin')).toBe(text);
  });

  it('of another encoding are refused', async () => {
    const bytes = Buffer.from(text.slice(0, 5), 'latin1');
    const error = await rteErrorOf(() => decoded(bytes, 'stdin'));
    expect(error.message).toBe('stdin is not UTF-8.');
  });
});

it('compares names in any case and form', () => {
  expect(folded('KÄSITTELY')).toBe(folded('ka\u0308sittely'));
});
