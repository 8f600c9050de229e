import { defineEvent, field, type HeadlineContext } from './definition.ts';
import { joined, labelled, named, text, word } from './headline-parts.ts';
import { sampleIds } from './sample-ids.ts';
import { organizationId, userId } from './shared-fields.ts';

const callId = field('Guid?', 'The call before the wrap-up, if there was one.');
const legId = field('string', 'The leg of that call.');
const queueId = field('Guid?', 'The queue of that call, if it came through one.');
const callListId = field('Guid?', 'The call list, if it was about a callback.');
const callBackId = field('Guid?', 'The callback, if it was about one.');
const maxWrapUpDurationSec = field('int', 'How long the wrap-up may take, in seconds.');
const wrapUpType = field('WrapUpType', 'What kind of wrap-up it is.');
const wrapUpId = field('Guid', 'The wrap-up.');

const sampleWork = {
  organizationId: sampleIds.organization,
  callId: sampleIds.call,
  legId: sampleIds.leg,
  userId: sampleIds.user,
  queueId: sampleIds.queue,
} as const;

interface Work {
  readonly queueId?: unknown;
  readonly callListId?: unknown;
}

function place(data: Work, show: HeadlineContext): string | undefined {
  return labelled('in', named(show, data.queueId) ?? named(show, data.callListId));
}

export const userWrapUpEnabled = defineEvent({
  name: 'UserWrapUpEnabled',
  entity: 'User',
  family: 'wrap-up',
  summary: 'The service call that the user just took will be followed by a wrap-up.',
  fields: {
    organizationId,
    callId,
    legId,
    userId,
    queueId,
    callListId,
    callBackId,
    maxWrapUpDurationSec,
    wrapUpType,
    wrapUpId,
  },
  headline: (data, show) =>
    joined(`up to ${text(data.maxWrapUpDurationSec)} s after the call`, place(data, show)),
  sample: () => ({
    ...sampleWork,
    callListId: null,
    callBackId: null,
    maxWrapUpDurationSec: 60,
    wrapUpType: 'Unavailable',
    wrapUpId: sampleIds.wrapUp,
  }),
});

export const userWrapUpRequestInitiate = defineEvent({
  name: 'UserWrapUpRequestInitiate',
  entity: 'User',
  family: 'wrap-up',
  summary: 'A wrap-up was asked for, to begin now or when the current call ends.',
  fields: {
    organizationId,
    callId,
    legId,
    userId,
    queueId,
    callBackListId: callListId,
    callBackId,
    maxWrapUpTimeSec: maxWrapUpDurationSec,
    allowWithoutCall: field('int', 'Whether the wrap-up may begin with no call before it.', {
      '0': 'no',
      '1': 'yes',
      '2': 'yes, unless the user is on a call',
    }),
    wrapUpId,
  },
  headline: (data, show) =>
    joined(
      `up to ${text(data.maxWrapUpTimeSec)} s`,
      place({ queueId: data.queueId, callListId: data.callBackListId }, show),
    ),
  sample: () => ({
    ...sampleWork,
    callBackListId: null,
    callBackId: null,
    maxWrapUpTimeSec: 60,
    allowWithoutCall: 0,
    wrapUpId: sampleIds.wrapUp,
  }),
});

export const userWrapUpStarted = defineEvent({
  name: 'UserWrapUpStarted',
  entity: 'User',
  family: 'wrap-up',
  summary: 'The call ended and the wrap-up began; the user gets no calls until it is over.',
  fields: {
    organizationId,
    callId,
    legId,
    userId,
    queueId,
    callListId,
    callBackId,
    maxWrapUpDurationSec,
    wrapUpType,
    wrapUpId,
  },
  headline: (data, show) => joined(`up to ${text(data.maxWrapUpDurationSec)} s`, place(data, show)),
  sample: () => ({
    ...sampleWork,
    callListId: null,
    callBackId: null,
    maxWrapUpDurationSec: 60,
    wrapUpType: 'Unavailable',
    wrapUpId: sampleIds.wrapUp,
  }),
});

export const userWrapUpRequestTerminate = defineEvent({
  name: 'UserWrapUpRequestTerminate',
  entity: 'User',
  family: 'wrap-up',
  summary: 'The user is done and asks for the wrap-up to end early.',
  fields: {
    userId,
    organizationId,
    reason: field('string', 'Why it is to end.', { manual: 'the user asked' }),
    wrapUpId: field('Guid?', 'The wrap-up; null for whichever is going on.'),
  },
  headline: (data, show) =>
    joined(labelled('wrap-up', named(show, data.wrapUpId)) ?? 'any wrap-up', word(data.reason)),
  sample: () => ({
    userId: sampleIds.user,
    organizationId: sampleIds.organization,
    reason: 'manual',
    wrapUpId: sampleIds.wrapUp,
  }),
});

export const userWrapUpTerminated = defineEvent({
  name: 'UserWrapUpTerminated',
  entity: 'User',
  family: 'wrap-up',
  summary: 'The wrap-up is over: its time was up, or the user asked for its end.',
  fields: {
    organizationId,
    callId,
    legId,
    userId,
    queueId,
    callListId,
    callBackId,
    reason: field('string', 'Why it ended; other reasons may occur.', {
      manual: 'the user asked',
      timer: 'the time was up',
    }),
    elapsedTimeSec: field('int', 'How long it took, in seconds.'),
    wrapUpType,
    wrapUpId,
  },
  headline: (data, show) =>
    joined(`${text(data.reason)} after ${text(data.elapsedTimeSec)} s`, place(data, show)),
  sample: () => ({
    ...sampleWork,
    callListId: null,
    callBackId: null,
    reason: 'manual',
    elapsedTimeSec: 42,
    wrapUpType: 'Unavailable',
    wrapUpId: sampleIds.wrapUp,
  }),
});
