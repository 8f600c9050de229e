import { userCallInHoldEnd, userCallInHoldStart } from '../../events/incoming-call.ts';
import { userCallOutHoldEnd, userCallOutHoldStart } from '../../events/outgoing-call.ts';
import type { Centre } from './centre.ts';
import type { Conversation } from './entities.ts';

/** The agent parks the other party. */
export function startHold(centre: Centre, conversation: Conversation): void {
  const { agent, direction } = conversation;
  agent.parkedCalls += 1;
  centre.touchedAgents.add(agent);
  const event = direction === 'in' ? userCallInHoldStart : userCallOutHoldStart;
  centre.emit(event, agent.id, subject(centre, conversation));
}

/** The agent takes the other party back. */
export function endHold(centre: Centre, conversation: Conversation): void {
  const { agent, direction } = conversation;
  agent.parkedCalls -= 1;
  centre.touchedAgents.add(agent);
  const event = direction === 'in' ? userCallInHoldEnd : userCallOutHoldEnd;
  centre.emit(event, agent.id, subject(centre, conversation));
}

function subject(centre: Centre, { agent, callId, legId }: Conversation) {
  return { callId, legId, userId: agent.id, organizationId: centre.organizationId };
}
