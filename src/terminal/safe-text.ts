declare const safety: unique symbol;

/**
 * Text that may be printed: nothing in it drives a terminal or forges a line but line ends and
 * colours of our own. An `Output` takes no other text, so that what comes from outside can't be
 * printed by accident. It is made by the functions of this file alone.
 */
export type SafeText = string & { readonly [safety]: true };

/**
 * A text of our own, as a tag of a template, with values in it that are safe: others don't compile.
 *
 * @example safe`no user ${sanitize(name)}`
 */
export function safe(
  strings: TemplateStringsArray,
  ...values: readonly (SafeText | number)[]
): SafeText {
  let text = strings[0] ?? '';
  for (let at = 0; at < values.length; at++) text += `${values[at]}${strings[at + 1]}`;
  return text as SafeText;
}

/** Takes a text for safe that has been looked at in another way; each use says in which. */
export function knownSafe(text: string): SafeText {
  return text as SafeText;
}

/** Safe texts in one. */
export function join(texts: Iterable<SafeText>, separator: SafeText): SafeText {
  return [...texts].join(separator) as SafeText;
}

/**
 * Characters that a terminal obeys rather than shows, or that make text read otherwise than it
 * is: C0 and C1 controls, DEL, line and paragraph separators, bidirectional controls, invisible
 * formatting characters, tag characters, and halves of surrogate pairs.
 */
const unsafe =
  // eslint-disable-next-line no-control-regex -- finding them is the purpose
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Escapes by character: there are some thousand, and a text may have millions of them. */
const escapes = new Map<string, string>();

function escaped(character: string): string {
  const known = escapes.get(character);
  if (known !== undefined) return known;
  const escape = Array.from({ length: character.length }, (_unit, at) => {
    const digits = character.charCodeAt(at).toString(16).padStart(4, '0');
    return `\\u${digits}`;
  }).join('');
  escapes.set(character, escape);
  return escape;
}

const mostAtOnce = 65_536;

/** Replaces what is unsafe, a part at a time: V8 keeps a list of all that it is going to replace. */
function replaceUnsafe(text: string, replacement: (character: string) => string): SafeText {
  if (text.length <= mostAtOnce) return text.replace(unsafe, replacement) as SafeText;
  let replaced = '';
  for (let start = 0; start < text.length;) {
    const end = endOfPart(text, start + mostAtOnce);
    replaced += text.slice(start, end).replace(unsafe, replacement);
    start = end;
  }
  return replaced as SafeText;
}

/** Not between the halves of a surrogate pair. */
function endOfPart(text: string, end: number): number {
  const isSplit = /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return isSplit ? end + 1 : end;
}

/**
 * Text from outside in a form that is safe to print: what a terminal would obey is shown as an
 * escape ('\u001b'), so that it can neither drive the terminal nor forge a line.
 */
export function sanitize(text: string): SafeText {
  return replaceUnsafe(text, (character) => short[character] ?? escaped(character));
}

/**
 * The same for a JSON text, leaving its value as it is: such characters may stand in JSON strings
 * only, where an escape means the same. White space between tokens becomes blanks, so that the
 * text keeps to one line.
 */
export function sanitizeJson(json: string): SafeText {
  return replaceUnsafe(json, (character) => (character in short ? ' ' : escaped(character)));
}

/** A text of several lines, each of which may have come from outside. */
export function sanitizeLines(text: string): SafeText {
  return join(text.split('\n').map(sanitize), safe`\n`);
}

/** A value as JSON on one line. */
export function jsonText(value: unknown): SafeText {
  return sanitizeJson(JSON.stringify(value));
}

/** A value as JSON that people read, too. In JSON, line ends stand between tokens alone. */
export function prettyJson(value: unknown): SafeText {
  return sanitizeLines(JSON.stringify(value, null, 2));
}
