/** What happens, in order; a test can wait for something to happen. */
export class Journal<Entry> {
  readonly entries: Entry[] = [];
  readonly #checks = new Set<() => void>();

  add(entry: Entry): void {
    this.entries.push(entry);
    for (const check of this.#checks) check();
  }

  /** Resolves with the first entry that is wanted, or the `turn`-th; one that is there counts. */
  until<Wanted extends Entry>(
    isWanted: (entry: Entry) => entry is Wanted,
    turn?: number,
  ): Promise<Wanted>;
  until(isWanted: (entry: Entry) => boolean, turn?: number): Promise<Entry>;
  until(isWanted: (entry: Entry) => boolean, turn = 1): Promise<Entry> {
    return new Promise((resolve) => {
      const check = (): void => {
        const found = this.entries.filter((entry) => isWanted(entry))[turn - 1];
        if (found === undefined) return;
        this.#checks.delete(check);
        resolve(found);
      };
      this.#checks.add(check);
      check();
    });
  }
}
