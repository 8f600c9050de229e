import { usageError } from './errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Invisible, and no part of any value: byte-order marks, and zero-width spaces of web pages. */
const invisibleAround = /^[\s\ufeff\u200b]+|[\s\ufeff\u200b]+$/g;

/**
 * An environment variable, as other systems and editors set it: line ends, blanks and byte-order
 * marks around it are none of it, and what consists of nothing else is not set. Letters with marks
 * are composed (Unicode form C), as keyboards and servers have them.
 *
 * @throws RteError usage, for a value with a control character within; it names the variable and the
 *   character, never the value.
 */
export function variable(env: Environment, name: string): string | undefined {
  const value = env[name] === undefined ? '' : cleaned(env[name], name);
  return value === '' ? undefined : value;
}

/**
 * The same of a secret that is an access token: quotation marks around it and the word Bearer before
 * it are none of it, and it consists of characters that an HTTP header can have.
 */
export function tokenVariable(env: Environment, name: string): string | undefined {
  const value = variable(env, name)
    ?.replace(/^(["'])(.*)\1$/, '$2')
    .replace(/^bearer\s+/i, '');
  if (value === undefined || value === '') return undefined;
  refuse(/[^\u0021-\u007e]/, value, name);
  return value;
}

/** A value from stdin or a file, to which the same applies as to a variable. */
export function cleaned(value: string, what: string): string {
  const text = value.replace(invisibleAround, '').normalize('NFC');
  // eslint-disable-next-line no-control-regex -- finding them is the purpose
  refuse(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffd]/, text, what);
  return text;
}

function refuse(unfit: RegExp, value: string, what: string): void {
  const at = value.search(unfit);
  if (at === -1) return;
  throw usageError(
    `${what} has a character in it that can't be right: ${nameOf(value.codePointAt(at) ?? 0)}, at place ${at + 1}.`,
    'Was it copied with something else, or more than one line? Set it anew.',
  );
}

function nameOf(code: number): string {
  const name = names[code];
  const digits = code.toString(16).toUpperCase().padStart(4, '0');
  return name === undefined ? `U+${digits}` : `${name} (U+${digits})`;
}

const names: Readonly<Record<number, string>> = {
  0x00: 'a null character',
  0x09: 'a tab',
  0x0a: 'a line break',
  0x0d: 'a carriage return',
  0x20: 'a blank',
  0xa0: 'a no-break space',
  0xfffd: 'a character that is not UTF-8',
};

/**
 * Bytes as text: UTF-8, or UTF-16 where a byte-order mark says so, as PowerShell writes it.
 *
 * @throws RteError usage, for what is neither; it names the place, never the content.
 */
export function decoded(bytes: Uint8Array, what: string): string {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw usageError(
      `${what} is not ${encoding === 'utf-8' ? 'UTF-8' : 'UTF-16, though its byte-order mark says so'}.`,
      'Save it as UTF-8.',
    );
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** A name as names are compared: in any case, and in any Unicode form. */
export function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
