import { defineEvent, defineNested, field, listField } from './definition.ts';
import { joined, labelled, moment, named, text, word } from './headline-parts.ts';
import { sampleIds, sampleNames } from './sample-ids.ts';
import { organizationId, unsetDateMeaning } from './shared-fields.ts';

const callBackId = field('Guid', 'The callback.');
const callListId = field('Guid', 'The call list that it is on.');
const originalCallId = field('Guid?', 'The call that led to it, if there was one.');
const contactNumber = field('string', 'The number to call back.');
const creationTime = field('DateTime', 'When it was first asked for.', unsetDateMeaning);

export const callbackAttempt = defineNested({
  name: 'CallbackAttempt',
  summary: 'One try at handling a callback.',
  fields: {
    id: field('Guid', 'The attempt.'),
    userId: field('Guid?', 'The user who made it.'),
    timestamp: field('DateTime?', 'When it was made.'),
    callbackAttemptTypeId: field('int?', 'How it went, as a number.'),
    note: field('string', 'What the user noted.'),
    recordingId: field('Guid?', 'Its recording, if there is one.'),
    callId: field('Guid?', 'Its call, if there was one.'),
  },
  sample: () => ({
    id: sampleIds.callbackAttempt,
    userId: sampleIds.user,
    timestamp: '2026-03-02T08:12:20.0317752Z',
    callbackAttemptTypeId: 1,
    note: 'No answer, will try again',
    recordingId: null,
    callId: sampleIds.outgoingCall,
  }),
});

export const callbackExtra = defineNested({
  name: 'CallbackExtra',
  summary: 'One more piece of information on a callback.',
  fields: {
    id: field('int', 'Number of the piece.'),
    name: field('string', 'What it is called.'),
    value: field('string', 'What it says.'),
  },
  sample: () => ({ id: 1, name: 'Order number', value: '20260302-17' }),
});

export const callbackRelatedItem = defineNested({
  name: 'CallbackRelatedItem',
  summary: 'Another callback that has to do with this one.',
  fields: {
    id: field('Guid', 'The other callback.'),
    listId: field('Guid?', 'The call list that the other one is on.'),
    isClosed: field('bool', 'Whether the other one is done with.'),
    statusId: field('int?', 'How its latest attempt went, as a number.'),
  },
  sample: () => ({
    id: sampleIds.relatedCallback,
    listId: sampleIds.callList,
    isClosed: true,
    statusId: 2,
  }),
});

