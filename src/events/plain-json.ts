/**
 * The expressions for messages that need nothing done to them: JSON with names in camelCase, no
 * white space, ASCII that no terminal obeys, nested as the specification's events are. They are for
 * text that has as many characters as bytes.
 */

/** What may stand in a string as it is. An escape is obeyed by no terminal. */
const safe = String.raw`[^"\\\x00-\x1f\x7f-\xff]`;
const escape = String.raw`\\(?:["\\/bfnrt]|u[\da-fA-F]{4})`;
const rest = `${safe}*(?:${escape}${safe}*)*"`;
const number = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?`;

/** The name of a plain object's member, without its quotation marks. */
export const plainName = String.raw`[a-z]\w*`;
/** A value that is neither object nor list. */
export const plainScalar = `(?:"${rest}|${number}|true|false|null)`;
/** An object of nothing else. */
export const plainObject = object(`"${plainName}"`, plainScalar);

/** A dictionary's keys may be anything; those of other objects are changed when they begin with a capital. */
const element = object(`"(?![A-Z])${rest}`, plainScalar);
const list = String.raw`\[(?:${listed(`(?:${element}|${plainScalar})`)})?\]`;
const data = object(`"${plainName}"`, `(?:${plainScalar}|${list}|${element})`);
export const plainMessage = object(`"${plainName}"`, `(?:${data}|${plainScalar})`);

function object(name: string, value: string): string {
  return String.raw`\{(?:${listed(`${name}:${value}`)})?\}`;
}

function listed(item: string): string {
  return `${item}(?:,${item})*`;
}
