import { defineEvent, field } from './definition.ts';
import {
  because,
  callOf,
  destination,
  joined,
  labelled,
  named,
  parties,
  text,
  word,
} from './headline-parts.ts';
import { sampleIds, sampleNames } from './sample-ids.ts';
import {
  agentLegId,
  callId,
  callerNumber,
  conversionId,
  disconnectReason,
  legId,
  organizationId,
  publicity,
  recordingId,
  targetNumber,
  techQueueId,
  techQueueName,
  techReason,
  techSource,
  userChannel,
  userId,
  userName,
} from './shared-fields.ts';

const sampleCall = {
  callId: sampleIds.call,
  legId: sampleIds.leg,
  userId: sampleIds.user,
  organizationId: sampleIds.organization,
} as const;

const sampleParties = {
  callerNumber: sampleNames.callerNumber,
  targetNumber: sampleNames.serviceNumber,
  publicity: 0,
} as const;

export const userCallInComing = defineEvent({
  name: 'UserCallInComing',
  entity: 'User',
  family: 'incoming-call',
  summary: 'A direct call to the user is coming in.',
  fields: {
    callId,
    legId,
    userId,
    organizationId,
    username: userName,
    callerNumber,
    targetNumber,
    publicity,
  },
  headline: (data) => `${parties(data)} coming in`,
  sample: () => ({ ...sampleCall, username: sampleNames.userName, ...sampleParties }),
});

export const userCallInArrived = defineEvent({
  name: 'UserCallInArrived',
  entity: 'User',
  family: 'incoming-call',
  summary: 'A call for the user arrived and is about to be allocated.',
  fields: {
    callId,
    legId,
    userId: field('Guid', 'The user whom the call is for.'),
    organizationId,
    userName,
    callerNumber,
    targetNumber,
    publicity,
  },
  headline: (data) => `${parties(data)} arrived`,
  sample: () => ({ ...sampleCall, userName: sampleNames.userName, ...sampleParties }),
});

export const userCallInUserAllocated = defineEvent({
  name: 'UserCallInUserAllocated',
  entity: 'User',
  family: 'incoming-call',
  summary: 'A call is offered to the user.',
  fields: {
    callId,
    legId,
    userId: field('Guid', 'The user whom the call is offered to.'),
    organizationId,
    userName,
    userNumber: field('string', 'The number at which the user is reached.'),
    detailedReason: field('string', 'Why this user, if anything is said about it.'),
    callerNumber,
    targetNumber,
    publicity,
  },
  headline: (data) =>
    joined(
      `${parties(data)} allocated`,
      labelled('at', data.userNumber),
      word(data.detailedReason),
    ),
  sample: () => ({
    ...sampleCall,
    userName: sampleNames.userName,
    userNumber: sampleNames.userNumber,
    detailedReason: null,
    ...sampleParties,
  }),
});

export const userCallInUserConnected = defineEvent({
  name: 'UserCallInUserConnected',
  entity: 'User',
  family: 'incoming-call',
  summary: 'The user answered a call that was offered.',
  fields: {
    callId,
    legId,
    agentLegId,
    userId: field('Guid', 'The user who answered.'),
    organizationId,
    userName,
    userNumber: field('string', 'The number at which the user answered.'),
    callerNumber,
    targetNumber,
    publicity,
  },
  headline: (data) => joined(`${parties(data)} connected`, labelled('at', data.userNumber)),
  sample: () => ({
    callId: sampleIds.call,
    legId: sampleIds.leg,
    agentLegId: sampleIds.agentLeg,
    userId: sampleIds.user,
    organizationId: sampleIds.organization,
    userName: sampleNames.userName,
    userNumber: sampleNames.userNumber,
    ...sampleParties,
  }),
});

export const userCallInUserCancelled = defineEvent({
  name: 'UserCallInUserCancelled',
  entity: 'User',
  family: 'incoming-call',
  summary: 'A call that was offered to the user is no longer offered.',
  fields: {
    callId,
    legId,
    userId: field('Guid', 'The user whom the call was offered to.'),
    organizationId,
    userName,
    reason: field('string', 'Why the offer ended.'),
    detailedReason: field('string', 'The same in more detail.'),
    callerNumber,
    targetNumber,
    publicity,
  },
  headline: (data) => `${parties(data)} cancelled${because(data.reason, data.detailedReason)}`,
  sample: () => ({
    ...sampleCall,
    userName: sampleNames.userName,
    reason: 'NoAnswer',
    detailedReason: null,
    ...sampleParties,
  }),
});

export const userCallInHoldStart = defineEvent({
  name: 'UserCallInHoldStart',
  entity: 'User',
  family: 'incoming-call',
  summary: 'The user put the caller on hold.',
  fields: { callId, legId, userId, organizationId },
  headline: (data, show) => `on hold · ${callOf(data, show)}`,
  sample: () => sampleCall,
});

export const userCallInHoldEnd = defineEvent({
  name: 'UserCallInHoldEnd',
  entity: 'User',
  family: 'incoming-call',
  summary: 'The user took the caller off hold.',
  fields: { callId, legId, userId, organizationId },
  headline: (data, show) => `off hold · ${callOf(data, show)}`,
  sample: () => sampleCall,
});

