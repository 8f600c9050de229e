/** A property of a JSON object, as places in its text. */
export interface Member {
  /** The key, decoded. */
  key: string;
  /** Where the key begins, at its quotation mark. */
  keyStart: number;
  valueStart: number;
  valueEnd: number;
}

/** A number, or true, false, null. */
const word = /[-+.\w]+/y;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/**
 * The properties of the JSON object that begins at `start`, without decoding their values: so
 * a number keeps all its digits, and only what is asked for costs anything. Values are not
 * checked beyond their nesting.
 *
 * @returns undefined when there is no object, or it does not end.
 */
export function objectMembers(text: string, start = 0): Member[] | undefined {
  let at = skipSpace(text, start);
  if (text.charCodeAt(at) !== openBrace) return undefined;
  const members: Member[] = [];
  at = skipSpace(text, at + 1);
  if (text.charCodeAt(at) === closeBrace) return members;
  for (;;) {
    const keyStart = at;
    const keyEnd = text.charCodeAt(at) === quote ? skipString(text, at) : -1;
    if (keyEnd === -1) return undefined;
    at = skipSpace(text, keyEnd);
    if (text.charCodeAt(at) !== colon) return undefined;
    const valueStart = skipSpace(text, at + 1);
    const valueEnd = skipValue(text, valueStart);
    const key = decodedString(text.slice(keyStart, keyEnd));
    if (valueEnd === -1 || key === undefined) return undefined;
    members.push({ key, keyStart, valueStart, valueEnd });
    at = skipSpace(text, valueEnd);
    const next = text.charCodeAt(at);
    if (next === closeBrace) return members;
    if (next !== comma) return undefined;
    at = skipSpace(text, at + 1);
  }
}

/** Whether the text is exactly one JSON value, as far as its nesting tells. */
export function isSingleValue(text: string): boolean {
  const end = skipValue(text, skipSpace(text, 0));
  return end !== -1 && skipSpace(text, end) === text.length;
}

/** The elements of the JSON array that begins at `start`, as pairs of places; undefined when there is none. */
export function arrayElements(
  text: string,
  start = 0,
): { start: number; end: number }[] | undefined {
  let at = skipSpace(text, start);
  if (text.charCodeAt(at) !== openBracket) return undefined;
  const elements: { start: number; end: number }[] = [];
  at = skipSpace(text, at + 1);
  if (text.charCodeAt(at) === closeBracket) return elements;
  for (;;) {
    const end = skipValue(text, at);
    if (end === -1) return undefined;
    elements.push({ start: at, end });
    at = skipSpace(text, end);
    const next = text.charCodeAt(at);
    if (next === closeBracket) return elements;
    if (next !== comma) return undefined;
    at = skipSpace(text, at + 1);
  }
}

function skipSpace(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at++;
  }
}

/** The place behind the value that begins at `start`; -1 when it doesn't end. */
function skipValue(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === quote) return skipString(text, start);
  if (first === openBrace || first === openBracket) return skipNested(text, start);
  word.lastIndex = start;
  return word.test(text) ? word.lastIndex : -1;
}

function skipNested(text: string, start: number): number {
  const closers: number[] = [];
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = skipString(text, at) - 1;
      if (at < 0) return -1;
    } else if (code === openBrace) closers.push(closeBrace);
    else if (code === openBracket) closers.push(closeBracket);
    else if (code === closeBrace || code === closeBracket) {
      if (closers.pop() !== code) return -1;
      if (closers.length === 0) return at + 1;
    }
  }
  return -1;
}

function skipString(text: string, start: number): number {
  let at = start;
  for (;;) {
    at = text.indexOf('"', at + 1);
    if (at === -1) return -1;
    if (text.charCodeAt(at - 1) !== backslash) return at + 1;
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === backslash) backslashes++;
    if (backslashes % 2 === 0) return at + 1;
  }
}

function decodedString(json: string): string | undefined {
  if (!json.includes('\\')) return json.slice(1, -1);
  try {
    return JSON.parse(json) as string;
  } catch {
    return undefined;
  }
}
