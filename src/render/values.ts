import type { EntityNames } from '../events/entity-names.ts';
import { sanitize } from '../terminal/sanitize.ts';
import { shortened } from '../terminal/shorten.ts';

const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The name known for an id, else the id's first eight digits; '–' for none. Not safe to print yet. */
export function shortName(id: unknown, names: EntityNames): string {
  if (typeof id !== 'string' || id === '') return '–';
  return names.nameOf(id) ?? shortId(id);
}

/** An id's first eight digits; '–' for none. Not safe to print yet. */
export function shortId(id: string): string {
  if (id === '') return '–';
  return guid.test(id) ? id.slice(0, 8) : id;
}

/** A value safe to print, and not too long to read: text as it is, ids by name, the rest as JSON. */
export function valueText(value: unknown, names: EntityNames): string {
  if (value === null) return '–';
  if (value === undefined) return '';
  if (typeof value !== 'string') return sanitize(shortened(JSON.stringify(value)));
  return sanitize(guid.test(value) ? (names.nameOf(value) ?? value) : shortened(value));
}

/** Names are cut here: those of events and entities that a hub makes up may be of any length. */
const longestName = 200;

/** A name of the hub's, safe to print. */
export function nameText(name: string): string {
  return sanitize(shortened(name, longestName));
}
