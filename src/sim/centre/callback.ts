import { userCallInCallbackCreated } from '../../events/callback.ts';
import { tellCallback } from './callback-event.ts';
import { planHandling } from './callback-handling.ts';
import type { Centre } from './centre.ts';
import { dateTime } from './date-time.ts';
import type {
  Agent,
  Callback,
  CallbackRelatedItem,
  CallList,
  IncomingCall,
  Queue,
} from './entities.ts';

const minuteMs = 60_000;
const dueMs = 30 * minuteMs;
const expiryMs = 120 * minuteMs;

/** A list takes no more than so many open callbacks for each of its agents. */
const mostOpenPerMember = 4;

/** A caller who got nobody in a queue asks for a call, or is noted down by the system. */
export function callbackForLostCall(
  centre: Centre,
  call: IncomingCall,
  queue: Queue,
  typeId: 1 | 2,
): void {
  const list = queue.callList;
  if (isFull(list)) return;
  const contact = { name: null, number: call.caller.number };
  create(centre, list, { queue, typeId, callId: call.id, personalTo: null, contact, by: null });
}

/** A caller leaves a message for one agent. */
export function personalCallback(centre: Centre, call: IncomingCall, agent: Agent): void {
  const list = agent.callLists[0] ?? agent.attachments[0]?.queue.callList;
  if (list === undefined || isFull(list)) return;
  const name = centre.random.chance(0.5) ? call.caller.name : null;
  const callback = create(centre, list, {
    queue: null,
    typeId: 2,
    callId: call.id,
    personalTo: agent,
    contact: { name, number: call.caller.number },
    by: null,
  });
  centre.emit(userCallInCallbackCreated, agent.id, {
    userId: agent.id,
    callBackId: callback.id,
    callListId: list.id,
    organizationId: centre.organizationId,
    callId: call.id,
    legId: call.legId,
    recordingId: callback.recordingId,
    contactNumber: callback.contactNumber,
    targetNumber: call.targetNumber,
    contactMessage: callback.contactMessage,
    creationTime: dateTime(callback.createdAt),
  });
}

/** An agent adds somebody to a list by hand. */
export function callbackByHand(centre: Centre, list: CallList, by: Agent): boolean {
  if (isFull(list)) return false;
  const contact = centre.random.pick(centre.customers);
  create(centre, list, { queue: null, typeId: 3, callId: null, personalTo: null, contact, by });
  return true;
}

function isFull(list: CallList): boolean {
  return list.open.size >= list.members.length * mostOpenPerMember;
}

interface Origin {
  readonly queue: Queue | null;
  readonly typeId: 1 | 2 | 3;
  readonly callId: string | null;
  readonly personalTo: Agent | null;
  readonly contact: { readonly name: string | null; readonly number: string };
  readonly by: Agent | null;
}

function create(centre: Centre, list: CallList, origin: Origin): Callback {
  const { random } = centre;
  const { queue, typeId, callId, personalTo, contact, by } = origin;
  const callback: Callback = {
    id: random.guid(),
    list,
    queue,
    typeId,
    callId,
    recordingId: personalTo === null ? null : random.guid(),
    contactName: contact.name,
    contactNumber: contact.number,
    contactMessage: personalTo === null ? null : random.pick([null, 'Please call me back.']),
    note: typeId === 3 ? random.pick(['Wants an offer', 'Ask about the renewal']) : null,
    orderNumber: random.chance(0.3) ? `${random.between(100_000, 999_999)}` : null,
    relatedItems: relatedItems(list, contact.number),
    priority: String(random.between(1, 5)),
    createdAt: centre.now,
    dueAt: centre.now + dueMs,
    expiresAt: centre.now + expiryMs,
    personalTo,
    assignedTo: personalTo,
    notBefore: null,
    attempts: [],
    classificationId: null,
    isClosed: false,
  };
  list.open.set(callback.id, callback);
  tellCallback(centre, callback, by, true);
  planHandling(centre, callback, random.between(20, 80) * 1000);
  return callback;
}

/** Open callbacks to the same number. */
function relatedItems(list: CallList, contactNumber: string): CallbackRelatedItem[] | null {
  const related = [...list.open.values()].filter((open) => open.contactNumber === contactNumber);
  if (related.length === 0) return null;
  return related.map(({ id, isClosed, attempts }) => ({
    id,
    listId: list.id,
    isClosed,
    statusId: attempts.at(-1)?.callbackAttemptTypeId ?? null,
  }));
}
