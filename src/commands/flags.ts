import { InvalidArgumentError, Option } from 'commander';

/**
 * Several values: from a repeated flag, and from commas within one. The commas of a glob's braces
 * separate nothing.
 */
export function list(value: string, previous: string[] | undefined): string[] {
  const values = value.split(/,(?![^{]*\})/).map((each) => each.trim());
  if (values.includes('')) throw new InvalidArgumentError('There is an empty name in it.');
  return [...(previous ?? []), ...values];
}

/** The same without commas as separators, for values that may contain one. */
export function repeated(value: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

/** A parser for whole numbers within bounds. */
export function integer(min: number, max = Number.MAX_SAFE_INTEGER): (value: string) => number {
  return (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= min && number <= max)) {
      const upTo =
        max === Number.MAX_SAFE_INTEGER ? ` of at least ${min}` : ` from ${min} to ${max}`;
      throw new InvalidArgumentError(`Give a whole number${upTo}.`);
    }
    return number;
  };
}

/** A parser for numbers above zero, up to a bound. */
export function positive(max: number): (value: string) => number {
  return (value) => {
    const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
    if (!(number > 0 && number <= max)) {
      throw new InvalidArgumentError(`Give a number above 0, up to ${max}.`);
    }
    return number;
  };
}

export const profileOption = (): Option =>
  new Option(
    '--profile <name>',
    "the account to use, when you have several (RTE_PROFILE; else 'default')",
  );

export const insecureOption = (): Option =>
  new Option('--insecure', "don't verify the server's certificate: for tests on this machine");

export const verboseOption = (): Option =>
  new Option('-v, --verbose', 'tell each step, and show where errors come from');
