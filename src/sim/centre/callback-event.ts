import { callbackChanged } from '../../events/callback.ts';
import type { Centre } from './centre.ts';
import { dateTime, dateTimeOrNull } from './date-time.ts';
import type { Agent, Callback } from './entities.ts';

/** Tells of a callback that is new or was changed; `by`: the agent who did, null for the system. */
export function tellCallback(
  centre: Centre,
  callback: Callback,
  by: Agent | null,
  created = false,
): void {
  const last = callback.attempts.at(-1);
  centre.emit(callbackChanged, callback.list.id, {
    callBackId: callback.id,
    callListId: callback.list.id,
    organizationId: centre.organizationId,
    modified: dateTime(centre.now),
    assignedUserId: callback.assignedTo?.id ?? null,
    lastAttemptUserId: last?.userId ?? null,
    lastModifiedUserId: by?.id ?? null,
    lastAttemptTypeId: last?.callbackAttemptTypeId ?? null,
    contactName: callback.contactName,
    contactNumber: callback.contactNumber,
    contactMessage: callback.contactMessage,
    note: callback.note,
    queueId: callback.queue?.id ?? null,
    channelIn: callback.queue?.name ?? null,
    creationTime: dateTime(callback.createdAt),
    created,
    isClosed: callback.isClosed,
    recordingId: callback.recordingId,
    typeId: callback.typeId,
    dueDate: dateTime(callback.dueAt),
    callId: callback.callId,
    transcriptId: null,
    classificationId: callback.classificationId,
    expiryDate: dateTime(callback.expiresAt),
    lastAttemptTimestamp: last?.timestamp ?? null,
    lastAttemptNote: last?.note ?? null,
    calculatedPriority: callback.priority,
    notBefore: dateTimeOrNull(callback.notBefore),
    callbackAttempts: callback.attempts.length === 0 ? null : [...callback.attempts],
    callbackExtras:
      callback.orderNumber === null
        ? null
        : [{ id: 1, name: 'Order number', value: callback.orderNumber }],
    callbackRelatedItems: callback.relatedItems === null ? null : [...callback.relatedItems],
  });
}
