import type { Centre } from './centre.ts';
import type { IncomingCall, Queue } from './entities.ts';

/** Puts a call into a queue: it waits. */
export function enterLine(centre: Centre, call: IncomingCall, queue: Queue): void {
  call.queue = queue;
  call.queueEntries += 1;
  call.enteredQueueAt = centre.now;
  call.offers = 0;
  call.refusedBy.clear();
  call.stage = 'waiting';
  queue.waiting.push(call);
  centre.touchedQueues.add(queue);
}

/**
 * Moves a call to its next stage. Whatever a queue counts of calls changes here and in
 * `enterLine`.
 */
export function moveTo(
  centre: Centre,
  call: IncomingCall,
  stage: Exclude<IncomingCall['stage'], 'over'>,
): void {
  const { queue } = call;
  if (queue !== null) {
    uncount(call, queue);
    if (stage === 'waiting') waitAgain(call, queue);
    else queue[stage] += 1;
    centre.touchedQueues.add(queue);
  }
  call.stage = stage;
}

/** Takes a call out of its queue; it may go on elsewhere. */
export function leaveLine(centre: Centre, call: IncomingCall): void {
  const { queue } = call;
  if (queue === null) return;
  uncount(call, queue);
  call.queue = null;
  centre.touchedQueues.add(queue);
}

function uncount(call: IncomingCall, queue: Queue): void {
  if (call.stage === 'waiting') queue.waiting.splice(queue.waiting.indexOf(call), 1);
  else if (call.stage !== 'over') queue[call.stage] -= 1;
}

/** A call that nobody took is back where it was: behind those who came before it. */
function waitAgain(call: IncomingCall, queue: Queue): void {
  const next = queue.waiting.findIndex((other) => other.enteredQueueAt > call.enteredQueueAt);
  queue.waiting.splice(next === -1 ? queue.waiting.length : next, 0, call);
}
