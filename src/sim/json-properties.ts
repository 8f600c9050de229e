import { isUtf8 } from 'node:buffer';

/** A property of a JSON object, in the order of the text; a name may come more than once. */
export interface JsonProperty {
  name: string;
  value: unknown;
  /** The value as it is written: `1.0` is not `1` to whoever asks for an integer. */
  json: string;
}

/** System.Text.Json refuses to go deeper (JsonReaderOptions.MaxDepth). */
const maxDepth = 64;

/**
 * Reads one object as .NET's Utf8JsonReader does where nobody asks for more: what follows the
 * object is overlooked.
 *
 * @throws SyntaxError for what is no JSON object.
 */
export function readProperties(text: string): JsonProperty[] {
  const properties: JsonProperty[] = [];
  let at = expect(text, skipSpace(text, 0), '{');
  if (text[skipSpace(text, at)] === '}') return properties;
  for (;;) {
    const nameStart = skipSpace(text, at);
    const nameEnd = endOfString(text, nameStart);
    const valueStart = skipSpace(text, expect(text, skipSpace(text, nameEnd), ':'));
    const valueEnd = endOfValue(text, valueStart);
    const json = text.slice(valueStart, valueEnd);
    const name = JSON.parse(text.slice(nameStart, nameEnd)) as string;
    properties.push({ name, value: JSON.parse(json) as unknown, json });
    at = skipSpace(text, valueEnd);
    if (text[at] === '}') return properties;
    at = expect(text, at, ',');
  }
}

/** The integer that a value is; undefined for another value, `1.0` and `1e0` included. */
export function int32Of({ value, json }: JsonProperty): number | undefined {
  const isInteger = typeof value === 'number' && /^-?\d+$/.test(json) && value === (value | 0);
  return isInteger ? value : undefined;
}

/** A value that .NET reads as a string: half a surrogate pair can't be in it. */
export function isWellFormedString(value: unknown): value is string {
  return typeof value === 'string' && !/\p{Surrogate}/u.test(value);
}

/** Text that is not well-formed where the bytes are no UTF-8, as .NET looks at it where it is used. */
export function decodeUtf8(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return isUtf8(bytes) ? text : text.replaceAll('\uFFFD', '\uDFFF');
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (' \t\r\n'.includes(text[at] ?? '-')) at += 1;
  return at;
}

function expect(text: string, at: number, character: string): number {
  if (text[at] !== character) throw new SyntaxError(`Expected ${character} at ${at}.`);
  return at + 1;
}

function endOfString(text: string, start: number): number {
  for (let at = expect(text, start, '"'); at < text.length; at += 1) {
    if (text[at] === '"') return at + 1;
    if (text[at] === '\\') at += 1;
  }
  throw new SyntaxError('A string has no end.');
}

/** Where a value ends, if it is one; what it is made of, `JSON.parse` will judge. */
function endOfValue(text: string, start: number): number {
  let depth = 1;
  let at = start;
  while (at < text.length) {
    const character = text[at] ?? '';
    if ('[{'.includes(character)) depth += 1;
    if (depth > maxDepth) throw new SyntaxError('Too deep.');
    if (depth === 1 && ',]} \t\r\n'.includes(character)) return at;
    if (']}'.includes(character)) depth -= 1;
    at = character === '"' ? endOfString(text, at) : at + 1;
    if (depth === 1 && ']}'.includes(character)) return at;
  }
  return at;
}
