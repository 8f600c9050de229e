import {
  userAlert,
  userAvailability,
  userSetting,
  userStatus,
  userTerminalStatusEvent,
} from './agent.ts';
import {
  callbackAttempt,
  callbackChanged,
  callbackExtra,
  callbackRelatedItem,
  userCallInCallbackCreated,
} from './callback.ts';
import type { EventDefinition, NestedDefinition } from './definition.ts';
import {
  userCallInArrived,
  userCallInComing,
  userCallInDisconnected,
  userCallInHoldEnd,
  userCallInHoldStart,
  userCallInOverflow,
  userCallInRecordingConverted,
  userCallInUserAllocated,
  userCallInUserCancelled,
  userCallInUserConnected,
  userCallInUserOverflow,
} from './incoming-call.ts';
import {
  userCallOutConnected,
  userCallOutDisconnected,
  userCallOutGoing,
  userCallOutHoldEnd,
  userCallOutHoldStart,
  userCallOutRecordingConverted,
} from './outgoing-call.ts';
import { queueAttachedUser, queueGroup, queueStatus } from './queue.ts';
import { userCallAvailableForMonitoring, userSupervisionStatus } from './supervision.ts';
import { userRealTimeTranscriptPhrase } from './transcript.ts';
import {
  userCallInTransferCancelled,
  userCallInTransferConnected,
  userCallInTransferStarted,
} from './transfer.ts';
import {
  userWrapUpEnabled,
  userWrapUpRequestInitiate,
  userWrapUpRequestTerminate,
  userWrapUpStarted,
  userWrapUpTerminated,
} from './wrap-up.ts';

/** Every event of the RTE specification, by family; within one, in the order of a call's life. */
export const events: readonly EventDefinition[] = [
  userStatus,
  userAvailability,
  userTerminalStatusEvent,
  userSetting,
  userAlert,

  userCallInComing,
  userCallInArrived,
  userCallInUserAllocated,
  userCallInUserConnected,
  userCallInHoldStart,
  userCallInHoldEnd,
  userCallInUserCancelled,
  userCallInUserOverflow,
  userCallInOverflow,
  userCallInDisconnected,
  userCallInRecordingConverted,

  userCallInTransferStarted,
  userCallInTransferConnected,
  userCallInTransferCancelled,

  userCallOutGoing,
  userCallOutConnected,
  userCallOutHoldStart,
  userCallOutHoldEnd,
  userCallOutDisconnected,
  userCallOutRecordingConverted,

  userCallAvailableForMonitoring,
  userSupervisionStatus,

  userRealTimeTranscriptPhrase,

  userWrapUpEnabled,
  userWrapUpRequestInitiate,
  userWrapUpStarted,
  userWrapUpRequestTerminate,
  userWrapUpTerminated,

  queueStatus,

  userCallInCallbackCreated,
  callbackChanged,
];

/** The objects of the RTE specification that only occur inside others; no event holds the queue ones. */
export const nestedTypes: readonly NestedDefinition[] = [
  queueAttachedUser,
  queueGroup,
  callbackAttempt,
  callbackExtra,
  callbackRelatedItem,
];

/** The names of all events, in the catalogue's order and spelling; without aliases. */
export const eventNames: readonly string[] = events.map((event) => event.name);

const byName = new Map(
  events.flatMap((event) =>
    [event.name, ...event.aliases].flatMap((name) => [
      [name, event] as const,
      [name.toLowerCase(), event] as const,
    ]),
  ),
);

/** The event of this name or alias, in any case: the hub spells one name in several ways. */
export function findEvent(name: string): EventDefinition | undefined {
  // Usually it is the catalogue's own spelling.
  return byName.get(name) ?? byName.get(name.toLowerCase());
}
