import {
  userCallInTransferCancelled,
  userCallInTransferConnected,
  userCallInTransferStarted,
} from '../../events/transfer.ts';
import type { Centre } from './centre.ts';
import type { Agent, IncomingCall } from './entities.ts';
import { callFields, partyFields, technicalQueueOf } from './incoming-call.ts';

/** With or without talking to the target first. */
export type TransferApplet = 'AttendedTransfer' | 'BlindTransfer';

/** An agent passing on a call. */
export interface TransferLeg {
  readonly call: IncomingCall;
  readonly agent: Agent;
  readonly applet: TransferApplet;
  /** An id or a telephone number. */
  readonly target: string;
}

export function tellTransferStarted(centre: Centre, leg: TransferLeg): void {
  const { call, agent } = leg;
  centre.emit(userCallInTransferStarted, agent.id, {
    ...callFields(centre, call, agent),
    username: agent.email,
    transferTarget: leg.target,
    transferSource: agent.number,
    ...routing(leg),
    ...partyFields(call),
  });
}

export function tellTransferConnected(centre: Centre, leg: TransferLeg): void {
  const { call, agent } = leg;
  centre.emit(userCallInTransferConnected, agent.id, {
    ...callFields(centre, call, agent),
    username: agent.email,
    connectedTarget: leg.target,
    transferSource: agent.number,
    ...routing(leg),
    ...partyFields(call),
  });
}

export function tellTransferCancelled(
  centre: Centre,
  leg: TransferLeg,
  reason: string,
  detailedReason: string | null,
): void {
  const { call, agent } = leg;
  centre.emit(userCallInTransferCancelled, agent.id, {
    ...callFields(centre, call, agent),
    username: agent.email,
    ...routing(leg),
    reason,
    detailedReason,
    ...partyFields(call),
  });
}

function routing({ call, agent, applet }: TransferLeg) {
  const { id, name } = technicalQueueOf(call, agent);
  return { techQueueId: id, techQueueName: name, transferApplet: applet, techSource: 'User' };
}
