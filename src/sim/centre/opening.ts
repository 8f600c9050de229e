import type { Queue } from './entities.ts';

/** Whether anybody serves the queue, even if they are all on calls or away for now. */
function isOpen(queue: Queue): boolean {
  return queue.members.some(({ agent }) => agent.serving);
}

/** Whether one more call may wait in the queue. */
export function canTake(queue: Queue): boolean {
  return queue.waiting.length < queue.capacity && isOpen(queue);
}
