import { userStatus } from '../../../../src/events/agent.ts';
import type { Payload } from '../../../../src/events/definition.ts';
import { userCallInUserAllocated } from '../../../../src/events/incoming-call.ts';
import { queueStatus } from '../../../../src/events/queue.ts';
import type { CentreEvent } from '../../../../src/sim/centre/contact-centre.ts';
import { entry, type Findings, label, payloadOf, type Story } from './story.ts';

type Counters = Payload<typeof queueStatus.fields>;

/** Each a plain code and its uncertain twin. */
const noActiveHandler = new Set([1, 2]);
const closed = new Set([3, 4]);

/** A queue is not closed for longer; its status may come a little late. */
const longestClosureMs = 10 * 60_000;

/** What is known of a queue. */
interface Door {
  /** A script makes every code of a queue uncertain, or none. */
  isUncertain: boolean | undefined;
  closure: Closure | undefined;
  lastClosedAt: number;
}

/** A queue that is closed, from the first event that says so. */
interface Closure {
  readonly since: number;
  /** How many calls were in the queue last. */
  requesters: number;
  /**
   * How many of the calls that waited then may still be offered for the first time. That it falls
   * below 0 is right for the moment in which the queue has opened and no event has said so yet.
   */
  unseen: number;
}

/**
 * A queue's opening state agrees with who is checked in; no call enters it while it is closed,
 * while those that wait are served; it opens again; and the first queue is always open.
 */
export function checkOpening({ events, centre }: Story): Findings {
  const findings: Findings = [];
  const doors = new Map<string, Door>();
  const offers = new Offers();
  for (const event of events) {
    const closure = doors.get(offers.see(event) ?? '')?.closure;
    if (closure !== undefined) closure.unseen -= 1;
    const counters = payloadOf(event, queueStatus);
    if (counters === undefined) continue;
    const door = entry(doors, counters.queueId, newDoor);
    const wrong = [...inItself(door, counters), ...pass(door, counters, event)];
    findings.push(...wrong.map((one) => `${label(event)} ${counters.queueName}: ${one}`));
  }
  const first = doors.get(centre.queues[0]?.id ?? '');
  if (first !== undefined && first.lastClosedAt > 0) findings.push('the first queue was closed');
  return findings;
}

function newDoor(): Door {
  return { isUncertain: undefined, closure: undefined, lastClosedAt: 0 };
}

function inItself(door: Door, { openStatus, nbrOfAgentsCheckedInQueue: checkedIn }: Counters) {
  const isUncertain = openStatus % 2 === 0;
  door.isUncertain ??= isUncertain;
  const isAttended = !noActiveHandler.has(openStatus);
  return [
    openStatus >= 1 && openStatus <= 6 ? '' : `open status ${openStatus}`,
    door.isUncertain === isUncertain ? '' : 'a script came or went',
    closed.has(openStatus) || isAttended === checkedIn > 0 ? '' : 'open status and checked in',
  ].filter((wrong) => wrong !== '');
}

/** Follows the queue into a closure, through it and out. */
function pass(door: Door, counters: Counters, { at }: CentreEvent): Findings {
  const { nbrOfRequesters, nbrOfQueuingRequesters: queuing, maxWaitTime, openStatus } = counters;
  if (!closed.has(openStatus)) {
    door.closure = undefined;
    return [];
  }
  door.lastClosedAt = at;
  door.closure ??= { since: at, requesters: nbrOfRequesters, unseen: queuing };
  const { since, requesters, unseen } = door.closure;
  door.closure.requesters = nbrOfRequesters;
  return [
    nbrOfRequesters <= requesters ? '' : 'more calls than when it closed',
    unseen >= 0 ? '' : 'a call that came since was offered',
    queuing === 0 || (maxWaitTime + 1) * 1000 > at - since ? '' : 'a call that came since waits',
    at - since <= longestClosureMs ? '' : 'closed for ever',
  ].filter((wrong) => wrong !== '');
}

/** Tells which queue a call is offered from for the first time. */
class Offers {
  readonly #known = new Set<string>();
  readonly #fresh = new Map<string, string>();

  /** Returns the queue when the event says that a call of it is offered that never was before. */
  see(event: CentreEvent): string | undefined {
    const allocated = payloadOf(event, userCallInUserAllocated);
    if (allocated !== undefined) {
      const { userId, callId } = allocated;
      if (this.#known.has(callId)) this.#fresh.delete(userId);
      else this.#fresh.set(userId, callId);
      this.#known.add(callId);
      return undefined;
    }
    // The user's state follows, and names the queue.
    const status = payloadOf(event, userStatus);
    if (status === undefined || !this.#fresh.delete(status.userId)) return undefined;
    return status.activeQueueId ?? undefined;
  }
}
