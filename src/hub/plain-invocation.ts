/** What may stand in a string as it is: ASCII that no terminal obeys. An escape is obeyed by none. */
const safe = String.raw`[^"\\\x00-\x1f\x7f-\xff]`;
const string = String.raw`"${safe}*(?:\\[\x20-\x7e]${safe}*)*"`;
// Words first, although numbers say the same: a quarter faster.
const scalar = String.raw`(?:${string}|true|false|null|[-+.\w]+)`;
const object = `\\{(?:${members(scalar)})?\\}`;
const message = String.raw`\{${members(`(?:${scalar}|${object})`)}\}`;

/** Names in camelCase with their values. */
function members(value: string): string {
  const member = String.raw`"[a-z]\w*":${value}`;
  return `${member}(?:,${member})*`;
}

/**
 * The usual invocation, with its ␞, of a message that needs nothing done to it: whatever this
 * matches comes out of the renderer of messages as it came, byte for byte (a property test holds
 * the two together), and whatever it doesn't match goes through the renderer. Looks at the place
 * that its `lastIndex` says, in bytes read as Latin-1.
 *
 * One expression, since it takes a third of the time of everything that it replaces, decoding not
 * counted: 0.7 µs for 1 KiB.
 */
export const plainInvocation = new RegExp(
  String.raw`\{"type":1,"target":"MessageReceived","arguments":\[${message}\]\}\x1e`,
  'y',
);
