import { defineEvent, field } from './definition.ts';
import { joined, named, labelled, text } from './headline-parts.ts';
import { sampleIds } from './sample-ids.ts';
import { callId, legId, organizationId } from './shared-fields.ts';

export const userRealTimeTranscriptPhrase = defineEvent({
  name: 'UserRealTimeTranscriptPhrase',
  entity: 'User',
  family: 'transcript',
  summary: "What was just said on one of the user's calls.",
  fields: {
    callId,
    legId,
    userId: field('Guid', 'The agent on the call.'),
    organizationId,
    queueId: field('Guid?', 'The queue behind the transcript, if any.'),
    callListId: field('Guid?', 'The call list behind the transcript, if any.'),
    speakerRole: field('SpeakerRole', 'Who is speaking.'),
    phrase: field('string', 'What was said.'),
    confidence: field(
      'float',
      'How sure the recognition is; the surest reading is not always chosen.',
    ),
    duration: field('uint', 'How long it took to say, in milliseconds.'),
    offsetMilliseconds: field('uint', 'How far into the call it was said, in milliseconds.'),
    isIntermediate: field('bool', 'Whether this is a provisional result.'),
    realtimeType: field('TranscribeRealtimeType', 'What kind of live transcript it is part of.'),
  },
  headline: (data, show) =>
    joined(
      `speaker ${text(data.speakerRole)}: ${text(data.phrase)}${data.isIntermediate === true ? ' …' : ''}`,
      labelled('in', named(show, data.queueId) ?? named(show, data.callListId)),
    ),
  sample: () => ({
    callId: sampleIds.call,
    legId: sampleIds.leg,
    userId: sampleIds.user,
    organizationId: sampleIds.organization,
    queueId: sampleIds.queue,
    callListId: null,
    speakerRole: 0,
    phrase: 'I would like to change my order.',
    confidence: 0.93,
    duration: 1840,
    offsetMilliseconds: 21250,
    isIntermediate: false,
    realtimeType: 'Unknown',
  }),
});
