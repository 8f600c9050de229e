import {
  userCallInArrived,
  userCallInComing,
  userCallInDisconnected,
  userCallInUserAllocated,
  userCallInUserCancelled,
  userCallInUserConnected,
} from '../../events/incoming-call.ts';
import type { Centre } from './centre.ts';
import type { Agent, Entity, IncomingCall } from './entities.ts';

/** Somebody calls a number of ours, and will wait so long for an answer. */
export function createIncomingCall(
  centre: Centre,
  targetNumber: string,
  patienceMs: number,
): IncomingCall {
  return {
    id: centre.random.guid(),
    legId: `${centre.random.hex(6)}-1-in`,
    caller: centre.random.pick(centre.customers),
    targetNumber,
    startedAt: centre.now,
    legs: 1,
    queue: null,
    stage: 'waiting',
    enteredQueueAt: centre.now,
    queueEntries: 0,
    givesUpAt: centre.now + Math.round(patienceMs),
    offers: 0,
    refusedBy: new Set(),
  };
}

/** The leg that branches off the call to an agent. */
export function forkLeg(call: IncomingCall): string {
  call.legs += 1;
  return `${call.legId.slice(0, call.legId.indexOf('-'))}-${call.legs}-agent`;
}

/** The technical queue that the call is in: that of the service, or the agent's own. */
export function technicalQueueOf(call: IncomingCall, agent: Agent): Entity {
  return call.queue ?? agent.technicalQueue;
}

/** What all events on an incoming call begin with. */
export function callFields(centre: Centre, call: IncomingCall, agent: Agent) {
  return {
    callId: call.id,
    legId: call.legId,
    userId: agent.id,
    organizationId: centre.organizationId,
  };
}

/** What most of them end with. */
export function partyFields({ caller, targetNumber }: IncomingCall) {
  return { callerNumber: caller.number, targetNumber, publicity: 0 };
}

export function tellComing(centre: Centre, call: IncomingCall, agent: Agent): void {
  centre.emit(userCallInComing, agent.id, {
    ...callFields(centre, call, agent),
    username: agent.email,
    ...partyFields(call),
  });
}

/**
 * The call is for this very user: a direct call, or one that a colleague passes on. A call in a
 * queue is for the queue, and begins for a user with its allocation.
 */
export function tellArrived(centre: Centre, call: IncomingCall, agent: Agent): void {
  centre.emit(userCallInArrived, agent.id, {
    ...callFields(centre, call, agent),
    userName: agent.email,
    ...partyFields(call),
  });
}

export function tellAllocated(
  centre: Centre,
  call: IncomingCall,
  agent: Agent,
  detailedReason: string | null,
): void {
  centre.emit(userCallInUserAllocated, agent.id, {
    ...callFields(centre, call, agent),
    userName: agent.email,
    userNumber: agent.number,
    detailedReason,
    ...partyFields(call),
  });
}

export function tellConnected(
  centre: Centre,
  call: IncomingCall,
  agent: Agent,
  agentLegId: string,
): void {
  const { callId, legId, userId, organizationId } = callFields(centre, call, agent);
  centre.emit(userCallInUserConnected, agent.id, {
    callId,
    legId,
    agentLegId,
    userId,
    organizationId,
    userName: agent.email,
    userNumber: agent.number,
    ...partyFields(call),
  });
}

export function tellCancelled(
  centre: Centre,
  call: IncomingCall,
  agent: Agent,
  reason: string,
  detailedReason: string | null,
): void {
  centre.emit(userCallInUserCancelled, agent.id, {
    ...callFields(centre, call, agent),
    userName: agent.email,
    reason,
    detailedReason,
    ...partyFields(call),
  });
}

export function tellDisconnected(
  centre: Centre,
  call: IncomingCall,
  agent: Agent,
  reason: 'remote' | 'local',
  techReason: string,
): void {
  centre.emit(userCallInDisconnected, agent.id, {
    ...callFields(centre, call, agent),
    username: agent.email,
    reason,
    techQueueId: technicalQueueOf(call, agent).id,
    techReason,
    ...partyFields(call),
  });
}
