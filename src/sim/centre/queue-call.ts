import { isFree, isIdle, standingOf } from './agent-state.ts';
import { bestAgent, bestCall } from './allocation.ts';
import type { Centre } from './centre.ts';
import type { Agent, IncomingCall, Queue } from './entities.ts';
import { createIncomingCall, tellCancelled, tellDisconnected } from './incoming-call.ts';
import { canTake } from './opening.ts';
import { tellOverflow } from './overflow-event.ts';
import { giveUp, overflow, turnAway } from './queue-overflow.ts';
import { ring, type RingOutcome } from './ringing.ts';
import { serve } from './service.ts';
import { enterLine, moveTo } from './waiting-line.ts';

const medianPatienceMs = 60_000;
/** After so many refusals in a row the call is sent elsewhere. */
const mostOffers = 3;
/** Who refused a call may be offered it again after a while. */
const offerAgainMs = 8_000;

/** A customer calls the number of a queue. */
export function callQueue(centre: Centre, queue: Queue): void {
  const patienceMs = centre.random.around(medianPatienceMs, 0.7);
  enterQueue(centre, createIncomingCall(centre, queue.number, patienceMs), queue);
}

/** Lets a call into a queue: it is offered to a free agent, or waits for one. */
export function enterQueue(centre: Centre, call: IncomingCall, queue: Queue): void {
  if (queue.isClosed) {
    turnAway(centre, call, queue, enterQueue);
    return;
  }
  if (!canTake(queue)) {
    overflow(centre, call, queue, enterQueue);
    return;
  }
  enterLine(centre, call, queue);
  const entry = call.queueEntries;
  const isStillWaiting = () => call.stage === 'waiting' && call.queueEntries === entry;
  centre.after(call.givesUpAt - centre.now, () => {
    if (isStillWaiting()) giveUp(centre, call, queue);
  });
  centre.after(queue.waitLimitMs, () => {
    if (isStillWaiting()) overflow(centre, call, queue, enterQueue);
  });
  // The system takes a moment to find the agent; meanwhile the call waits.
  centre.after(centre.random.between(150, 900), () => {
    if (isStillWaiting()) allocate(centre, call, queue);
  });
}

/** Gives a free agent the call that has waited for one; an agent in fetch mode takes it. */
export function takeNextCall(centre: Centre, agent: Agent): void {
  const isFetching = standingOf(agent) === 'fetching';
  while (isFetching ? isIdle(agent) : isFree(agent)) {
    const call = bestCall(agent);
    if (!call?.queue) return;
    // A better agent may be free by now as well; then there may be another call for this one.
    const chosen = isFetching ? agent : (bestAgent(call.queue, call) ?? agent);
    offer(centre, call, call.queue, chosen, isFetching ? 'Fetched' : null);
  }
}

function allocate(centre: Centre, call: IncomingCall, queue: Queue): void {
  const agent = bestAgent(queue, call);
  if (agent !== null) offer(centre, call, queue, agent, null);
}

function offer(
  centre: Centre,
  call: IncomingCall,
  queue: Queue,
  agent: Agent,
  detailedReason: string | null,
): void {
  call.offers += 1;
  ring(centre, call, agent, detailedReason, (outcome) => {
    if (outcome === 'answered') serve(centre, call, agent, enterQueue);
    else if (outcome === 'caller gone') abandonRinging(centre, call, queue, agent);
    else refuse(centre, call, queue, agent, outcome);
  });
}

function refuse(
  centre: Centre,
  call: IncomingCall,
  queue: Queue,
  agent: Agent,
  outcome: Exclude<RingOutcome, 'answered' | 'caller gone'>,
): void {
  call.refusedBy.add(agent);
  if (isHopeless(centre, call, queue)) {
    tellOverflow(centre, call, agent, {
      reason: outcome === 'declined' ? 'UserActivelyDeclined' : 'NoAvailableProviders',
      type: 'QueueOverflowDefault',
      applet: 'QueueOverflow',
      source: 'Queue',
    });
    overflow(centre, call, queue, enterQueue);
    return;
  }
  moveTo(centre, call, 'waiting');
  const [reason, detail] =
    outcome === 'declined' ? ['Declined', 'Declined by the user'] : ['NoAnswer', 'Ring timeout'];
  tellCancelled(centre, call, agent, reason, detail);
  const entry = call.queueEntries;
  const isStillWaiting = () => call.stage === 'waiting' && call.queueEntries === entry;
  centre.after(400, () => {
    if (isStillWaiting()) allocate(centre, call, queue);
  });
  centre.after(offerAgainMs, () => {
    call.refusedBy.delete(agent);
    if (isStillWaiting() && isIdle(agent)) takeNextCall(centre, agent);
  });
}

/** Whether a refused call had better go elsewhere. */
function isHopeless(centre: Centre, call: IncomingCall, queue: Queue): boolean {
  if (centre.now - call.enteredQueueAt >= queue.waitLimitMs) return true;
  if (call.offers >= mostOffers) return true;
  return bestAgent(queue, call) === null && centre.shares.take('nobody else', 0.5);
}

function abandonRinging(centre: Centre, call: IncomingCall, queue: Queue, agent: Agent): void {
  tellCancelled(centre, call, agent, 'CallerHungUp', null);
  tellDisconnected(centre, call, agent, 'remote', '487');
  giveUp(centre, call, queue);
}
