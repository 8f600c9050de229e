interface Task {
  readonly at: number;
  /** Tells tasks of one moment apart: first planned, first done. */
  readonly order: number;
  readonly run: () => void;
}

/**
 * What is going to happen, earliest first: a binary heap. Nothing is ever taken off unless it is
 * due; a task whose reason has gone looks for itself and does nothing.
 */
export class Agenda {
  readonly #heap: Task[] = [];
  #planned = 0;

  /** When the next task is due; `Infinity` when there is none. */
  get nextAt(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  plan(at: number, run: () => void): void {
    const task: Task = { at, order: this.#planned, run };
    this.#planned += 1;
    this.#heap.push(task);
    this.#rise(this.#heap.length - 1, task);
  }

  /** Takes off the next task. */
  next(): Task | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last !== undefined && last !== first) this.#sink(last);
    return first;
  }

  #rise(from: number, task: Task): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = this.#heap[parent];
      if (above === undefined || !isEarlier(task, above)) break;
      this.#heap[index] = above;
      index = parent;
    }
    this.#heap[index] = task;
  }

  #sink(task: Task): void {
    let index = 0;
    for (;;) {
      const left = this.#heap[2 * index + 1];
      if (left === undefined) break;
      const right = this.#heap[2 * index + 2];
      const goesRight = right !== undefined && isEarlier(right, left);
      const below = goesRight ? right : left;
      if (!isEarlier(below, task)) break;
      this.#heap[index] = below;
      index = 2 * index + (goesRight ? 2 : 1);
    }
    this.#heap[index] = task;
  }
}

function isEarlier(one: Task, other: Task): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
