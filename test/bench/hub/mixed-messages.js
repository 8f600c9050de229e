import { invocation } from './status-messages.js';

/** How often each kind comes before it starts over, so that whole frames of 20 go into it. */
const ofEachKind = 5;

/**
 * Messages of many kinds, one as often as the other, in an order without a pattern that is the same
 * every time.
 *
 * @param {object[]} samples the data of an event of each kind.
 * @returns {Buffer[]} records, ␞ included.
 */
export function mixedMessages(samples) {
  const all = Array.from({ length: ofEachKind }, () => samples).flat();
  // A prime steps through all of them.
  const step = 97;
  return all.map((_each, at) => messageOf(all[(at * step) % all.length]));
}

function messageOf(data) {
  const { id, rootEntityId, rootEntityType, eventType, entityType, entityId } = data;
  const subscription = { id, rootEntityId, rootEntityType, eventType, entityType, entityId };
  return invocation({ subscription, data });
}