export const callbackChanged = defineEvent({
  name: 'CallbackChanged',
  entity: 'CallList',
  family: 'callback',
  summary: 'A callback on the list is new, was changed, or is closed.',
  snapshotOf: ['callBackId'],
  messageTTLSeconds: 120,
  fields: {
    callBackId,
    callListId,
    organizationId,
    modified: field('DateTime', 'When it was last changed.', unsetDateMeaning),
    assignedUserId: field('Guid?', 'The user who is to handle it.'),
    lastAttemptUserId: field('Guid?', 'The user who last tried to handle it.'),
    lastModifiedUserId: field(
      'Guid?',
      'The user who last changed it; null when it is new or an administrator did.',
    ),
    lastAttemptTypeId: field('int?', 'How the last attempt went, as a number.'),
    contactName: field('string', 'Who wants to be called; mostly empty.'),
    contactNumber,
    contactMessage: field('string', 'What the contact wished to say; mostly empty.'),
    note: field('string', 'What colleagues noted about it.'),
    queueId: field('Guid?', 'The queue or voice menu in charge, if it came through one.'),
    channelIn: field('string', 'Which way it came in; mostly the name of a service queue.'),
    creationTime,
    created: field('bool', 'Whether it is new; false for a change.'),
    isClosed: field('bool', 'Whether it is done with.'),
    recordingId: field('Guid?', 'The recording that goes with it, if there is one.'),
    typeId: field('short', 'How it came onto the list.', {
      '1': 'the caller asked for it',
      '2': 'a call overflowed',
      '3': 'added by hand',
    }),
    dueDate: field('DateTime?', 'By when it should be handled.'),
    callId: originalCallId,
    transcriptId: field('Guid?', 'The written form of the recording.'),
    classificationId: field('Guid?', 'The classification chosen for it, if any.'),
    expiryDate: field('DateTime?', 'When it lapses unless closed by then.'),
    lastAttemptTimestamp: field('DateTime?', 'When the last attempt was made.'),
    lastAttemptNote: field('string', 'What was noted at the last attempt.'),
    calculatedPriority: field('string', 'How urgent it is, as worked out by the system.'),
    notBefore: field('DateTime?', 'It should be left alone until then.'),
    callbackAttempts: listField(callbackAttempt, 'All attempts so far.'),
    callbackExtras: listField(callbackExtra, 'Further information, by name.'),
    callbackRelatedItems: listField(callbackRelatedItem, 'Other callbacks that belong with it.'),
  },
  headline: (data, show) =>
    joined(
      stage(data),
      text(data.contactNumber),
      word(data.contactName),
      data.isClosed !== true && labelled('due', moment(show, data.dueDate)),
      labelled('for', named(show, data.assignedUserId)),
    ),
  sample: () => ({
    callBackId: sampleIds.callback,
    callListId: sampleIds.callList,
    organizationId: sampleIds.organization,
    modified: '2026-03-02T08:15:04.1090518Z',
    assignedUserId: sampleIds.user,
    lastAttemptUserId: sampleIds.user,
    lastModifiedUserId: sampleIds.user,
    lastAttemptTypeId: 1,
    contactName: null,
    contactNumber: sampleNames.callerNumber,
    contactMessage: null,
    note: 'Wants to change an order',
    queueId: sampleIds.queue,
    channelIn: sampleNames.queueName,
    creationTime: '2026-03-02T07:58:11.4471926Z',
    created: false,
    isClosed: false,
    recordingId: sampleIds.recording,
    typeId: 1,
    dueDate: '2026-03-02T10:00:00Z',
    callId: sampleIds.earlierCall,
    transcriptId: sampleIds.transcript,
    classificationId: sampleIds.classification,
    expiryDate: '2026-03-09T22:00:00Z',
    lastAttemptTimestamp: callbackAttempt.sample().timestamp,
    lastAttemptNote: callbackAttempt.sample().note,
    calculatedPriority: '5',
    notBefore: null,
    callbackAttempts: [callbackAttempt.sample()],
    callbackExtras: [callbackExtra.sample()],
    callbackRelatedItems: [callbackRelatedItem.sample()],
  }),
});

function stage(data: { readonly isClosed?: unknown; readonly created?: unknown }): string {
  if (data.isClosed === true) return 'closed';
  return data.created === true ? 'created' : 'changed';
}

export const userCallInCallbackCreated = defineEvent({
  name: 'UserCallInCallbackCreated',
  entity: 'User',
  family: 'callback',
  summary: 'Somebody is to be called back by this very user.',
  fields: {
    userId: field('Guid', 'The user who is to call back.'),
    callBackId,
    callListId,
    organizationId,
    callId: originalCallId,
    legId: field('string', 'The leg of that call.'),
    recordingId: field('Guid?', 'The recording that goes with it, if there is one.'),
    contactNumber,
    targetNumber: field('string', 'The number that the caller had dialled.'),
    contactMessage: field('string', 'A message with it, such as one set for a service queue.'),
    creationTime,
  },
  headline: (data, show) =>
    joined(
      `call back ${text(data.contactNumber)}`,
      labelled('list', named(show, data.callListId)),
      word(data.contactMessage),
    ),
  sample: () => ({
    userId: sampleIds.user,
    callBackId: sampleIds.callback,
    callListId: sampleIds.callList,
    organizationId: sampleIds.organization,
    callId: sampleIds.earlierCall,
    legId: sampleIds.earlierLeg,
    recordingId: sampleIds.recording,
    contactNumber: sampleNames.callerNumber,
    targetNumber: sampleNames.serviceNumber,
    contactMessage: null,
    creationTime: '2026-03-02T07:58:11.4471926Z',
  }),
});
