const part = '0x([\\da-f]{1,8})';
const short = '0x([\\da-f]{1,4})';
const byte = '0x([\\da-f]{1,2})';
const bytes = Array.from({ length: 8 }, () => byte).join(',');

const digits = /^([\da-f]{8})([\da-f]{4})([\da-f]{4})([\da-f]{4})([\da-f]{12})$/i;
const dashed = /^(\{|\()?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(\}|\))?$/i;
const structure = new RegExp(`^\\{${part},${short},${short},\\{${bytes}\\}\\}$`, 'i');

const closing: Readonly<Record<string, string>> = { '{': '}', '(': ')' };

/**
 * Reads a Guid in each form that .NET's `Guid.TryParse` takes, with white space around it.
 *
 * @returns the id in lower case with dashes; undefined for what is no Guid.
 */
export function parseGuid(text: string): string | undefined {
  const trimmed = text.trim().toLowerCase();
  const [, open = '', id, close = ''] = dashed.exec(trimmed) ?? [];
  if (id !== undefined) return (closing[open] ?? '') === close ? id : undefined;
  const plain = digits.exec(trimmed);
  if (plain !== null) return plain.slice(1).join('-');
  const [, a, b, c, ...rest] = structure.exec(trimmed.replace(/\s/g, '')) ?? [];
  if (a === undefined || b === undefined || c === undefined) return undefined;
  const tail = rest.map((each) => each.padStart(2, '0')).join('');
  return `${a.padStart(8, '0')}-${b.padStart(4, '0')}-${c.padStart(4, '0')}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

const canonical = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Whether a text is an id as Enreach writes them: a Guid with dashes, in either case. */
export function isGuid(text: string): boolean {
  return canonical.test(text);
}

/**
 * The beginning of a Guid that is long enough to tell one from all others that people deal with: at
 * least its first eight digits, as lines show them. In lower case; undefined for anything else.
 */
export function guidBeginning(text: string): string | undefined {
  const beginning = text.trim().toLowerCase();
  const isBeginning = /^[\da-f]{8}(?:-|$)/.test(beginning) && /^[\da-f-]{8,35}$/.test(beginning);
  return isBeginning ? beginning : undefined;
}
