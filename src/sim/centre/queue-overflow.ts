import { callbackForLostCall } from './callback.ts';
import type { Centre } from './centre.ts';
import type { IncomingCall, Queue } from './entities.ts';
import { canTake } from './opening.ts';
import type { EnterQueue } from './service.ts';
import { leaveLine } from './waiting-line.ts';

/** A call goes through no more queues than this. */
const mostQueues = 2;
/** How long it takes to say that the queue is closed. */
const announcementMs = [4_000, 9_000] as const;

/** The caller hangs up before anybody answered; some ask for a call back first. */
export function giveUp(centre: Centre, call: IncomingCall, queue: Queue): void {
  leaveLine(centre, call);
  call.stage = 'over';
  if (centre.shares.take('callback asked for', 0.3)) callbackForLostCall(centre, call, queue, 1);
}

/** The queue has no room or no time left for the call: another queue takes it, or it is lost. */
export function overflow(
  centre: Centre,
  call: IncomingCall,
  queue: Queue,
  enterQueue: EnterQueue,
): void {
  leaveLine(centre, call);
  call.stage = 'over';
  const other = otherQueue(centre, call, queue);
  if (other !== null && centre.shares.take('overflow to queue', 0.5)) {
    enterQueue(centre, call, other);
  } else if (centre.shares.take('callback for overflow', 0.45)) {
    callbackForLostCall(centre, call, queue, 2);
  }
}

/**
 * The caller of a closed queue hears that it is closed, and then is put through to another queue,
 * asks for a call back, or hangs up. No event tells of it: no user had a part in the call.
 */
export function turnAway(
  centre: Centre,
  call: IncomingCall,
  queue: Queue,
  enterQueue: EnterQueue,
): void {
  call.stage = 'over';
  centre.after(centre.random.between(...announcementMs), () => {
    const other = otherQueue(centre, call, queue);
    if (other !== null && centre.shares.take('closed to queue', 0.4)) {
      enterQueue(centre, call, other);
    } else if (centre.shares.take('callback for closed', 0.3)) {
      callbackForLostCall(centre, call, queue, 1);
    }
  });
}

/** A queue that can take the call instead, if one try finds it. */
function otherQueue(centre: Centre, call: IncomingCall, queue: Queue): Queue | null {
  const other = centre.random.pick(centre.queues);
  const goesOn = call.queueEntries < mostQueues && other !== queue && canTake(other);
  return goesOn ? other : null;
}
