import { userCallInOverflow } from '../../events/incoming-call.ts';
import type { Centre } from './centre.ts';
import type { Agent, IncomingCall } from './entities.ts';
import { callFields, technicalQueueOf } from './incoming-call.ts';

/** Why and by what a call moves on. */
export interface OverflowCause {
  readonly reason: 'NoAvailableProviders' | 'UserActivelyDeclined';
  readonly type: 'AdHoc_1' | 'QueueOverflowDefault';
  readonly applet: 'QueueOverflow' | 'UserOverflow';
  readonly source: 'Queue' | 'User';
}

/** A call that was with the agent goes to the next target of its routing. */
export function tellOverflow(
  centre: Centre,
  call: IncomingCall,
  agent: Agent,
  cause: OverflowCause,
): void {
  const { id, name } = technicalQueueOf(call, agent);
  centre.emit(userCallInOverflow, agent.id, {
    ...callFields(centre, call, agent),
    username: agent.email,
    connectedTarget: agent.id,
    techSource: cause.source,
    techQueueId: id,
    techQueueName: name,
    overflowApplet: cause.applet,
    techNumber: call.queue?.number ?? agent.number,
    techEvent: 'Overflow',
    callerNumber: call.caller.number,
    targetNumber: call.targetNumber,
    overflowReason: cause.reason,
    overflowType: cause.type,
    publicity: 0,
  });
}
