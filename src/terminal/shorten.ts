/** A value that people read is shown up to here; NDJSON has all of it. */
export const mostShownCharacters = 10_000;

/** A text of at most so many characters, with a word on how many are left out. */
export function shortened(text: string, most = mostShownCharacters): string {
  if (text.length <= most) return text;
  const end = isHighSurrogate(text.charCodeAt(most - 1)) ? most - 1 : most;
  return `${text.slice(0, end)}… (${text.length - end} more characters)`;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}
