import type { EventDefinition, Field, Fields } from '../../../../src/events/definition.ts';
import { envelopeFields, samplePayload } from '../../../../src/events/envelope.ts';
import { entry, type Findings, label, type Story } from './story.ts';

const guid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/u;
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z?$/u;

/** Each payload has its envelope and the catalogue's fields, in order and of the specified types. */
export function checkPayloads({ events, centre }: Story): Findings {
  const findings: Findings = [];
  const entities = {
    User: new Set(centre.agents.map(({ id }) => id)),
    Queue: new Set(centre.queues.map(({ id }) => id)),
    CallList: new Set(centre.callLists.map(({ id }) => id)),
  };
  const ids = new Set<unknown>();
  const shapes = new Map<EventDefinition, ReturnType<typeof shapeOf>>();
  for (const event of events) {
    const { definition, entityId, data, at } = event;
    const { names, fields } = entry(shapes, definition, () => shapeOf(definition));
    const expected = {
      rootEntityType: 'Organization',
      rootEntityId: centre.organizationId,
      eventType: definition.aliases[0] ?? definition.name,
      entityType: definition.entity,
      entityId,
      messageTTLSeconds: definition.messageTTLSeconds,
      organizationId: centre.organizationId,
    };
    if (Object.keys(data).join() !== names) findings.push(`${label(event)}: fields differ`);
    for (const [name, value] of Object.entries(expected)) {
      if (data[name] !== value) findings.push(`${label(event)}: ${name} is ${String(data[name])}`);
    }
    for (const wrong of mistyped(fields, data)) {
      findings.push(`${label(event)}: ${wrong}`);
    }
    if (!entities[definition.entity].has(entityId))
      findings.push(`${label(event)}: no such entity`);
    if (!isSubject(data, entityId)) findings.push(`${label(event)}: about another entity`);
    if (Date.parse(String(data['timestamp'])) !== at) findings.push(`${label(event)}: at ${at}`);
    if (ids.has(data['id'])) findings.push(`${label(event)}: id used before`);
    ids.add(data['id']);
  }
  return findings;
}

function shapeOf(definition: EventDefinition) {
  return {
    names: Object.keys(samplePayload(definition)).join(),
    fields: { ...envelopeFields, ...definition.fields },
  };
}

/** Timestamps rise from event to event. */
export function checkOrder({ events }: Story): Findings {
  return events.flatMap((event, index) => {
    const before = events[index - 1];
    const isLater =
      before === undefined || String(event.data['timestamp']) > String(before.data['timestamp']);
    return isLater ? [] : [`${label(event)} follows ${label(before)}`];
  });
}

function isSubject(data: Readonly<Record<string, unknown>>, entityId: string): boolean {
  const subject = data['userId'] ?? data['targetUserId'] ?? data['callListId'] ?? data['queueId'];
  const own = data['entityType'] === 'CallList' ? data['callListId'] : subject;
  return own === entityId;
}

function mistyped(fields: Fields, data: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(fields)
    .filter(([name, one]) => !hasType(one, data[name]))
    .map(([name, { type }]) => `${name}, a ${type}, is ${JSON.stringify(data[name])}`);
}

function hasType(one: Field, value: unknown): boolean {
  const type = one.type.replace('?', '');
  if (value === null) return one.type !== type || isNullableAnyway(type);
  if (one.element !== undefined) return isListOf(one.element.fields, value);
  switch (type) {
    case 'Guid':
      return typeof value === 'string' && guid.test(value);
    case 'DateTime':
      return typeof value === 'string' && dateTime.test(value) && !Number.isNaN(Date.parse(value));
    case 'string':
      return typeof value === 'string' && value !== '';
    case 'bool':
      return typeof value === 'boolean';
    case 'float':
      return typeof value === 'number';
    case 'byte':
    case 'uint':
      return isWhole(value) && value >= 0;
    case 'short':
    case 'int':
    case 'long':
      return isWhole(value);
    case 'Dictionary<string, string>':
      return isDictionary(value);
    default:
      return isMember(type, value);
  }
}

function isNullableAnyway(type: string): boolean {
  return type === 'string' || type.startsWith('List<') || type.startsWith('Dictionary<');
}

function isListOf(fields: Fields, value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (item: Record<string, unknown>) =>
        Object.keys(item).join() === Object.keys(fields).join() &&
        mistyped(fields, item).length === 0,
    )
  );
}

function isDictionary(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((item) => typeof item === 'string')
  );
}

function isWhole(value: unknown): value is number {
  return Number.isInteger(value);
}

/** Enumerations arrive as in the specification's examples: these as numbers, the others by name. */
function isMember(type: string, value: unknown): boolean {
  switch (type) {
    case 'CallEventPublicityCategory':
      return value === 0;
    case 'SpeakerRole':
    case 'SupervisionState':
      return isWhole(value);
    case 'TerminalTypeId':
      return value === 'User';
    case 'TerminalStatus':
      return value === 'Online' || value === 'Offline';
    case 'TranscribeRealtimeType':
      return value === 'Unknown';
    case 'UserSettingLevelEnum':
      return value === 'Undefined';
    case 'WrapUpType':
      return value === 'Unavailable';
    default:
      return typeof value === 'string';
  }
}
