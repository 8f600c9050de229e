import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { sanitize, sanitizeJson } from '../../src/terminal/sanitize.ts';

/** What a terminal would obey, or what would make text read otherwise than it is. */
const unsafe = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\p{Cs}]/u;

describe('sanitize', () => {
  it.each([
    ['an escape sequence', '\u001b[2Jgone', '\\u001b[2Jgone'],
    ['a C1 control sequence', '\u009b2J', '\\u009b2J'],
    ['a title', '\u001b]0;evil\u0007', '\\u001b]0;evil\\u0007'],
    ['new lines', 'a\nb\r\nc', 'a\\nb\\r\\nc'],
    ['tabs', 'a\tb', 'a\\tb'],
    ['NUL, backspace and DEL', '\u0000\b\u007f', '\\u0000\\u0008\\u007f'],
    ['line separators', 'a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    ['bidirectional overrides', '\u202eabc\u202c', '\\u202eabc\\u202c'],
    ['bidirectional isolates', '\u2066a\u2069', '\\u2066a\\u2069'],
    ['bidirectional marks', '\u200e\u200f\u061c', '\\u200e\\u200f\\u061c'],
    ['what can not be seen', 'a\u200bb\u2060\ufeff\u00ad', 'a\\u200bb\\u2060\\ufeff\\u00ad'],
    ['tag characters', 'a\u{e0041}b', 'a\\udb40\\udc41b'],
    ['halves of a pair', '\ud800 \udc00', '\\ud800 \\udc00'],
  ])('shows %s instead of obeying it', (_name, text, expected) => {
    expect(sanitize(text)).toBe(expected);
  });

  it.each(['Päivää, Åsa!', '日本語', 'עברית', '👩‍💻 🇫🇮', 'a b', '\\u001b', '→ – ·', ''])(
    "leaves '%s' alone",
    (text) => {
      expect(sanitize(text)).toBe(text);
    },
  );

  it('lets nothing unsafe through', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !unsafe.test(sanitize(text))));
  });

  it('changes nothing that it has changed already', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => sanitize(sanitize(text)) === sanitize(text),
      ),
    );
  });
});

describe('sanitizeJson', () => {
  it('keeps the value, lets nothing unsafe through, and keeps to one line', () => {
    const value = fc.jsonValue({ noUnicodeString: false, stringUnit: 'binary' });
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2, '\t'), (each, indent) => {
        const json = JSON.stringify(each, undefined, indent);
        const safe = sanitizeJson(json);
        expect(JSON.parse(safe)).toEqual(JSON.parse(json));
        expect(safe).not.toMatch(unsafe);
      }),
    );
  });

  it('makes blanks of white space between tokens', () => {
    expect(sanitizeJson('{\r\n\t"a": 1\n}')).toBe('{   "a": 1 }');
  });

  it('escapes what stands raw in a string', () => {
    expect(sanitizeJson('{"a":"\u202e\u0085"}')).toBe('{"a":"\\u202e\\u0085"}');
  });
});
