import type { EntityNames } from '../events/entity-names.ts';
import { safe, sanitize, type SafeText } from '../terminal/safe-text.ts';
import { shortened } from '../terminal/shorten.ts';

const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The name known for an id, else the id's first eight digits; '–' for none. */
export function shortName(id: unknown, names: EntityNames): string {
  if (typeof id !== 'string' || id === '') return '–';
  return names.nameOf(id) ?? shortId(id);
}

/** An id's first eight digits; '–' for none. */
export function shortId(id: string): string {
  if (id === '') return '–';
  return guid.test(id) ? id.slice(0, 8) : id;
}

/** A value, not too long to read: text as it is, ids by name, the rest as JSON. */
export function valueText(value: unknown, names: EntityNames): SafeText {
  if (value === null) return safe`–`;
  if (value === undefined) return safe``;
  if (typeof value !== 'string') return sanitize(shortened(JSON.stringify(value)));
  return sanitize(guid.test(value) ? (names.nameOf(value) ?? value) : shortened(value));
}

/** Names are cut here: those of events and entities that a hub makes up may be of any length. */
const longestName = 200;

/** A name of the hub's. */
export function nameText(name: string): SafeText {
  return sanitize(shortened(name, longestName));
}
