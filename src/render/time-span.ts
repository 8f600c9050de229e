import { knownSafe, safe, type SafeText } from '../terminal/safe-text.ts';

/** A number of milliseconds for people: '340 ms', '4.2 s', '3 min 5 s', '2 h 10 min'. */
export function timeSpan(ms: number): SafeText {
  if (ms < 1000) return safe`${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return knownSafe(`${seconds.toFixed(1)} s`);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return safe`${minutes} min ${Math.floor(seconds % 60)} s`;
  return safe`${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
