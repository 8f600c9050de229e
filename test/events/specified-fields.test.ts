import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { events, nestedTypes } from '../../src/events/catalogue.ts';
import { envelopeFields } from '../../src/events/envelope.ts';

// Names and types of the RTE specification's tables, with the first letter of a name lowered and
// the stray `String` read as `string`.
const specified = JSON.parse(
  readFileSync(new URL('specified-fields.json', import.meta.url), 'utf8'),
) as Record<string, Record<string, string>>;

const definitions = [...events, ...nestedTypes];

/** The specification heads one event's section with a name that its own `eventType` doesn't have. */
function specifiedName({ name }: { name: string }): string {
  return name === 'UserTerminalStatus' ? 'UserTerminalStatusEvent' : name;
}

it('knows exactly the specified events and nested objects', () => {
  expect(definitions.map(specifiedName).toSorted()).toEqual(Object.keys(specified).toSorted());
  expect(events).toHaveLength(36);
  expect(nestedTypes).toHaveLength(5);
});

it.each(definitions)('gives $name exactly the specified fields and types', ({ name, fields }) => {
  // The one table that lists the envelope too.
  const shared = name === 'UserTerminalStatus' ? Object.keys(envelopeFields) : [];
  const own = Object.entries(specified[specifiedName({ name })] ?? {}).filter(
    ([field]) => !shared.includes(field),
  );

  expect(types(fields)).toEqual(Object.fromEntries(own));
});

it('gives the envelope the fields and types of the one table that lists it', () => {
  expect(specified['UserTerminalStatusEvent']).toMatchObject(types(envelopeFields));
});

function types(fields: Readonly<Record<string, { readonly type: string }>>) {
  return Object.fromEntries(Object.entries(fields).map(([name, { type }]) => [name, type]));
}
