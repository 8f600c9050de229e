import type { EntityKind } from './definition.ts';

/**
 * Events that a client of RTE consumed in 2021, and that the specification doesn't list: they may be
 * gone. What is in them is not known, but which entity they belong to.
 */
export const undocumentedEvents: Readonly<Record<string, EntityKind>> = {
  QueueCallInComing: 'Queue',
  QueueCallInArrived: 'Queue',
  QueueCallInUserAllocated: 'Queue',
  QueueCallInUserConnected: 'Queue',
  QueueCallInUserCancelled: 'Queue',
  QueueCallInOverflow: 'Queue',
  QueueCallInTransferStarted: 'Queue',
  QueueCallInTransferConnected: 'Queue',
  QueueCallInTransferCancelled: 'Queue',
  QueueCallInDisconnected: 'Queue',
  UserCallInConnected: 'User',
  UserContactCard: 'User',
  UserQueueAlert: 'User',
  UserAction: 'User',
  UserActionMobileCall: 'User',
  CallbackCreated: 'CallList',
  CallbackUpdated: 'CallList',
  CallbackClosed: 'CallList',
  UserCallbackChanged: 'User',
  UserConfigurationSetNextCLI: 'User',
};

/** The name of one of them, however its letters are written; undefined for any other. */
export function findUndocumented(name: string): string | undefined {
  const folded = name.toLowerCase();
  return Object.keys(undocumentedEvents).find((each) => each.toLowerCase() === folded);
}

/** Numbers that stood for names in `eventType` then; of others it is not known what they stand for. */
const namesByNumber: Readonly<Record<number, string>> = {
  1: 'UserAvailability',
  10: 'UserCallInComing',
  102: 'QueueCallInUserAllocated',
  140: 'QueueStatus',
  141: 'UserStatus',
};

/** What an `eventType` that is a number stands for: a name, or else the number itself. */
export function eventTypeOfNumber(number: number): string {
  return namesByNumber[number] ?? String(number);
}
