const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Whether a text is an id as Enreach writes them: a Guid with dashes, in either case. */
export function isGuid(text: string): boolean {
  return guid.test(text);
}
