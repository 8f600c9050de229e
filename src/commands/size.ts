import { usageError } from '../errors.ts';

const leastBytes = 64 * 1024;
/** V8's strings hold 512 Mi characters, and text from outside grows sixfold when it is escaped. */
const mostBytes = 64 * 1024 * 1024;

/**
 * A flag's size, such as '16MiB', in bytes; a thousand and 1024 are not told apart, as with `du`.
 *
 * @throws RteError usage
 */
export async function readSize(
  flag: string,
  written: string | undefined,
): Promise<number | undefined> {
  if (written === undefined) return undefined;
  const { parse } = await import('bytes');
  const bytes = parse(written.trim().replace(/ib$/i, 'b'));
  if (bytes !== null && bytes >= leastBytes && bytes <= mostBytes) return bytes;
  throw usageError(
    `${flag} '${written}' is not a size from 64KiB to 64MiB.`,
    "Give a number with its unit, such as '256KiB' or '16MiB'.",
  );
}
