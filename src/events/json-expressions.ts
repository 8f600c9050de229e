/** Expressions for JSON text without white space, as sources that others are put together from. */

/**
 * In longer text they are not to be looked for: V8 keeps a way back from each value, and throws a
 * RangeError where there are some million.
 */
export const longestMatched = 1024 * 1024;

/** What may stand in a string as it is: ASCII that no terminal obeys. An escape is obeyed by none. */
const safe = String.raw`[^"\\\x00-\x1f\x7f-\xff]`;
const escape = String.raw`\\(?:["\\/bfnrt]|u[\da-fA-F]{4})`;
const restOfString = `${safe}*(?:${escape}${safe}*)*"`;
const number = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?`;
const scalar = `(?:"${restOfString}|${number}|true|false|null)`;

/** The name of a plain message's member, without its quotation marks. */
export const plainName = String.raw`[a-z]\w*`;
/** A dictionary's keys may be anything; those of other objects are changed when they begin with a capital. */
const element = object(`"(?![A-Z])${restOfString}:${scalar}`);
const list = String.raw`\[(?:(?:${element}|${scalar})(?:,(?!\])|(?=\])))*\]`;
const data = object(`"${plainName}":(?:${scalar}|${list}|${element})`);
/**
 * A message that needs nothing done to it: JSON with names in camelCase, safe to print, nested as the
 * specification's events are. For bytes read as Latin-1, of which there are as many characters.
 */
export const plainMessage = object(`"${plainName}":(?:${data}|${scalar})`);

/** A value that is neither object nor list, in text of which only the form matters: to where it ends. */
export const scalarText = String.raw`(?:"[^"\\]*(?:\\.[^"\\]*)*"|[-+.\w]+)`;

/**
 * An object of members that match an expression. Each member stands in it once, and looks at what
 * follows it. Written as one member and then others, an object within an object has it four times,
 * and at the start V8 took 6 ms in place of 0.6.
 */
export function object(member: string): string {
  return String.raw`\{(?:${member}(?:,(?=")|(?=\})))*\}`;
}
