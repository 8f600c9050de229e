/** What a run comes to in the end. Times are in whole milliseconds. */
export interface Summary {
  events: number;
  durationMs: number;
  gaps: number;
  gapMs: number;
  longestSilenceMs: number;
}

/** Counts for the closing summary. Moments are by `performance.now`. */
export class Tally {
  readonly #startedAt: number;
  #lastEventAt: number;
  #longestSilenceMs = 0;
  #gapMs = 0;
  events = 0;
  gaps = 0;

  constructor(now: number) {
    this.#startedAt = now;
    this.#lastEventAt = now;
  }

  /** How long no event has been printed. */
  silenceMs(now: number): number {
    return now - this.#lastEventAt;
  }

  countEvents(count: number, now: number): void {
    this.events += count;
    this.#longestSilenceMs = Math.max(this.#longestSilenceMs, this.silenceMs(now));
    this.#lastEventAt = now;
  }

  countGap(ms: number): void {
    this.gaps++;
    this.#gapMs += ms;
  }

  summary(now: number): Summary {
    return {
      events: this.events,
      durationMs: Math.round(now - this.#startedAt),
      gaps: this.gaps,
      gapMs: this.#gapMs,
      longestSilenceMs: Math.round(Math.max(this.#longestSilenceMs, this.silenceMs(now))),
    };
  }
}
