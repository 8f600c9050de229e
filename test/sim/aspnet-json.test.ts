import { expect, test } from 'vitest';

import { aspnetJson } from '../../src/sim/aspnet-json.ts';

test.each([
  ['what HTML has a use for', `<>&'"+\``, '\\u003C\\u003E\\u0026\\u0027\\u0022\\u002B\\u0060'],
  ['what is not ASCII', 'å\u2028\uFEFF', '\\u00E5\\u2028\\uFEFF'],
  ['beyond the basic plane', '\u{1F600}', '\\uD83D\\uDE00'],
  ['control characters', '\b\f\n\r\t\u0001\u007f', '\\b\\f\\n\\r\\t\\u0001\\u007F'],
  ['a backslash, and a quotation mark behind it', '\\"', '\\\\\\u0022'],
  ['nothing else', `/=;:#@!~^*()[]{}|?.,$%_-`, `/=;:#@!~^*()[]{}|?.,$%_-`],
])('escapes as ASP.NET Core 3.1 does: %s', (_, text, expected) => {
  expect(aspnetJson({ text })).toBe(`{"text":"${expected}"}`);
  expect(JSON.parse(aspnetJson({ [text]: text }))).toEqual({ [text]: text });
});
