import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  jsonText,
  prettyJson,
  safe,
  sanitize,
  sanitizeJson,
  sanitizeLines,
} from '../../src/terminal/safe-text.ts';
import type { Output } from '../../src/terminal/terminal.ts';

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

const write: Output['write'] = () => true;

describe('an output', () => {
  it('takes safe text alone: others don’t compile', () => {
    const text: string = 'from outside';
    // @ts-expect-error -- it has not been looked at
    write(text);
    // @ts-expect-error -- nor has this
    write(safe`a ${text}`);
    write(safe`a ${sanitize(text)}`, new Uint8Array());
  });

  it('gets no text that is only said to be safe, but for what rendering itself has made', () => {
    const src = fileURLToPath(new URL('../../src', import.meta.url));
    const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => file.replaceAll('\\', '/'));
    const having = (what: RegExp): string[] =>
      files.filter((file) => what.test(readFileSync(join(src, file), 'utf8')));
    expect(having(/\bas (?:unknown as )?SafeText\b/)).toEqual(['terminal/safe-text.ts']);
    const elsewhere = having(/\bknownSafe\(/).filter((file) => !/^(render|terminal)\//.test(file));
    expect(elsewhere).toEqual(['commands/doctor/step-text.ts', 'commands/tail/notes.ts']);
  });
});

describe('JSON', () => {
  it.each([
    ['on one line', jsonText, 1],
    ['that people read', prettyJson, 3],
  ])('%s has the value, and nothing that a terminal obeys', (_name, write, lines) => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = write({ text });
        expect(json.replaceAll('\n', '')).not.toMatch(unsafe);
        expect(json.split('\n')).toHaveLength(lines);
        expect(JSON.parse(json)).toEqual({ text });
      }),
    );
  });
});

it('keeps the lines of a text that has several', () => {
  expect(sanitizeLines('one\u001b\ntwo\r\n')).toBe('one\\u001b\ntwo\\r\n');
});

it.each([65_535, 65_536, 65_537])(
  'does the same to a text that it takes in parts, also between the halves of a pair (%i)',
  (length) => {
    const text = `${'x'.repeat(length - 1)}\u{1f600}\u001b${'\u{e0041}'.repeat(70_000)}`;
    const expected = `${'x'.repeat(length - 1)}\u{1f600}\\u001b${'\\udb40\\udc41'.repeat(70_000)}`;
    expect(sanitize(text) === expected).toBe(true);
  },
);
