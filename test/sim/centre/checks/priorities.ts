import { userStatus } from '../../../../src/events/agent.ts';
import type { Payload } from '../../../../src/events/definition.ts';
import {
  userCallInUserAllocated,
  userCallInUserCancelled,
} from '../../../../src/events/incoming-call.ts';
import type { CentreEvent, Queue } from '../../../../src/sim/centre/contact-centre.ts';
import { entry, type Findings, label, msOf, payloadOf, type Story } from './story.ts';

/** Since when somebody who can be given a call has been without one, by the user's id. */
type Free = ReadonlyMap<string, number>;

/** A call offered to a user, before it is known from which queue. */
interface Offer {
  readonly event: CentreEvent;
  readonly call: Payload<typeof userCallInUserAllocated.fields>;
  readonly free: Free;
}

/**
 * The system offers the call of a queue to a free agent of the highest priority in it: nobody with
 * a higher one is free, nor with the same one and without a call for longer, unless they refused
 * the call. An agent in fetch mode takes what there is, and a colleague passes a call to anybody.
 */
export function checkPriorities({ events, centre }: Story): Findings {
  const findings: Findings = [];
  const queues = new Map(centre.queues.map((queue) => [queue.id, queue]));
  const free = new Map<string, number>();
  const offers = new Map<string, Offer>();
  const refusals = new Map<string, Set<string>>();
  for (const event of events) {
    const call = payloadOf(event, userCallInUserAllocated);
    if (call !== undefined) {
      if (call.detailedReason === null)
        offers.set(call.userId, { event, call, free: new Map(free) });
      free.delete(call.userId);
    }
    const cancelled = payloadOf(event, userCallInUserCancelled);
    if (cancelled) entry(refusals, cancelled.callId, () => new Set()).add(cancelled.userId);
    const status = payloadOf(event, userStatus);
    if (status === undefined) continue;
    const offer = offers.get(status.userId);
    offers.delete(status.userId);
    const queue = queues.get(status.activeQueueId ?? '');
    if (offer !== undefined && queue !== undefined) {
      const wrong = passedOver(offer, queue, refusals.get(offer.call.callId));
      findings.push(...wrong.map((one) => `${label(offer.event)} ${queue.name}: ${one}`));
    }
    if (status.canBeAllocatedTo) free.set(status.userId, msOf(status.talkingStatusChanged) || 0);
    else free.delete(status.userId);
  }
  return findings;
}

function passedOver(
  { call, free }: Offer,
  { members }: Queue,
  refusedBy: ReadonlySet<string> = new Set(),
): Findings {
  const chosen = members.find(({ agent }) => agent.id === call.userId);
  const since = free.get(call.userId);
  if (chosen === undefined) return ['not attached to the queue'];
  if (since === undefined) return ['not free'];
  return members
    .filter(({ agent, priority }) => {
      const theirs = free.get(agent.id);
      if (theirs === undefined || refusedBy.has(agent.id)) return false;
      return priority < chosen.priority || (priority === chosen.priority && theirs < since);
    })
    .map(({ agent }) => `${agent.name} had to be first`);
}
