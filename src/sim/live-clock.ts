/** What goes on in simulated time. */
export interface Timeline<Happening> {
  /** When the next thing happens, in milliseconds since the epoch. */
  nextAt(): number;
  /** Carries out what happens up to a moment. */
  advanceTo(time: number): Happening[];
}

/** The longest delay that a timer can have. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Lets a timeline run along with the real clock from now on, `speed` times as fast.
 *
 * @param startAt the simulated moment that now is.
 * @returns a function that stops it.
 */
export function runLive<Happening>(
  timeline: Timeline<Happening>,
  startAt: number,
  speed: number,
  onHappening: (happening: Happening) => void,
): () => void {
  const realStart = performance.now();
  const simulatedNow = (): number => startAt + (performance.now() - realStart) * speed;
  let timer: NodeJS.Timeout;
  const tick = (): void => {
    timeline.advanceTo(simulatedNow()).forEach(onHappening);
    schedule();
  };
  const schedule = (): void => {
    const delayMs = Math.max(1, (timeline.nextAt() - simulatedNow()) / speed);
    timer = setTimeout(tick, Math.min(Math.ceil(delayMs), longestTimerMs));
  };
  schedule();
  return () => clearTimeout(timer);
}
