import type { Terminal } from './terminal.ts';

/**
 * The columns that stdout is laid out for: the terminal's own; in a pipe those that COLUMNS says, or
 * of the terminal that stderr is, where the output will probably be read.
 *
 * @param otherwise where none of these is known.
 */
export function layoutWidth(
  { stdout, stderr, env }: Pick<Terminal, 'stdout' | 'stderr' | 'env'>,
  otherwise: number,
): number {
  if (stdout.isTTY) return stdout.columns;
  const told = /^[1-9]\d{0,3}$/.exec(env['COLUMNS'] ?? '')?.[0];
  if (told !== undefined) return Number(told);
  return stderr.isTTY ? stderr.columns : otherwise;
}
