import type { ColorLevel } from './terminal.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * How many colours a stream gets, by the pages of the conventions, of which the first that applies
 * counts: force-color.org (any value that is not empty; 2 and 3 are Node's levels),
 * no-color.org (any value that is not empty), bixense.com/clicolors (CLICOLOR_FORCE, then CLICOLOR,
 * each but for 0); else whether it is a terminal, and of which kind.
 *
 * @param depth the bits of colour that the terminal has, by everything but these variables; 1 for none.
 */
export function colorLevelFor(env: Environment, isTTY: boolean, depth: () => number): ColorLevel {
  const own = isTTY ? levelOf(depth()) : 0;
  if (env['FORCE_COLOR']) return forced(own, env['FORCE_COLOR']);
  if (env['NO_COLOR']) return 0;
  if (env['CLICOLOR_FORCE'] && env['CLICOLOR_FORCE'] !== '0') return forced(own, '1');
  return env['CLICOLOR'] === '0' ? 0 : own;
}

/** At least the colours that every terminal has. */
function forced(own: ColorLevel, value: string): ColorLevel {
  if (value === '2' || value === '3') return Number(value) as ColorLevel;
  return own === 0 ? 1 : own;
}

function levelOf(depth: number): ColorLevel {
  if (depth >= 24) return 3;
  if (depth >= 8) return 2;
  return depth >= 4 ? 1 : 0;
}
