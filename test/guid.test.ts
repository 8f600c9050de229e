import { expect, test } from 'vitest';

import { parseGuid } from '../src/guid.ts';

const id = 'a1eeb030-ff4b-ea11-ac9c-00155d4fdcf3';

test.each([
  id,
  id.toUpperCase(),
  ` ${id}\n`,
  `{${id}}`,
  `(${id})`,
  'a1eeb030ff4bea11ac9c00155d4fdcf3',
  '{0xa1eeb030,0xff4b,0xea11,{0xac,0x9c,0x00,0x15,0x5d,0x4f,0xdc,0xf3}}',
  '{0xA1EEB030, 0xff4b, 0xea11, {0xac, 0x9c, 0x0, 0x15, 0x5d, 0x4f, 0xdc, 0xf3}}',
])('reads %j', (text) => {
  expect(parseGuid(text)).toBe(id);
});

test.each([
  '',
  'me',
  `{${id}`,
  `${id})`,
  `{${id})`,
  id.slice(1),
  `${id}0`,
  id.replace('-', ''),
  `g${id.slice(1)}`,
])('refuses %j', (text) => {
  expect(parseGuid(text)).toBeUndefined();
});
