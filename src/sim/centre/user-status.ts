import { userStatus } from '../../events/agent.ts';
import type { Payload } from '../../events/definition.ts';
import { standingOf } from './agent-state.ts';
import type { Centre } from './centre.ts';
import { dateTime, dateTimeOrNull } from './date-time.ts';
import type { Agent } from './entities.ts';
import { hasSameFields } from './same-fields.ts';

/**
 * The agent's state as RTE tells it. `talking` is true from UserCallInUserAllocated or
 * UserCallOutGoing on: by the specification a call counts even before it is connected to the user,
 * and with its allocation it becomes this user's. A direct call that finds its user busy or away
 * is never allocated, and changes nothing. `parkedCalls` counts what is on hold.
 */
function statusOf(centre: Centre, agent: Agent): Payload<typeof userStatus.fields> {
  const { availability, occupation, wrapUp } = agent;
  const wrapUpStart = wrapUp?.startedAt ?? null;
  return {
    userId: agent.id,
    organizationId: centre.organizationId,
    canBeAllocatedTo: standingOf(agent) === 'free',
    talking: occupation !== null,
    talkingStatusChanged: dateTimeOrNull(agent.talkingChangedAt),
    activeQueueId: occupation?.queue?.id ?? null,
    activeCallListId: occupation?.callList?.id ?? null,
    available: availability.state === 'Available',
    schedule: availability.state !== 'OffWork',
    serving: agent.serving,
    serviceTerminals: agent.serviceTerminals,
    activeQueues: agent.serving ? agent.attachments.length : 0,
    parkedCalls: agent.parkedCalls,
    wrapUpStart: dateTimeOrNull(wrapUpStart),
    wrapUpEnd:
      wrapUp === null || wrapUpStart === null
        ? null
        : dateTime(wrapUpStart + wrapUp.maxSeconds * 1000),
    servingCallback: agent.serving && agent.callLists.length > 0,
    fetchMode: agent.fetchMode,
    note: availability.note,
    availabilityStatus: availability.state,
  };
}

/**
 * Tells the agent's state if it differs from what was last told, and marks the agent's queues.
 * Returns whether the agent can be given a call now and could not before.
 */
export function publishUserStatus(centre: Centre, agent: Agent): boolean {
  const status = statusOf(centre, agent);
  const before = agent.lastStatus;
  if (before !== null && hasSameFields(before, status)) return false;
  agent.lastStatus = status;
  centre.emit(userStatus, agent.id, status);
  for (const { queue } of agent.attachments) centre.touchedQueues.add(queue);
  return status.canBeAllocatedTo && before?.['canBeAllocatedTo'] !== true;
}
