import type { Random } from './random.ts';

/** A stretch of the day: how many calls come, as a factor, and for how many minutes. */
interface Stretch {
  readonly intensity: number;
  readonly minutes: readonly [number, number];
}

const calm: Stretch = { intensity: 0.35, minutes: [3, 5] };
const ordinary: Stretch = { intensity: 0.95, minutes: [3, 6] };
const busy: Stretch = { intensity: 1.6, minutes: [3, 5] };

/** From one to the next, and round again. */
const stretches: readonly Stretch[] = [calm, ordinary, busy, ordinary];

const minuteMs = 60_000;

/**
 * How many customers call at a time. Calm and busy stretches follow each other within minutes and
 * whatever the hour, so that whoever looks on, be it at night, sees lines grow and agents wait.
 */
export class Demand {
  readonly #random: Random;
  #turn: number;
  #stretch = ordinary;
  #endsAt: number;

  constructor(random: Random, startAt: number) {
    this.#random = random;
    this.#turn = random.between(0, stretches.length - 1);
    this.#endsAt = startAt;
  }

  /** The share of the greatest demand that there is at `now`, which never goes back. */
  shareAt(now: number): number {
    while (now >= this.#endsAt) this.#moveOn();
    return this.#stretch.intensity / busy.intensity;
  }

  #moveOn(): void {
    this.#stretch = stretches[this.#turn % stretches.length] ?? ordinary;
    const [shortest, longest] = this.#stretch.minutes;
    this.#endsAt += this.#random.between(shortest * minuteMs, longest * minuteMs);
    this.#turn += 1;
  }
}

/** The greatest demand, as a factor. */
export const greatestDemand = busy.intensity;
