import { closest, distance } from 'fastest-levenshtein';

/**
 * 'Did you mean …? ' for a misspelt name, case aside; empty when no candidate comes near.
 */
export function didYouMean(written: string, candidates: readonly string[]): string {
  const folded = written.toLowerCase();
  const byFolded = new Map(candidates.map((each) => [each.toLowerCase(), each]));
  if (byFolded.size === 0) return '';
  const nearest = closest(folded, [...byFolded.keys()]);
  const isNear = distance(folded, nearest) <= Math.max(2, folded.length / 3);
  return isNear ? `Did you mean ${byFolded.get(nearest)}? ` : '';
}
