/**
 * Characters that a terminal obeys rather than shows, or that make text read otherwise than it
 * is: C0 and C1 controls, DEL, line and paragraph separators, bidirectional controls, invisible
 * formatting characters, tag characters, and halves of surrogate pairs.
 */
const unsafe =
  // eslint-disable-next-line no-control-regex -- finding them is the purpose
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_unit, at) => {
    const digits = character.charCodeAt(at).toString(16).padStart(4, '0');
    return `\\u${digits}`;
  }).join('');
}

/**
 * Text from outside in a form that is safe to print: what a terminal would obey is shown as an
 * escape ('\u001b'), so that it can neither drive the terminal nor forge a line.
 */
export function sanitize(text: string): string {
  return text.replace(unsafe, (character) => short[character] ?? escaped(character));
}

/**
 * The same for a JSON text, leaving its value as it is: such characters may stand in JSON strings
 * only, where an escape means the same. White space between tokens becomes blanks, so that the
 * text keeps to one line.
 */
export function sanitizeJson(json: string): string {
  return json.replace(unsafe, (character) => (character in short ? ' ' : escaped(character)));
}
