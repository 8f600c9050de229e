/**
 * The expression for messages that need nothing done to them: JSON with names in camelCase, no white
 * space, ASCII that no terminal obeys, nested as the specification's events are. It is for bytes
 * read as Latin-1, of which there are as many characters.
 */

/**
 * In longer text the expressions of this file are not to be looked for: V8 keeps a way back from each
 * value, and throws a RangeError where there are some million.
 */
export const longestMatched = 1024 * 1024;

/** What may stand in a string as it is. An escape is obeyed by no terminal. */
const safe = String.raw`[^"\\\x00-\x1f\x7f-\xff]`;
const escape = String.raw`\\(?:["\\/bfnrt]|u[\da-fA-F]{4})`;
const restOfString = `${safe}*(?:${escape}${safe}*)*"`;
const number = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?`;
const scalar = `(?:"${restOfString}|${number}|true|false|null)`;

/** The name of a plain message's member, without its quotation marks. */
export const plainName = String.raw`[a-z]\w*`;
/** A dictionary's keys may be anything; those of other objects are changed when they begin with a capital. */
const element = object(`"(?![A-Z])${restOfString}`, scalar);
const list = String.raw`\[(?:(?:${element}|${scalar})(?:,(?!\])|(?=\])))*\]`;
const data = object(`"${plainName}"`, `(?:${scalar}|${list}|${element})`);
export const plainMessage = object(`"${plainName}"`, `(?:${data}|${scalar})`);

/**
 * A value that is neither object nor list, in JSON text of which only the form matters: as much of
 * it as is needed to tell where it ends.
 */
export const scalarText = String.raw`(?:"[^"\\]*(?:\\.[^"\\]*)*"|[-+.\w]+)`;

/** An object of nothing else, in such text, whose names match an expression. */
export function flatObject(name: string): string {
  return object(`"${name}"`, scalarText);
}

/**
 * Each member stands once, and looks at what follows it. Written as one member and then others, an
 * object within an object has it four times, and at the start V8 took 6 ms in place of 0.6.
 */
function object(name: string, value: string): string {
  return String.raw`\{(?:${name}:${value}(?:,(?=")|(?=\})))*\}`;
}
