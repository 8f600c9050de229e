// The messages that the load generator sends: made once, of about 1,025 bytes each.

const separator = '\u001e';

/** Messages that differ from each other; after them it starts over. */
const messagesInRotation = 20;

const organizationId = 'f3340be0-8b2a-4216-b406-5bce281f9aeb';
const queueId = 'b059fc77-261c-48f4-a008-e57b204b8ec3';
const notes = [null, 'Working from home', 'At the Helsinki office', null, 'Back at three'];

/** The users that the messages are about. */
export const userIds = Array.from({ length: 10 }, (_each, at) => guid('a32aaa0e', at));

/** Behind this a stamped message carries when it was sent: nanoseconds of the monotonic clock. */
export const stampMark = '"note":"sent ';
export const stampDigits = 20;

/**
 * UserStatus of ten users in rotation. Half of the messages have `talking` true, the first of each
 * two; each differs from the one before of the same user.
 *
 * @param {{ stamped?: boolean }} how stamped: with room for the moment of sending.
 * @returns {Buffer[]} records, ␞ included.
 */
export function statusMessages({ stamped = false } = {}) {
  return Array.from({ length: messagesInRotation }, (_each, at) => {
    const note = stamped ? `sent ${'0'.repeat(stampDigits)}` : noteOf(at);
    return invocation({ subscription: subscription(at), data: status(at, note) });
  });
}

/** @returns {Buffer[]} what is in those messages, as other tools are sent it. */
export function statusPayloads() {
  const [start, end] = ['{"type":1,"target":"MessageReceived","arguments":[', `]}${separator}`];
  return statusMessages().map((message) => message.subarray(start.length, -end.length));
}

/** @returns {Buffer} a message as .NET writes it, with its ␞. */
export function invocation(message) {
  const text = JSON.stringify({ type: 1, target: 'MessageReceived', arguments: [message] });
  return Buffer.from(text.replaceAll('ä', '\\u00e4') + separator);
}

/** One in ten has a letter that .NET escapes. */
function noteOf(at) {
  return at % 10 === 7 ? 'Käynti asiakkaalla' : notes[at % notes.length];
}

function subscription(at) {
  return {
    id: guid('48b111ae', at),
    rootEntityId: organizationId,
    rootEntityType: 'Organization',
    eventType: 'UserStatus',
    entityType: 'User',
    entityId: userOf(at),
  };
}

function status(at, note) {
  const talking = at % 2 === 0;
  return {
    rootEntityType: 'Organization',
    rootEntityId: organizationId,
    eventType: 'UserStatus',
    entityType: 'User',
    entityId: userOf(at),
    messageTTLSeconds: 60,
    userId: userOf(at),
    canBeAllocatedTo: !talking,
    talking,
    talkingStatusChanged: `2026-11-22T21:44:${20 + at}.7533081Z`,
    activeQueueId: talking ? queueId : null,
    activeCallListId: null,
    available: true,
    schedule: true,
    serving: true,
    serviceTerminals: 1,
    activeQueues: 2,
    parkedCalls: 0,
    wrapUpStart: null,
    wrapUpEnd: null,
    servingCallback: false,
    fetchMode: false,
    note,
    availabilityStatus: 'Available',
    id: guid('89729b24', at),
    // The same in all: in the next rotation, one of another moment would be a snapshot that comes late.
    timestamp: '2026-11-22T21:44:40.7533088Z',
  };
}

function userOf(at) {
  return userIds[Math.floor(at / 2) % userIds.length];
}

function guid(start, at) {
  return `${start}-6184-4b03-a5ad-${(0x3399d0351a12 + at * 7919).toString(16).padStart(12, '0')}`;
}
