import { isFree } from './agent-state.ts';
import type { Centre } from './centre.ts';
import type { Agent, Conversation, IncomingCall, Queue } from './entities.ts';
import { endHold, startHold } from './hold.ts';
import { tellArrived, tellCancelled } from './incoming-call.ts';
import { canTake } from './opening.ts';
import { ring } from './ringing.ts';
import {
  tellTransferCancelled,
  tellTransferConnected,
  tellTransferStarted,
} from './transfer-events.ts';

/** What a transfer can come to. */
export interface Onward {
  /** The transferring agent's part is over. */
  passOn(): void;
  /** The transfer failed, and the agent has the caller back. */
  resume(): void;
  /** A colleague answered; `passed` is the call as that one has it. */
  serve(passed: IncomingCall, colleague: Agent): void;
  enterQueue(queue: Queue): void;
}

/** The agent passes the call to another queue, to a colleague or out of the house. */
export function transfer(
  centre: Centre,
  call: IncomingCall,
  conversation: Conversation,
  onward: Onward,
): void {
  const { agent } = conversation;
  const queue = centre.queues.length > 1 ? centre.random.pick(centre.queues) : call.queue;
  if (queue !== null && queue !== call.queue && centre.shares.take('transfer to queue', 0.25)) {
    toQueue(centre, call, agent, queue, onward);
    return;
  }
  const colleague = findColleague(centre, agent);
  if (colleague !== null && centre.shares.take('transfer to colleague', 0.6)) {
    toColleague(centre, call, conversation, colleague, onward);
  } else toNumber(centre, call, conversation, onward);
}

function toQueue(
  centre: Centre,
  call: IncomingCall,
  agent: Agent,
  queue: Queue,
  onward: Onward,
): void {
  const leg = { call, agent, applet: 'BlindTransfer', target: queue.id } as const;
  tellTransferStarted(centre, leg);
  centre.after(centre.random.between(300, 900), () => {
    if (!canTake(queue)) {
      const [reason, detail] = queue.isClosed
        ? ['QueueClosed', 'is closed']
        : ['QueueFull', 'takes no more calls'];
      tellTransferCancelled(centre, leg, reason, `${queue.name} ${detail}`);
      onward.resume();
      return;
    }
    tellTransferConnected(centre, leg);
    onward.passOn();
    call.givesUpAt = centre.now + Math.round(centre.random.around(60_000, 0.5));
    onward.enterQueue(queue);
  });
}

function toColleague(
  centre: Centre,
  call: IncomingCall,
  conversation: Conversation,
  colleague: Agent,
  onward: Onward,
): void {
  const { agent } = conversation;
  // For the colleague it is a direct call, while the agent still has it out of the queue.
  const passed: IncomingCall = { ...call, queue: null, stage: 'waiting', refusedBy: new Set() };
  const leg = { call, agent, applet: 'AttendedTransfer', target: colleague.id } as const;
  startHold(centre, conversation);
  tellTransferStarted(centre, leg);
  tellArrived(centre, passed, colleague);
  ring(centre, passed, colleague, 'Transfer', (outcome) => {
    if (outcome === 'answered') {
      onward.serve(passed, colleague);
      tellTransferConnected(centre, leg);
      onward.passOn();
      call.stage = 'over';
      return;
    }
    const reason = outcome === 'declined' ? 'Declined' : 'NoAnswer';
    tellCancelled(centre, passed, colleague, reason, null);
    tellTransferCancelled(centre, leg, reason, null);
    endHold(centre, conversation);
    onward.resume();
  });
}

function toNumber(
  centre: Centre,
  call: IncomingCall,
  conversation: Conversation,
  onward: Onward,
): void {
  const { agent } = conversation;
  const { number } = centre.random.pick(centre.customers);
  const leg = { call, agent, applet: 'AttendedTransfer', target: number } as const;
  startHold(centre, conversation);
  tellTransferStarted(centre, leg);
  centre.after(centre.random.around(6_000, 0.4), () => {
    if (centre.shares.take('transfer cancelled', 0.35)) {
      const reason = centre.random.pick(['NoAnswer', 'Busy', 'Withdrawn']);
      tellTransferCancelled(centre, leg, reason, null);
      endHold(centre, conversation);
      onward.resume();
    } else {
      tellTransferConnected(centre, leg);
      onward.passOn();
      call.stage = 'over';
    }
  });
}

/** A free agent, if a few tries find one. */
function findColleague(centre: Centre, agent: Agent): Agent | null {
  for (let tries = 0; tries < 6; tries += 1) {
    const colleague = centre.random.pick(centre.agents);
    if (colleague !== agent && isFree(colleague)) return colleague;
  }
  return null;
}
