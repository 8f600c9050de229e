/** A property of a JSON object, as places in its text. */
export interface Member {
  /** The key, decoded. */
  key: string;
  /** Where the key begins, at its quotation mark. */
  keyStart: number;
  valueStart: number;
  valueEnd: number;
}

/** Words and numbers as JSON has them (RFC 8259, 3 and 6). */
const word = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)/y;

/**
 * Levels that a value may have. .NET writes 64 at the most; jq, and others that read what is
 * printed here, give up at 10,000 or before.
 */
const deepestNesting = 1_000;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const zero = 0x30;
const one = 0x31;
const nine = 0x39;
const firstPrintable = 0x20;
/** The quotation mark too, since strings end at it. */
const escapes = new Set(Array.from('"\\/bfnrt', (each) => each.charCodeAt(0)));
const unicodeEscape = /u[\da-fA-F]{4}/y;

/**
 * Visits the properties of the JSON object that begins at `start`, without decoding their values:
 * so a number keeps all its digits, and only what is asked for costs anything. All of the object is
 * checked as strictly as `JSON.parse` would.
 *
 * @returns where the object ends; -1 when there is none, or it is no JSON.
 */
export function visitMembers(text: string, start: number, visit: (member: Member) => void): number {
  let at = skipSpace(text, start);
  if (text.charCodeAt(at) !== openBrace) return -1;
  at = skipSpace(text, at + 1);
  if (text.charCodeAt(at) === closeBrace) return at + 1;
  for (;;) {
    const keyStart = at;
    const keyEnd = endOfString(text, at);
    const valueStart = startOfMemberValue(text, keyStart, keyEnd);
    const valueEnd = valueStart === -1 ? -1 : endOfValue(text, valueStart);
    if (valueEnd === -1) return -1;
    visit({ key: decodedString(text.slice(keyStart, keyEnd)), keyStart, valueStart, valueEnd });
    at = skipSpace(text, valueEnd);
    const next = text.charCodeAt(at);
    if (next === closeBrace) return at + 1;
    if (next !== comma) return -1;
    at = skipSpace(text, at + 1);
  }
}

/**
 * The properties of the JSON object that begins at `start`.
 *
 * @returns undefined when there is no object, or it is no JSON.
 */
export function objectMembers(text: string, start = 0): Member[] | undefined {
  const members: Member[] = [];
  const end = visitMembers(text, start, (member) => members.push(member));
  return end === -1 ? undefined : members;
}

/**
 * Visits the properties of a text that is exactly one JSON object, white space around it aside.
 *
 * @returns whether it is one. If not, some of its properties may have been visited.
 */
export function visitObject(text: string, visit: (member: Member) => void): boolean {
  const end = visitMembers(text, 0, visit);
  return end !== -1 && skipSpace(text, end) === text.length;
}

/** Whether the text is exactly one JSON object, white space around it aside. */
export function isJsonObject(text: string): boolean {
  const start = skipSpace(text, 0);
  if (text.charCodeAt(start) !== openBrace) return false;
  const end = endOfValue(text, start);
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
    const end = endOfValue(text, at);
    if (end === -1) return undefined;
    elements.push({ start: at, end });
    at = skipSpace(text, end);
    const next = text.charCodeAt(at);
    if (next === closeBracket) return elements;
    if (next !== comma) return undefined;
    at = skipSpace(text, at + 1);
  }
}

/** The text of the one element of the JSON array that begins at `start`; undefined when there is not just one. */
export function onlyElement(text: string, start: number): string | undefined {
  if (text.charCodeAt(start) !== openBracket) return undefined;
  const elementStart = skipSpace(text, start + 1);
  const end = endOfValue(text, elementStart);
  const isOnly = end !== -1 && text.charCodeAt(skipSpace(text, end)) === closeBracket;
  return isOnly ? text.slice(elementStart, end) : undefined;
}

/** Whether there are more values in a JSON text than so many, lists and objects included. */
export function hasMoreValues(text: string, most: number): boolean {
  // Each takes two characters at the least.
  if (text.length <= most * 2) return false;
  let count = 1;
  for (let at = 0; at < text.length && count <= most; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = closingQuote(text, at);
    else if (code === comma || code === openBrace || code === openBracket) count++;
  }
  return count > most;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at++;
  }
}

/** The place behind the value that begins at `start`; -1 when there is none. Without recursion, so that nesting can't exhaust the stack. */
function endOfValue(text: string, start: number): number {
  const closers: number[] = [];
  let at = start;
  for (;;) {
    const first = text.charCodeAt(at);
    if (first === openBrace || first === openBracket) {
      if (closers.length === deepestNesting) return -1;
      closers.push(first === openBrace ? closeBrace : closeBracket);
      at = skipSpace(text, at + 1);
      if (text.charCodeAt(at) !== closers.at(-1)) {
        if (first === openBrace) at = startOfMemberValue(text, at, endOfString(text, at));
        if (at === -1) return -1;
        continue;
      }
    } else {
      at = endOfScalar(text, at, first);
      if (at === -1 || closers.length === 0) return at;
      at = skipSpace(text, at);
    }
    while (text.charCodeAt(at) === closers.at(-1)) {
      closers.pop();
      if (closers.length === 0) return at + 1;
      at = skipSpace(text, at + 1);
    }
    if (text.charCodeAt(at) !== comma) return -1;
    at = skipSpace(text, at + 1);
    if (closers.at(-1) === closeBrace) at = startOfMemberValue(text, at, endOfString(text, at));
    if (at === -1) return -1;
  }
}

/** Where the value of the property begins whose key is at these places; -1 when no colon leads there. */
function startOfMemberValue(text: string, keyStart: number, keyEnd: number): number {
  if (text.charCodeAt(keyStart) !== quote || keyEnd === -1) return -1;
  const at = skipSpace(text, keyEnd);
  return text.charCodeAt(at) === colon ? skipSpace(text, at + 1) : -1;
}

function endOfScalar(text: string, start: number, first: number): number {
  if (first === quote) return endOfString(text, start);
  if (first >= one && first <= nine) {
    const end = endOfDigits(text, start + 1);
    const next = text.charCodeAt(end);
    if (next === comma || next === closeBrace || next === closeBracket) return end;
  }
  word.lastIndex = start;
  return word.test(text) ? word.lastIndex : -1;
}

/** Most numbers are nothing but digits, which are found five times as fast so. */
function endOfDigits(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (!(code >= zero && code <= nine)) return at;
    at++;
  }
}

/** The place behind the string that begins at `start`; -1 when there is none. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === backslash) {
      at = endOfEscape(text, at + 1);
      if (at === -1) return -1;
    } else if (!(code >= firstPrintable)) return -1;
  }
}

/** The last place of the escape whose backslash stands before `start`; -1 for none that JSON knows. */
function endOfEscape(text: string, start: number): number {
  if (escapes.has(text.charCodeAt(start))) return start;
  unicodeEscape.lastIndex = start;
  return unicodeEscape.test(text) ? start + 4 : -1;
}

/** The end of a string of well-formed JSON. */
function closingQuote(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== quote)
    at += text.charCodeAt(at) === backslash ? 2 : 1;
  return at;
}

function decodedString(json: string): string {
  return json.includes('\\') ? (JSON.parse(json) as string) : json.slice(1, -1);
}
