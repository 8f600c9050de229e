import { userCallAvailableForMonitoring, userSupervisionStatus } from '../../events/supervision.ts';
import { canCall, release } from './agent-state.ts';
import type { Centre } from './centre.ts';
import { dateTime } from './date-time.ts';
import type { Agent, Conversation } from './entities.ts';
import { supervisionNumber } from './numbers.ts';
import { answerOutgoing, endOutgoing, type OutgoingLeg, startOutgoing } from './outgoing-leg.ts';

/** The states of a supervision that the simulation has; the specification doesn't list them. */
const supervisionState = { ended: 0, listening: 1, whispering: 2 } as const;

/** A call is not worth listening in on for less. */
const shortestMs = 12_000;

/** A supervision going on: the supervisor has called in, and hears the conversation. */
interface Supervision {
  readonly supervisor: Agent;
  readonly conversation: Conversation;
  readonly leg: OutgoingLeg;
}

/** Tells the agent's supervisor of a call that began, who then sometimes listens in. */
export function offerToMonitor(centre: Centre, conversation: Conversation): void {
  const { agent, queue, callerNumber, callId, legId, agentLegId } = conversation;
  const { supervisor } = agent;
  if (supervisor === null || !isMonitored(centre, conversation)) return;
  centre.emit(userCallAvailableForMonitoring, agent.id, {
    targetUserId: agent.id,
    targetUserName: agent.email,
    organizationId: centre.organizationId,
    supervisorUserId: supervisor.id,
    supervisorUserName: supervisor.email,
    queueName: queue?.name ?? null,
    queueId: queue?.id ?? null,
    callId,
    legId,
    agentLegId,
    supervisorTerminalNumber: supervisor.number,
    supervisionCallInNumber: supervisionNumber,
    callType: callTypeOf(conversation),
    callerNumber,
    connectedToAgentTime: dateTime(conversation.startedAt),
  });
  centre.after(centre.random.between(2_000, 5_000), () => {
    const isWorthIt = conversation.endsAt - centre.now > shortestMs;
    if (isWorthIt && canCall(supervisor) && centre.shares.take('supervision', 0.8)) {
      supervise(centre, supervisor, conversation);
    }
  });
}

function isMonitored(centre: Centre, { queue, direction }: Conversation): boolean {
  if (queue !== null) return queue.isMonitored;
  return centre.shares.take(`monitor ${direction}`, 0.15);
}

function callTypeOf({ queue, direction }: Conversation): string {
  if (direction === 'out') return 'callout';
  return queue === null ? 'directcall' : 'servicecall';
}

function supervise(centre: Centre, supervisor: Agent, conversation: Conversation): void {
  const leg = startOutgoing(centre, supervisor, supervisionNumber, null);
  const supervision = { supervisor, conversation, leg };
  const leftMs = conversation.endsAt - centre.now - 1_000;
  const endsIn = Math.min(leftMs, centre.random.between(15_000, 45_000));
  centre.after(centre.random.between(800, 1_800), () => {
    answerOutgoing(centre, leg);
    tell(centre, supervision, supervisionState.listening);
  });
  if (centre.shares.take('whisper', 0.3)) {
    centre.after(endsIn / 2, () => tell(centre, supervision, supervisionState.whispering));
  }
  centre.after(endsIn, () => {
    tell(centre, supervision, supervisionState.ended);
    endOutgoing(centre, leg, 'local', '200');
    release(centre, supervisor);
  });
}

function tell(
  centre: Centre,
  { supervisor, conversation: { agent, queue, callId, legId }, leg }: Supervision,
  state: number,
): void {
  centre.emit(userSupervisionStatus, agent.id, {
    targetUserId: agent.id,
    targetUserName: agent.email,
    organizationId: centre.organizationId,
    supervisorUserId: supervisor.id,
    supervisorUserName: supervisor.email,
    queueName: queue?.name ?? null,
    queueId: queue?.id ?? null,
    callId,
    legId,
    supervisorLegId: leg.legId,
    state,
  });
}
