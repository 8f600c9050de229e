/**
 * A small seeded generator (sfc32): the same seed gives the same numbers on every machine, which
 * `Math.random` can't promise.
 */
export class Random {
  readonly #seed: string;
  #a: number;
  #b: number;
  #c: number;
  #counter: number;

  constructor(seed: string) {
    this.#seed = seed;
    this.#a = hash(seed, 0x9e3779b9);
    this.#b = hash(seed, 0x243f6a88);
    this.#c = hash(seed, 0xb7e15162);
    this.#counter = 1;
    for (let round = 0; round < 12; round += 1) this.bits();
  }

  /** A generator of its own, so that draws from one don't shift those from the other. */
  fork(name: string): Random {
    return new Random(`${this.#seed}/${name}`);
  }

  /** 32 random bits, without sign. */
  bits(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A fraction from 0 up to but not including 1. */
  fraction(): number {
    return this.bits() / 0x1_0000_0000;
  }

  /** A whole number, both ends included. */
  between(lowest: number, highest: number): number {
    return lowest + Math.floor(this.fraction() * (highest - lowest + 1));
  }

  /** True in this share of the cases. */
  chance(share: number): boolean {
    return this.fraction() < share;
  }

  /** One of several; throws a RangeError when there is none. */
  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.between(0, choices.length - 1)];
    if (choice === undefined) throw new RangeError('nothing to pick from');
    return choice;
  }

  /** In random order; the original stays as it is. */
  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, rank: this.bits() }))
      .toSorted((one, other) => one.rank - other.rank)
      .map(({ item }) => item);
  }

  /** The time to the next of events that come independently of each other. */
  exponential(mean: number): number {
    return -Math.log(1 - this.fraction()) * mean;
  }

  /** A duration as people produce them: mostly near the median, now and then much longer. */
  around(median: number, spread = 0.5): number {
    // Three fractions make a bell curve of limited width, so that no duration gets absurd.
    const bell = (this.fraction() + this.fraction() + this.fraction() - 1.5) * 2;
    return median * Math.exp(spread * bell);
  }

  /** So many hexadecimal digits, at most eight. */
  hex(digits: number): string {
    return this.bits().toString(16).padStart(8, '0').slice(0, digits);
  }

  /** A Guid that looks like any other of version 4. */
  guid(): string {
    writeHex(0, 8, this.bits());
    const second = (this.bits() & 0xffff0fff) | 0x4000;
    writeHex(9, 4, second >>> 16);
    writeHex(14, 4, second);
    const third = (this.bits() & 0x3fffffff) | 0x80000000;
    writeHex(19, 4, third >>> 16);
    writeHex(24, 4, third);
    writeHex(28, 8, this.bits());
    return guidText.toString('latin1');
  }
}

// Every event has a Guid, and one that is put together from pieces of text takes several times as long.
const guidText = Buffer.alloc(36, '-');
const hexDigits = Buffer.from('0123456789abcdef');

/** Writes the lowest digits of some bits into the text of a Guid. */
function writeHex(from: number, digits: number, bits: number): void {
  let left = bits;
  for (let index = from + digits - 1; index >= from; index -= 1) {
    guidText[index] = hexDigits[left & 0xf] ?? 0;
    left >>>= 4;
  }
}

/** FNV-1a with a final mix. */
function hash(text: string, basis: number): number {
  let mixed = basis;
  for (let index = 0; index < text.length; index += 1) {
    mixed = Math.imul(mixed ^ text.charCodeAt(index), 0x01000193);
  }
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) | 0;
}
