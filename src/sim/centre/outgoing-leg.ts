import {
  userCallOutConnected,
  userCallOutDisconnected,
  userCallOutGoing,
} from '../../events/outgoing-call.ts';
import { occupy } from './agent-state.ts';
import type { Centre } from './centre.ts';
import type { Agent, CallList } from './entities.ts';

/** A call that an agent makes, without what is said on it. */
export interface OutgoingLeg {
  readonly agent: Agent;
  readonly callId: string;
  readonly legId: string;
  readonly targetNumber: string;
  readonly startedAt: number;
}

/** The agent, who must be able to call, dials; from now on the agent is talking. */
export function startOutgoing(
  centre: Centre,
  agent: Agent,
  targetNumber: string,
  callList: CallList | null,
  callAsNumber: string | null = null,
): OutgoingLeg {
  const leg: OutgoingLeg = {
    agent,
    callId: centre.random.guid(),
    legId: `${centre.random.hex(6)}-1-out`,
    targetNumber,
    startedAt: centre.now,
  };
  occupy(centre, agent, { queue: null, callList });
  const { publicity, ...beginning } = commonFields(centre, leg);
  centre.emit(userCallOutGoing, agent.id, { ...beginning, callAsNumber, publicity });
  return leg;
}

export function answerOutgoing(centre: Centre, leg: OutgoingLeg): void {
  centre.emit(userCallOutConnected, leg.agent.id, commonFields(centre, leg));
}

/** Tells of the end; whoever planned the call lets go of the agent. */
export function endOutgoing(
  centre: Centre,
  leg: OutgoingLeg,
  reason: 'remote' | 'local',
  techReason: string,
): void {
  const { callerNumber, targetNumber, publicity, ...beginning } = commonFields(centre, leg);
  centre.emit(userCallOutDisconnected, leg.agent.id, {
    ...beginning,
    reason,
    techReason,
    callerNumber,
    targetNumber,
    publicity,
  });
}

function commonFields(centre: Centre, { agent, callId, legId, targetNumber }: OutgoingLeg) {
  return {
    callId,
    legId,
    userId: agent.id,
    organizationId: centre.organizationId,
    userName: agent.email,
    callerNumber: agent.number,
    targetNumber,
    publicity: 0,
  };
}
