import { userCallInRecordingConverted } from '../../events/incoming-call.ts';
import { userCallOutRecordingConverted } from '../../events/outgoing-call.ts';
import type { Centre } from './centre.ts';
import type { Conversation } from './entities.ts';

/**
 * Has the recording of an ended call converted some time later, and returns its id. By the
 * specification the events are about direct and outgoing calls, not about those through a queue.
 */
export function convertRecording(centre: Centre, conversation: Conversation): string {
  const { agent, callId, direction } = conversation;
  const recordingId = centre.random.guid();
  const event = direction === 'in' ? userCallInRecordingConverted : userCallOutRecordingConverted;
  centre.after(centre.random.between(15, 75) * 1000, () => {
    centre.emit(event, agent.id, {
      callId,
      organizationId: centre.organizationId,
      userId: agent.id,
      recordingId,
      conversionId: centre.random.guid(),
      userChannel: centre.random.pick([0, 1, null]),
    });
  });
  return recordingId;
}
