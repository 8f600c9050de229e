import {
  isNullable,
  type EventDefinition,
  type Field,
  type Fields,
  type NestedDefinition,
  type SpecType,
} from './definition.ts';
import { envelopeFields } from './envelope.ts';

type Schema = Readonly<Record<string, unknown>>;

const anyEnumeration: Schema = { type: ['string', 'integer'] };

/** What a value of a specified type looks like, null aside. Types not listed are enumerations. */
const valueSchemas: Readonly<Record<string, Schema>> = {
  Guid: { type: 'string', format: 'uuid' },
  string: { type: 'string' },
  bool: { type: 'boolean' },
  byte: { type: 'integer', minimum: 0, maximum: 255 },
  short: { type: 'integer', minimum: -32_768, maximum: 32_767 },
  int: { type: 'integer', minimum: -2_147_483_648, maximum: 2_147_483_647 },
  uint: { type: 'integer', minimum: 0, maximum: 4_294_967_295 },
  // No limits: those of 64 bits have no exact JavaScript number.
  long: { type: 'integer' },
  float: { type: 'number' },
  // No `format: date-time`: it demands a zone, which the hub may leave out.
  DateTime: { type: 'string' },
  'Dictionary<string, string>': { type: 'object', additionalProperties: { type: 'string' } },
};

/**
 * JSON Schema 2020-12 of an event's payload, the envelope included. It is as lenient as the hub:
 * fields may be missing, others may be there, and lists of known values are not complete.
 */
export function eventSchema(event: EventDefinition): Schema {
  const nested = nestedIn(event.fields);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:rte:event:${event.name}`,
    title: event.name,
    description: event.summary,
    type: 'object',
    properties: properties({ ...envelopeFields, ...event.fields }),
    required: ['eventType', 'entityId'],
    ...(nested.length > 0 && {
      $defs: Object.fromEntries(nested.map((one) => [one.name, nestedSchema(one)])),
    }),
  };
}

/** The same of an object that only occurs inside payloads. */
export function nestedTypeSchema(nested: NestedDefinition): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:rte:type:${nested.name}`,
    title: nested.name,
    ...nestedSchema(nested),
  };
}

function nestedIn(fields: Fields): NestedDefinition[] {
  const direct = Object.values(fields).flatMap((one) => one.element ?? []);
  return direct.flatMap((one) => [one, ...nestedIn(one.fields)]);
}

function nestedSchema(nested: NestedDefinition): Schema {
  return { type: 'object', description: nested.summary, properties: properties(nested.fields) };
}

function properties(fields: Fields): Schema {
  return Object.fromEntries(
    Object.entries(fields).map(([name, one]) => [
      name,
      { ...fieldSchema(one), description: description(one) },
    ]),
  );
}

function fieldSchema(one: Field): Schema {
  const schema = one.element === undefined ? scalarSchema(one.type) : listSchema(one.element);
  // A .NET server may send null for any reference type, and a string is one.
  if (!isNullable(one) && one.type !== 'string') return schema;
  return { ...schema, type: [schema['type'], 'null'].flat() };
}

function scalarSchema(type: SpecType): Schema {
  return valueSchemas[type.replace(/\?$/, '')] ?? anyEnumeration;
}

function listSchema(element: NestedDefinition): Schema {
  return { type: 'array', items: { $ref: `#/$defs/${element.name}` } };
}

function description({ meaning, values }: Field): string {
  if (values === undefined) return meaning;
  const known = Object.entries(values).map(([value, explained]) => `${value} (${explained})`);
  return `${meaning} Known values: ${known.join(', ')}.`;
}
