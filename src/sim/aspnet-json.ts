/**
 * JSON as ASP.NET Core writes it: besides what JSON itself demands, everything beyond ASCII and
 * the characters that mean something in HTML come as escapes with upper-case digits.
 */
export function aspnetJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /\\(.)|[<>&'+`\u007f-\uffff]/g,
    (found, escaped?: string) => {
      if (escaped === undefined) return unicodeEscape(found);
      return escaped === '"' ? unicodeEscape('"') : found;
    },
  );
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
