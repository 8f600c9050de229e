import { release } from './agent-state.ts';
import type { Centre } from './centre.ts';
import { converse } from './conversation.ts';
import type { Agent, Conversation, IncomingCall, Queue } from './entities.ts';
import { forkLeg, tellConnected, tellDisconnected } from './incoming-call.ts';
import { convertRecording } from './recording.ts';
import { transfer } from './transfer.ts';
import { leaveLine, moveTo } from './waiting-line.ts';
import { enableWrapUp, requestWrapUp, startComingWrapUp } from './wrap-up.ts';

const requestedWrapUpSeconds = 30;

/** Lets a call into a queue; how is known where queues are. */
export type EnterQueue = (centre: Centre, call: IncomingCall, queue: Queue) => void;

/** The agent answers an incoming call and takes it to its end. */
export function serve(
  centre: Centre,
  call: IncomingCall,
  agent: Agent,
  enterQueue: EnterQueue,
): void {
  const agentLegId = forkLeg(call);
  call.givesUpAt = Number.POSITIVE_INFINITY;
  moveTo(centre, call, 'connected');
  tellConnected(centre, call, agent, agentLegId);
  prepareWrapUp(centre, call, agent);
  const parties = {
    direction: 'in',
    agent,
    callId: call.id,
    legId: call.legId,
    agentLegId,
    callerNumber: call.caller.number,
    queue: call.queue,
    callList: null,
    callStartedAt: call.startedAt,
  } as const;
  converse(centre, parties, (conversation) => {
    if (!centre.shares.take('transfer', 0.1)) {
      hangUp(centre, call, conversation);
      return;
    }
    transfer(centre, call, conversation, {
      passOn: () => endPart(centre, call, conversation, 'local', '200'),
      resume: () =>
        centre.after(centre.random.between(3_000, 12_000), () =>
          hangUp(centre, call, conversation),
        ),
      serve: (passed, colleague) => serve(centre, passed, colleague, enterQueue),
      enterQueue: (queue) => enterQueue(centre, call, queue),
    });
  });
}

function hangUp(centre: Centre, call: IncomingCall, conversation: Conversation): void {
  const isDirect = call.queue === null;
  endPart(centre, call, conversation, centre.random.chance(0.6) ? 'remote' : 'local', '200');
  call.stage = 'over';
  if (isDirect && centre.shares.take('recording in', 0.6)) convertRecording(centre, conversation);
}

/** The agent's part in the call is over; the call itself may go on elsewhere. */
function endPart(
  centre: Centre,
  call: IncomingCall,
  { agent }: Conversation,
  reason: 'remote' | 'local',
  techReason: string,
): void {
  tellDisconnected(centre, call, agent, reason, techReason);
  leaveLine(centre, call);
  release(centre, agent);
  startComingWrapUp(centre, agent);
}

function prepareWrapUp(centre: Centre, call: IncomingCall, agent: Agent): void {
  const { queue } = call;
  const work = {
    callId: call.id,
    legId: call.legId,
    queueId: queue?.id ?? null,
    callListId: null,
    callBackId: null,
  };
  if (queue !== null && queue.wrapUpSeconds > 0) {
    enableWrapUp(centre, agent, { ...work, maxSeconds: queue.wrapUpSeconds });
  } else if (agent.wrapUp === null && centre.shares.take('request wrap-up in', 0.08)) {
    centre.after(centre.random.between(1_000, 4_000), () =>
      requestWrapUp(centre, agent, { ...work, maxSeconds: requestedWrapUpSeconds }),
    );
  }
}
