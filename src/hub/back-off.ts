const firstCeilingMs = 1_000;
const highestCeilingMs = 30_000;
/** A connection must have stood this long before the next loss counts as a new trouble. */
const steadyAfterMs = 10_000;

/**
 * How long to wait before each attempt: a random time up to a ceiling that doubles from 1 s to
 * 30 s (full jitter, so that many clients do not return at once).
 */
export class BackOff {
  readonly #random: () => number;
  #attempt = 0;

  /** @param random a number from 0 up to 1, as `Math.random` gives. */
  constructor(random: () => number) {
    this.#random = random;
  }

  nextDelayMs(): number {
    const ceiling = Math.min(highestCeilingMs, firstCeilingMs * 2 ** this.#attempt);
    this.#attempt++;
    return Math.round(this.#random() * ceiling);
  }

  /** Starts over, if the connection that just ended had lasted. */
  connectionLasted(ms: number): void {
    if (ms >= steadyAfterMs) this.#attempt = 0;
  }
}
