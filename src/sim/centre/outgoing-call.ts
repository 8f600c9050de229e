import { release } from './agent-state.ts';
import type { Centre } from './centre.ts';
import { converse } from './conversation.ts';
import type { Agent, Callback, Conversation } from './entities.ts';
import { answerOutgoing, endOutgoing, type OutgoingLeg, startOutgoing } from './outgoing-leg.ts';
import { convertRecording } from './recording.ts';
import { enableWrapUp, requestWrapUp, startComingWrapUp } from './wrap-up.ts';

/** What became of a call that an agent made. */
export interface OutgoingResult {
  readonly callId: string;
  readonly wasAnswered: boolean;
  readonly recordingId: string | null;
}

const callbackWrapUpSeconds = 20;
const requestedWrapUpSeconds = 30;

/** Why a called party can't be reached: which end gives up, the SIP code, and after how long. */
const failures = [
  { reason: 'local', techReason: '487', seconds: [14, 26] },
  { reason: 'remote', techReason: '486', seconds: [2, 5] },
  { reason: 'remote', techReason: '480', seconds: [5, 14] },
] as const;

/** The agent, who must be able to call, calls somebody; with a callback it is an attempt at that. */
export function placeCall(
  centre: Centre,
  agent: Agent,
  targetNumber: string,
  callback: Callback | null,
  then: (result: OutgoingResult) => void,
): void {
  const queue = callback?.queue ?? agent.attachments[0]?.queue;
  const callAsNumber = centre.shares.take('call as', 0.5) ? (queue?.number ?? null) : null;
  const leg = startOutgoing(centre, agent, targetNumber, callback?.list ?? null, callAsNumber);
  if (centre.shares.take('out unanswered', 0.25)) fail(centre, leg, then);
  else centre.after(centre.random.around(6_500, 0.5), () => talk(centre, leg, callback, then));
}

function fail(centre: Centre, leg: OutgoingLeg, then: (result: OutgoingResult) => void): void {
  const { reason, techReason, seconds } = centre.random.pick(failures);
  const [shortest, longest] = seconds;
  centre.after(centre.random.between(shortest * 1000, longest * 1000), () => {
    endOutgoing(centre, leg, reason, techReason);
    release(centre, leg.agent);
    then({ callId: leg.callId, wasAnswered: false, recordingId: null });
  });
}

function talk(
  centre: Centre,
  leg: OutgoingLeg,
  callback: Callback | null,
  then: (result: OutgoingResult) => void,
): void {
  const { agent } = leg;
  answerOutgoing(centre, leg);
  prepareWrapUp(centre, leg, callback);
  const parties = {
    direction: 'out',
    agent,
    callId: leg.callId,
    legId: leg.legId,
    agentLegId: leg.legId,
    callerNumber: agent.number,
    queue: null,
    callList: callback?.list ?? null,
    callStartedAt: leg.startedAt,
  } as const;
  converse(centre, parties, (conversation) => {
    const recordingId = hangUp(centre, leg, conversation);
    then({ callId: leg.callId, wasAnswered: true, recordingId });
  });
}

function hangUp(centre: Centre, leg: OutgoingLeg, conversation: Conversation): string | null {
  endOutgoing(centre, leg, centre.random.chance(0.5) ? 'local' : 'remote', '200');
  release(centre, leg.agent);
  startComingWrapUp(centre, leg.agent);
  return centre.shares.take('recording out', 0.4) ? convertRecording(centre, conversation) : null;
}

function prepareWrapUp(centre: Centre, leg: OutgoingLeg, callback: Callback | null): void {
  const { agent, callId, legId } = leg;
  const work = {
    callId,
    legId,
    queueId: null,
    callListId: callback?.list.id ?? null,
    callBackId: callback?.id ?? null,
  };
  if (callback !== null) {
    enableWrapUp(centre, agent, { ...work, maxSeconds: callbackWrapUpSeconds });
  } else if (centre.shares.take('request wrap-up out', 0.1)) {
    centre.after(2_000, () => {
      if (agent.comingWrapUp !== null) return;
      requestWrapUp(centre, agent, { ...work, maxSeconds: requestedWrapUpSeconds });
    });
  }
}
