import type { Centre } from './centre.ts';
import type { Agent, Occupation } from './entities.ts';

/** How an agent stands towards queues. The parts are disjoint: each agent is in one. */
export type Standing = 'free' | 'fetching' | 'shortTermAway' | 'longTermAway' | 'notServing';

/**
 * The one judgement behind `canBeAllocatedTo` of a UserStatus and the agents' counters of a
 * QueueStatus.
 */
export function standingOf(agent: Agent): Standing {
  if (!agent.serving) return 'notServing';
  if (agent.availability.state === 'BRB') return 'shortTermAway';
  if (agent.availability.state !== 'Available') return 'longTermAway';
  if (agent.serviceTerminals === 0) return 'longTermAway';
  if (!isIdle(agent)) return 'shortTermAway';
  return agent.fetchMode ? 'fetching' : 'free';
}

/** Neither on a call nor in wrap-up. */
export function isIdle(agent: Agent): boolean {
  return agent.occupation === null && agent.wrapUp === null;
}

export function isFree(agent: Agent): boolean {
  return standingOf(agent) === 'free';
}

/** Whether the agent could make a call, even while not serving queues. */
export function canCall(agent: Agent): boolean {
  return isIdle(agent) && agent.availability.state === 'Available' && agent.serviceTerminals > 0;
}

/** Puts the agent on a call: from being offered one or making one, the agent counts as talking. */
export function occupy(centre: Centre, agent: Agent, occupation: Occupation): void {
  agent.occupation = occupation;
  agent.talkingChangedAt = centre.now;
  centre.touchedAgents.add(agent);
}

/** The agent's part in the call is over. */
export function release(centre: Centre, agent: Agent): void {
  agent.occupation = null;
  agent.talkingChangedAt = centre.now;
  agent.idleSince = centre.now;
  agent.parkedCalls = 0;
  centre.touchedAgents.add(agent);
}
