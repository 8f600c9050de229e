import { userCallInUserOverflow } from '../../events/incoming-call.ts';
import { personalCallback } from './callback.ts';
import type { Centre } from './centre.ts';
import type { Agent, IncomingCall } from './entities.ts';
import {
  callFields,
  createIncomingCall,
  partyFields,
  tellArrived,
  tellCancelled,
  tellComing,
  tellDisconnected,
} from './incoming-call.ts';
import { voicemailNumber } from './numbers.ts';
import { tellOverflow } from './overflow-event.ts';
import { enterQueue } from './queue-call.ts';
import { ring } from './ringing.ts';
import { serve } from './service.ts';

/** Those of the specification's reasons that the simulation has. */
type OverflowReason =
  | 'AVAActiveProfile'
  | 'BusyForTechnicalError'
  | 'DND'
  | 'OffWork'
  | 'NoAnswer'
  | 'BusyOnBusy';

/** A customer calls an agent's own number. */
export function callAgent(centre: Centre, agent: Agent): void {
  const patienceMs = centre.random.around(26_000, 0.5);
  const call = createIncomingCall(centre, agent.number, patienceMs);
  tellComing(centre, call, agent);
  centre.after(centre.random.between(30, 200), () => {
    const obstacle = obstacleOf(agent);
    if (obstacle === null) offer(centre, call, agent);
    else overflow(centre, call, agent, obstacle);
  });
}

/** Why the agent can't be offered the call; wrap-up is no reason. */
function obstacleOf(agent: Agent): OverflowReason | null {
  const { state } = agent.availability;
  if (state === 'OffWork') return 'OffWork';
  if (state === 'DoNotDisturb') return 'DND';
  if (state !== 'Available') return 'AVAActiveProfile';
  if (agent.serviceTerminals === 0) return 'BusyForTechnicalError';
  return agent.occupation === null ? null : 'BusyOnBusy';
}

function offer(centre: Centre, call: IncomingCall, agent: Agent): void {
  tellArrived(centre, call, agent);
  ring(centre, call, agent, null, (outcome) => {
    switch (outcome) {
      case 'answered':
        serve(centre, call, agent, enterQueue);
        break;
      case 'declined':
        decline(centre, call, agent);
        break;
      case 'unanswered':
        overflow(centre, call, agent, 'NoAnswer');
        break;
      case 'caller gone':
        call.stage = 'over';
        tellCancelled(centre, call, agent, 'CallerHungUp', null);
        tellDisconnected(centre, call, agent, 'remote', '487');
        break;
    }
  });
}

function decline(centre: Centre, call: IncomingCall, agent: Agent): void {
  call.stage = 'over';
  tellOverflow(centre, call, agent, {
    reason: 'UserActivelyDeclined',
    type: 'AdHoc_1',
    applet: 'UserOverflow',
    source: 'User',
  });
  leaveMessage(centre, call, agent);
}

/** The call goes where the agent's profile sends it, to a queue of the agent's, or to voicemail. */
function overflow(centre: Centre, call: IncomingCall, agent: Agent, reason: OverflowReason): void {
  const { transferNumber } = agent.availability;
  const queue = agent.attachments[0]?.queue;
  const toQueue =
    transferNumber === null &&
    queue?.isClosed === false &&
    centre.shares.take('direct to queue', 0.3);
  const target = transferNumber ?? (toQueue ? queue.id : voicemailNumber);
  centre.emit(userCallInUserOverflow, agent.id, {
    ...callFields(centre, call, agent),
    username: agent.email,
    reason,
    target,
    ...partyFields(call),
  });
  call.stage = 'over';
  if (toQueue) enterQueue(centre, call, queue);
  else if (target === voicemailNumber) leaveMessage(centre, call, agent);
}

function leaveMessage(centre: Centre, call: IncomingCall, agent: Agent): void {
  if (!centre.shares.take('message', 0.6)) return;
  centre.after(centre.random.between(8_000, 25_000), () => personalCallback(centre, call, agent));
}
