import { field } from './definition.ts';

/** Reads of a moment that was never set: .NET's smallest date. */
const unsetDate = '0001-01-01T00:00:00';

/** For a `DateTime` that can't be null. */
export const unsetDateMeaning = { [unsetDate]: 'none' } as const;

// Fields that mean the same in many events. One whose meaning differs is written with its event.

export const organizationId = field('Guid', 'The organization it belongs to.');
export const userId = field('Guid', 'The user that the event is about.');
export const userName = field('string', 'Name that the user logs in with.');
export const callId = field('Guid', 'The call, as the telephony core knows it.');
export const legId = field('string', 'The leg of the call.');
export const agentLegId = field('string', 'The leg that branches off the call to the agent.');
export const callerNumber = field('string', 'The number that the call came from at first.');
export const targetNumber = field('string', 'The number that was dialled at first.');
export const publicity = field(
  'CallEventPublicityCategory',
  'How openly direct calls of the user are shown.',
);
export const techQueueId = field('Guid', 'The technical queue that the call is in.');
export const techQueueName = field('string', 'What that queue is called.');
export const techSource = field('string', 'What kind of source the call is routed from.');
export const disconnectReason = field('string', 'Which end hung up.', {
  remote: 'the other end',
  local: "the user's end",
});
export const techReason = field(
  'string',
  'The reason in technical terms, such as a cause code of SIP.',
);
export const recordingId = field('Guid', 'The recording.');
export const conversionId = field('Guid', 'The conversion of the recording.');
export const userChannel = field('byte?', 'The audio channel on which the user is heard.');
