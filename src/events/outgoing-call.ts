import { defineEvent, field } from './definition.ts';
import { because, callOf, joined, labelled, named, parties, text } from './headline-parts.ts';
import { sampleIds, sampleNames } from './sample-ids.ts';
import {
  callId,
  callerNumber,
  conversionId,
  disconnectReason,
  legId,
  organizationId,
  publicity,
  recordingId,
  targetNumber,
  techReason,
  userChannel,
  userName,
} from './shared-fields.ts';

const userId = field('Guid', 'The user whose outgoing call it is.');

const sampleCall = {
  callId: sampleIds.outgoingCall,
  legId: sampleIds.outgoingLeg,
  userId: sampleIds.user,
  organizationId: sampleIds.organization,
} as const;

const sampleParties = {
  callerNumber: sampleNames.userNumber,
  targetNumber: sampleNames.callerNumber,
} as const;

export const userCallOutGoing = defineEvent({
  name: 'UserCallOutGoing',
  entity: 'User',
  family: 'outgoing-call',
  summary: 'The user makes a direct call.',
  fields: {
    callId,
    legId,
    userId,
    organizationId,
    userName,
    callerNumber,
    targetNumber,
    callAsNumber: field('string', 'The number to show to the called party, if another is wanted.'),
    publicity,
  },
  headline: (data) => joined(`${parties(data)} calling`, labelled('as', data.callAsNumber)),
  sample: () => ({
    ...sampleCall,
    userName: sampleNames.userName,
    ...sampleParties,
    callAsNumber: sampleNames.serviceNumber,
    publicity: 0,
  }),
});

export const userCallOutConnected = defineEvent({
  name: 'UserCallOutConnected',
  entity: 'User',
  family: 'outgoing-call',
  summary: 'A call that the user made was answered.',
  fields: {
    callId,
    legId,
    userId,
    organizationId,
    userName,
    callerNumber,
    targetNumber,
    publicity,
  },
  headline: (data) => `${parties(data)} connected`,
  sample: () => ({ ...sampleCall, userName: sampleNames.userName, ...sampleParties, publicity: 0 }),
});

export const userCallOutHoldStart = defineEvent({
  name: 'UserCallOutHoldStart',
  entity: 'User',
  family: 'outgoing-call',
  summary: 'The user put the called party on hold.',
  fields: { callId, legId, userId, organizationId },
  headline: (data, show) => `on hold · ${callOf(data, show)}`,
  sample: () => sampleCall,
});

export const userCallOutHoldEnd = defineEvent({
  name: 'UserCallOutHoldEnd',
  entity: 'User',
  family: 'outgoing-call',
  summary: 'The user took the called party off hold.',
  fields: { callId, legId, userId, organizationId },
  headline: (data, show) => `off hold · ${callOf(data, show)}`,
  sample: () => sampleCall,
});

export const userCallOutDisconnected = defineEvent({
  name: 'UserCallOutDisconnected',
  entity: 'User',
  family: 'outgoing-call',
  summary: 'A call that the user made ended.',
  fields: {
    callId,
    legId,
    userId,
    organizationId,
    userName,
    reason: disconnectReason,
    techReason,
    callerNumber,
    targetNumber,
    publicity,
  },
  headline: (data) => `${parties(data)} disconnected${because(data.reason, data.techReason)}`,
  sample: () => ({
    ...sampleCall,
    userName: sampleNames.userName,
    reason: 'local',
    techReason: '200',
    ...sampleParties,
    publicity: 0,
  }),
});

export const userCallOutRecordingConverted = defineEvent({
  name: 'UserCallOutRecordingConverted',
  entity: 'User',
  family: 'outgoing-call',
  summary: 'A call by the user was recorded, and the recording has been converted.',
  fields: { callId, organizationId, userId, recordingId, conversionId, userChannel },
  headline: (data, show) =>
    `recording ${text(named(show, data.recordingId))} · ${callOf(data, show)}`,
  sample: () => ({
    callId: sampleIds.outgoingCall,
    organizationId: sampleIds.organization,
    userId: sampleIds.user,
    recordingId: sampleIds.outgoingRecording,
    conversionId: sampleIds.outgoingConversion,
    userChannel: 0,
  }),
});
