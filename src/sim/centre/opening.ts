import type { Queue } from './entities.ts';

type Opening = 'noActiveHandler' | 'closed' | 'open';

/** The codes of the specification. */
const openStatus: Readonly<Record<Opening, number>> = { noActiveHandler: 1, closed: 3, open: 5 };

/** A script on the handlers makes each of them uncertain, which is the code that follows. */
const uncertain = 1;

/**
 * How a queue stands to those who call it. A closed queue has an active handler, the one that says
 * so, whoever is checked in; an open one has its agents, even if all are on calls or away for now.
 */
function openingOf(queue: Queue): Opening {
  if (queue.isClosed) return 'closed';
  return queue.members.some(({ agent }) => agent.serving) ? 'open' : 'noActiveHandler';
}

/** The queue's `openStatus`. */
export function openStatusOf(queue: Queue): number {
  return openStatus[openingOf(queue)] + (queue.isScripted ? uncertain : 0);
}

/** Whether one more call may wait in the queue. */
export function canTake(queue: Queue): boolean {
  return queue.waiting.length < queue.capacity && openingOf(queue) === 'open';
}
