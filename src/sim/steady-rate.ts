import type { Timeline } from './live-clock.ts';

/** Longest stretch of work before others get their turn. */
const sliceMs = 20;

/**
 * Carries out a timeline as fast as it takes for so many happenings a second, evenly, whatever
 * simulated time that is. What this machine can't keep up with in a second is given up.
 *
 * @param onBehind told once, when that occurs first.
 * @returns a function that stops it.
 */
export function runAtRate<Happening>(
  timeline: Timeline<Happening>,
  perSecond: number,
  onHappening: (happening: Happening) => void,
  onBehind: () => void,
): () => void {
  const startedAt = performance.now();
  let happened = 0;
  let givenUp = 0;
  let timer: NodeJS.Timeout;
  const tick = (): void => {
    const now = performance.now();
    const due = Math.floor(((now - startedAt) / 1000) * perSecond);
    while (happened + givenUp < due && performance.now() - now < sliceMs) {
      for (const happening of timeline.advanceTo(timeline.nextAt())) {
        onHappening(happening);
        happened += 1;
      }
    }
    const behind = due - happened - givenUp;
    if (behind > perSecond) {
      if (givenUp === 0) onBehind();
      givenUp += behind;
    }
    schedule();
  };
  const schedule = (): void => {
    const nextDueMs = startedAt + ((happened + givenUp + 1) / perSecond) * 1000;
    timer = setTimeout(tick, Math.max(1, Math.ceil(nextDueMs - performance.now())));
  };
  schedule();
  return () => clearTimeout(timer);
}
