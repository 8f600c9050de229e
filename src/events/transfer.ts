import { defineEvent, field } from './definition.ts';
import { because, destination, parties } from './headline-parts.ts';
import { sampleIds, sampleNames } from './sample-ids.ts';
import {
  callId,
  callerNumber,
  legId,
  organizationId,
  publicity,
  targetNumber,
  techQueueId,
  techQueueName,
  techSource,
} from './shared-fields.ts';

const userId = field('Guid', 'The user who transfers the call.');
const username = field('string', 'Name that this user logs in with.');
const transferSource = field('string', 'Where the transfer comes from.');
const transferApplet = field('string', 'Name of the applet that does the transfer.');

const sampleCall = {
  callId: sampleIds.call,
  legId: sampleIds.leg,
  userId: sampleIds.user,
  organizationId: sampleIds.organization,
  username: sampleNames.userName,
} as const;

const sampleRouting = {
  techQueueId: sampleIds.queue,
  techQueueName: sampleNames.queueName,
  transferApplet: 'BlindTransfer',
  techSource: 'User',
} as const;

const sampleParties = {
  callerNumber: sampleNames.callerNumber,
  targetNumber: sampleNames.serviceNumber,
  publicity: 0,
} as const;

export const userCallInTransferStarted = defineEvent({
  name: 'UserCallInTransferStarted',
  entity: 'User',
  family: 'transfer',
  summary: 'A call that is with the user is being transferred.',
  fields: {
    callId,
    legId,
    userId,
    organizationId,
    username,
    transferTarget: field('string', 'Where the call is to go: an id or a telephone number.'),
    transferSource,
    techQueueId,
    techQueueName,
    transferApplet,
    techSource,
    callerNumber,
    targetNumber,
    publicity,
  },
  headline: (data, show) =>
    `${parties(data)} · transfer to ${destination(show, data.transferTarget)} started`,
  sample: () => ({
    ...sampleCall,
    transferTarget: sampleNames.supervisorNumber,
    transferSource: sampleNames.userNumber,
    ...sampleRouting,
    ...sampleParties,
  }),
});

export const userCallInTransferConnected = defineEvent({
  name: 'UserCallInTransferConnected',
  entity: 'User',
  family: 'transfer',
  summary: 'The target of a transfer answered.',
  fields: {
    callId,
    legId,
    userId,
    organizationId,
    username,
    connectedTarget: field('string', 'Who answered: an id or a telephone number.'),
    transferSource,
    techQueueId,
    techQueueName,
    transferApplet,
    techSource,
    callerNumber,
    targetNumber,
    publicity,
  },
  headline: (data, show) =>
    `${parties(data)} · transfer to ${destination(show, data.connectedTarget)} connected`,
  sample: () => ({
    ...sampleCall,
    connectedTarget: sampleNames.supervisorNumber,
    transferSource: sampleNames.userNumber,
    ...sampleRouting,
    ...sampleParties,
  }),
});

export const userCallInTransferCancelled = defineEvent({
  name: 'UserCallInTransferCancelled',
  entity: 'User',
  family: 'transfer',
  summary: 'A transfer was given up.',
  fields: {
    callId,
    legId,
    userId,
    organizationId,
    username,
    techQueueId,
    techQueueName,
    transferApplet,
    techSource,
    reason: field('string', 'Why the transfer was given up.'),
    detailedReason: field('string', 'The same in more detail.'),
    callerNumber,
    targetNumber,
    publicity,
  },
  headline: (data) =>
    `${parties(data)} · transfer cancelled${because(data.reason, data.detailedReason)}`,
  sample: () => ({
    ...sampleCall,
    ...sampleRouting,
    reason: 'NoAnswer',
    detailedReason: null,
    ...sampleParties,
  }),
});
