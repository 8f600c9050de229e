import { closest, distance } from 'fastest-levenshtein';

/** Fewer letters begin too many names. */
const leastBeginning = 3;

/**
 * 'Did you mean …? ' for a misspelt name, case aside; empty when no candidate comes near. One that
 * begins with, or has in it, what was written comes near, too.
 */
export function didYouMean(written: string, candidates: readonly string[]): string {
  const folded = written.toLowerCase();
  const byFolded = new Map(candidates.map((each) => [each.toLowerCase(), each]));
  if (byFolded.size === 0 || folded === '') return '';
  const meant = nearestOf(folded, [...byFolded.keys()]);
  return meant === undefined ? '' : `Did you mean ${byFolded.get(meant)}? `;
}

function nearestOf(text: string, all: readonly string[]): string | undefined {
  const nearest = closest(text, all);
  const letters = distance(text, nearest);
  if (letters <= 2) return nearest;
  const beginning = shortest(text, all, (each) => each.startsWith(text));
  if (beginning !== undefined) return beginning;
  if (letters <= text.length / 3) return nearest;
  return (
    shortest(text, all, (each) => distance(text, each.slice(0, text.length)) <= 1) ??
    shortest(text, all, (each) => each.includes(text))
  );
}

function shortest(
  text: string,
  all: readonly string[],
  isMeant: (name: string) => boolean,
): string | undefined {
  if (text.length < leastBeginning) return undefined;
  return all.filter(isMeant).toSorted((one, other) => one.length - other.length)[0];
}
