/**
 * The expressions for messages that need nothing done to them: JSON with names in camelCase, no
 * white space, ASCII that no terminal obeys, objects no deeper than the specification's envelope.
 * They are for text that has as many characters as bytes.
 */

/** What may stand in a string as it is. An escape is obeyed by no terminal. */
const safe = String.raw`[^"\\\x00-\x1f\x7f-\xff]`;
const escape = String.raw`\\(?:["\\/bfnrt]|u[\da-fA-F]{4})`;
const string = `"${safe}*(?:${escape}${safe}*)*"`;
const number = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?`;

/** The name of a plain object's member, without its quotation marks. */
export const plainName = String.raw`[a-z]\w*`;
/** A value that is neither object nor list. */
export const plainScalar = `(?:${string}|${number}|true|false|null)`;
export const plainObject = `\\{(?:${members(plainScalar)})?\\}`;
export const plainMessage = String.raw`\{${members(`(?:${plainScalar}|${plainObject})`)}\}`;

function members(value: string): string {
  const member = `"${plainName}":${value}`;
  return `${member}(?:,${member})*`;
}
