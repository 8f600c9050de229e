import type { Centre } from './centre.ts';
import type { Queue } from './entities.ts';

type Minutes = readonly [shortest: number, longest: number];

/**
 * How long a queue is open and closed in turn. Its day is compressed, so that whoever looks on for
 * an hour sees it close and open again.
 */
export interface OpeningHours {
  readonly open: Minutes;
  readonly closed: Minutes;
}

export const lunchClosure: OpeningHours = { open: [16, 24], closed: [3, 5] };

export const eveningClosure: OpeningHours = { open: [20, 28], closed: [5, 8] };

const minuteMs = 60_000;
const earliestClosure = 4;

/** Closes and opens the queues that are not always open, for ever; they begin open. */
export function planOpeningHours(centre: Centre): void {
  for (const queue of centre.queues) {
    if (queue.hours !== null) planClosing(centre, queue, queue.hours, earliestClosure);
  }
}

/**
 * A closed queue takes no new calls. Those that wait in it when it closes came in time, and are
 * served as they would have been.
 */
function planClosing(
  centre: Centre,
  queue: Queue,
  hours: OpeningHours,
  shortest = hours.open[0],
): void {
  centre.after(lengthMs(centre, [shortest, hours.open[1]]), () => {
    setClosed(centre, queue, true);
    centre.after(lengthMs(centre, hours.closed), () => {
      setClosed(centre, queue, false);
      planClosing(centre, queue, hours);
    });
  });
}

function setClosed(centre: Centre, queue: Queue, isClosed: boolean): void {
  queue.isClosed = isClosed;
  centre.touchedQueues.add(queue);
}

function lengthMs(centre: Centre, [shortest, longest]: Minutes): number {
  return centre.random.between(shortest * minuteMs, longest * minuteMs);
}
