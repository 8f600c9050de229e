import { callbackForLostCall } from './callback.ts';
import type { Centre } from './centre.ts';
import type { IncomingCall, Queue } from './entities.ts';
import { canTake } from './opening.ts';
import type { EnterQueue } from './service.ts';
import { leaveLine } from './waiting-line.ts';

/** A call goes through no more queues than this. */
const mostQueues = 2;

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
  const other = centre.random.pick(centre.queues);
  const goesOn = call.queueEntries < mostQueues && other !== queue && canTake(other);
  if (goesOn && centre.shares.take('overflow to queue', 0.5)) {
    enterQueue(centre, call, other);
  } else if (centre.shares.take('callback for overflow', 0.45)) {
    callbackForLostCall(centre, call, queue, 2);
  }
}