export const userCallInUserOverflow = defineEvent({
  name: 'UserCallInUserOverflow',
  entity: 'User',
  family: 'incoming-call',
  summary: "A call to the user's work number moves on to somewhere else.",
  fields: {
    callId,
    legId,
    userId: field('Guid', 'The user whose call it was to take.'),
    organizationId,
    username: userName,
    // The specification names these reasons without explaining them.
    reason: field('string', 'Why the call moves on.', {
      AVAActiveProfile: 'the active availability profile says so',
      BusyForTechnicalError: 'counts as busy after a technical error',
      DND: 'do not disturb',
      OffWork: 'off work',
      NoAnswer: 'nobody answered',
      InterruptOverflow: 'an overflow was interrupted',
      BusyOnBusy: 'already on a call',
      TransferAll: 'all calls are transferred',
      BlindTransfer: 'transferred without asking first',
    }),
    target: field('string', 'Where it goes: an id, a telephone number, or several of them.'),
    callerNumber,
    targetNumber,
    publicity,
  },
  headline: (data, show) =>
    `${parties(data)} overflows to ${destination(show, data.target)}${because(data.reason)}`,
  sample: () => ({
    ...sampleCall,
    username: sampleNames.userName,
    reason: 'NoAnswer',
    target: sampleNames.mobileNumber,
    ...sampleParties,
  }),
});

export const userCallInOverflow = defineEvent({
  name: 'UserCallInOverflow',
  entity: 'User',
  family: 'incoming-call',
  summary: 'A call that is with the user moves on to the next target of its routing.',
  fields: {
    callId,
    legId,
    userId: field('Guid', 'The user whom the call is with.'),
    organizationId,
    username: userName,
    connectedTarget: field('string', 'What the call is connected to at the moment.'),
    techSource,
    techQueueId,
    techQueueName,
    overflowApplet: field('string', 'Name of the applet that moves the call on.'),
    techNumber: field('string', 'A number used in the routing.'),
    techEvent: field('string', 'The event inside the routing.'),
    callerNumber,
    targetNumber,
    // The specification gives some of the reasons and types, and explains none of them.
    overflowReason: field('string', 'Why the call moves on; there are more reasons than these.', {
      NoAvailableProviders: 'no agent is available',
      QueueFull: 'the queue is full',
      UserActivelyDeclined: 'the user declined it',
    }),
    overflowType: field('string', 'The kind of overflow; there are many more than these.', {
      AdHoc_1: 'decided as the case arose',
      ServiceOpen: 'handling of an open service',
      QueueHandler: 'a handler of the queue',
      QueueOverflowDefault: 'the overflow that a queue has by default',
      UserTransferAll: 'the user transfers all calls',
      ActPreEnter: 'an action before the call enters',
      TerminationHandling: 'handling of an ending call',
    }),
    publicity,
  },
  headline: (data) =>
    `${parties(data)} overflows${because(data.overflowReason, data.overflowType)}`,
  sample: () => ({
    ...sampleCall,
    username: sampleNames.userName,
    connectedTarget: sampleIds.user,
    techSource: 'Queue',
    techQueueId: sampleIds.queue,
    techQueueName: sampleNames.queueName,
    overflowApplet: 'QueueOverflow',
    techNumber: sampleNames.serviceNumber,
    techEvent: 'Overflow',
    callerNumber: sampleNames.callerNumber,
    targetNumber: sampleNames.serviceNumber,
    overflowReason: 'UserActivelyDeclined',
    overflowType: 'QueueOverflowDefault',
    publicity: 0,
  }),
});

export const userCallInDisconnected = defineEvent({
  name: 'UserCallInDisconnected',
  entity: 'User',
  family: 'incoming-call',
  summary: 'A call that was with the user ended.',
  fields: {
    callId,
    legId,
    userId: field('Guid', 'The user whom the call was with.'),
    organizationId,
    username: userName,
    reason: disconnectReason,
    techQueueId: field(
      'Guid?',
      'The technical queue that the call was in; not always the service queue.',
    ),
    techReason,
    callerNumber,
    targetNumber,
    publicity,
  },
  headline: (data) => `${parties(data)} disconnected${because(data.reason, data.techReason)}`,
  sample: () => ({
    ...sampleCall,
    username: sampleNames.userName,
    reason: 'remote',
    techQueueId: sampleIds.queue,
    techReason: '200',
    ...sampleParties,
  }),
});

export const userCallInRecordingConverted = defineEvent({
  name: 'UserCallInRecordingConverted',
  entity: 'User',
  family: 'incoming-call',
  summary: 'A direct call to the user was recorded, and the recording has been converted.',
  fields: { callId, organizationId, userId, recordingId, conversionId, userChannel },
  headline: (data, show) =>
    `recording ${text(named(show, data.recordingId))} · ${callOf(data, show)}`,
  sample: () => ({
    callId: sampleIds.call,
    organizationId: sampleIds.organization,
    userId: sampleIds.user,
    recordingId: sampleIds.recording,
    conversionId: sampleIds.conversion,
    userChannel: 1,
  }),
});
