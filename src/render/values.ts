import type { EntityNames } from '../events/entity-names.ts';
import { sanitize } from '../terminal/sanitize.ts';

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

/** A value in a few characters, safe to print: text as it is, ids by name, the rest as JSON. */
export function valueText(value: unknown, names: EntityNames): string {
  if (value === null) return '–';
  if (value === undefined) return '';
  if (typeof value !== 'string') return sanitize(JSON.stringify(value));
  return sanitize(guid.test(value) ? (names.nameOf(value) ?? value) : value);
}
