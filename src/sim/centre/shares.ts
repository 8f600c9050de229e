import type { Random } from './random.ts';

/**
 * Lets things happen in a given share of the cases, evenly: where chance alone could leave a rare
 * thing out for an hour, here it comes round.
 */
export class Shares {
  readonly #random: Random;
  readonly #credits = new Map<string, number>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** Whether it is this one's turn. `share`: how often on average, from 0 to 1. */
  take(what: string, share: number): boolean {
    const before = this.#credits.get(what) ?? this.#random.fraction();
    const credit = before + share * (0.5 + this.#random.fraction());
    const isDue = credit >= 1;
    this.#credits.set(what, isDue ? credit - 1 : credit);
    return isDue;
  }
}
