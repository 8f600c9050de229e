/** What a hub makes up anew at each run, and what its text shows in its place. */
const patterns: readonly [RegExp, string][] = [
  [/[\w-]+\.[\w-]+\.[\w-]{20,}/g, '{jwt}'],
  [/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, '{guid}'],
  [/(?<="connection(?:Id|Token)":")[\w-]{22}(?=")/g, '{22 of base64url}'],
  [/\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d/g, '{time}'],
];

/**
 * Makes the transcripts of two hubs comparable.
 *
 * @param names the ids that the hub's own entities have, by what to call them.
 */
export function mask(line: string, names: Readonly<Record<string, string>>): string {
  let masked = line;
  for (const [name, id] of Object.entries(names)) masked = masked.replaceAll(id, `{${name}}`);
  for (const [pattern, shown] of patterns) masked = masked.replace(pattern, shown);
  return masked;
}
