/**
 * The expressions for messages that need nothing done to them: names in camelCase, no white space,
 * ASCII that no terminal obeys, objects no deeper than the specification's envelope. They are for
 * text that has as many characters as bytes.
 */

/** What may stand in a string as it is. An escape is obeyed by no terminal. */
const safe = String.raw`[^"\\\x00-\x1f\x7f-\xff]`;
export const plainString = String.raw`"${safe}*(?:\\[\x20-\x7e]${safe}*)*"`;
export const plainBoolean = '(?:true|false)';
/** And words. */
export const plainNumber = String.raw`[-+.\w]+`;

/** The name of a plain object's member, without its quotation marks. */
export const plainName = String.raw`[a-z]\w*`;
/** A value that is neither object nor list. Words first, although numbers say the same: a quarter faster. */
export const plainScalar = `(?:${plainString}|true|false|null|${plainNumber})`;
/** A member with such a value, which is its first group. */
export const plainMember = `"${plainName}":(${plainScalar})`;
export const plainObject = `\\{(?:${members(plainScalar)})?\\}`;
export const plainMessage = String.raw`\{${members(`(?:${plainScalar}|${plainObject})`)}\}`;

function members(value: string): string {
  const member = `"${plainName}":${value}`;
  return `${member}(?:,${member})*`;
}
