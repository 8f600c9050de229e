import type { EventDefinition, Field, Fields } from '../../../../src/events/definition.ts';
import { envelopeFields, samplePayload } from '../../../../src/events/envelope.ts';
import type { CentreEvent } from '../../../../src/sim/centre/contact-centre.ts';
import { entry, type Findings, label, type Story } from './story.ts';

const guid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/u;
const dateTime =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{7}Z?$/u;

/** What every payload of an event has. */
interface Shape {
  readonly names: readonly string[];
  /** Fields with the one value that they can have. */
  readonly fixed: readonly (readonly [name: string, value: unknown])[];
  readonly typed: readonly TypedField[];
}

interface TypedField {
  readonly name: string;
  readonly type: string;
  readonly accepts: (value: unknown) => boolean;
}

type Data = Readonly<Record<string, unknown>>;

/** Each payload has its envelope and the catalogue's fields, in order and of the specified types. */
export function checkPayloads({ events, centre }: Story): Findings {
  const findings: Findings = guid.test(centre.organizationId)
    ? []
    : ['organization without a Guid'];
  const entities = {
    User: new Set(centre.agents.map(({ id }) => id)),
    Queue: new Set(centre.queues.map(({ id }) => id)),
    CallList: new Set(centre.callLists.map(({ id }) => id)),
  };
  const ids = new Set<unknown>();
  const shapes = new Map<EventDefinition, Shape>();
  for (const event of events) {
    const { definition, entityId, data, at } = event;
    const shape = entry(shapes, definition, () => shapeOf(definition, centre.organizationId));
    const wrong = misshapen(shape, data);
    if (data['entityId'] !== entityId) wrong.push('entityId differs');
    if (!entities[definition.entity].has(entityId)) wrong.push('no such entity');
    if (!isSubject(data, entityId)) wrong.push('about another entity');
    if (Date.parse(String(data['timestamp'])) !== at) wrong.push(`at ${at}`);
    if (ids.has(data['id'])) wrong.push('id used before');
    ids.add(data['id']);
    for (const one of wrong) findings.push(`${label(event)}: ${one}`);
  }
  return findings;
}

function shapeOf(definition: EventDefinition, organizationId: string): Shape {
  const fixed = {
    rootEntityType: 'Organization',
    rootEntityId: organizationId,
    eventType: definition.name,
    entityType: definition.entity,
    messageTTLSeconds: definition.messageTTLSeconds,
    organizationId,
  };
  return {
    names: Object.keys(samplePayload(definition)),
    fixed: Object.entries(fixed),
    typed: typedFields({ ...envelopeFields, ...definition.fields }).filter(
      ({ name }) => !Object.hasOwn(fixed, name),
    ),
  };
}

function misshapen({ names, fixed, typed }: Shape, data: Data): Findings {
  const wrong: Findings = [];
  if (!hasNames(data, names)) wrong.push('fields differ');
  for (const [name, value] of fixed) {
    if (data[name] !== value) wrong.push(`${name} is ${String(data[name])}`);
  }
  for (const { name, type, accepts } of typed) {
    if (!accepts(data[name])) wrong.push(`${name}, a ${type}, is ${JSON.stringify(data[name])}`);
  }
  return wrong;
}

function hasNames(data: Data, names: readonly string[]): boolean {
  const own = Object.keys(data);
  return own.length === names.length && own.every((name, index) => name === names[index]);
}

/** Timestamps rise from event to event. */
export function checkOrder({ events }: Story): Findings {
  const findings: Findings = [];
  let before: CentreEvent | undefined;
  for (const event of events) {
    if (before !== undefined && timestampOf(event) <= timestampOf(before)) {
      findings.push(`${label(event)} follows ${label(before)}`);
    }
    before = event;
  }
  return findings;
}

function timestampOf({ data }: CentreEvent): string {
  return String(data['timestamp']);
}

function isSubject(data: Data, entityId: string): boolean {
  const subject = data['userId'] ?? data['targetUserId'] ?? data['callListId'] ?? data['queueId'];
  const own = data['entityType'] === 'CallList' ? data['callListId'] : subject;
  return own === entityId;
}

function typedFields(fields: Fields): readonly TypedField[] {
  return Object.entries(fields).map(([name, one]) => ({
    name,
    type: one.type,
    accepts: acceptorOf(one),
  }));
}

function acceptorOf({ type: declared, element }: Field): (value: unknown) => boolean {
  const type = declared.replace('?', '');
  const isNullable = declared !== type || isNullableAnyway(type);
  const accepts = element === undefined ? scalarAcceptor(type) : listAcceptor(element.fields);
  return (value) => (value === null ? isNullable : accepts(value));
}

function isNullableAnyway(type: string): boolean {
  return type === 'string' || type.startsWith('List<') || type.startsWith('Dictionary<');
}

function listAcceptor(fields: Fields): (value: unknown) => boolean {
  const names = Object.keys(fields);
  const typed = typedFields(fields);
  const isItem = (item: Data) =>
    hasNames(item, names) && typed.every(({ name, accepts }) => accepts(item[name]));
  return (value) => Array.isArray(value) && value.every(isItem);
}

/** Enumerations arrive as in the specification's examples: some as numbers, the others by name. */
function scalarAcceptor(type: string): (value: unknown) => boolean {
  switch (type) {
    case 'Guid':
      return (value) => typeof value === 'string' && guid.test(value);
    case 'DateTime':
      return (value) => typeof value === 'string' && dateTime.test(value);
    case 'string':
      return (value) => typeof value === 'string' && value !== '';
    case 'bool':
      return (value) => typeof value === 'boolean';
    case 'float':
      return (value) => typeof value === 'number';
    case 'byte':
    case 'uint':
      return (value) => isWhole(value) && value >= 0;
    case 'short':
    case 'int':
    case 'long':
    case 'SpeakerRole':
    case 'SupervisionState':
      return isWhole;
    case 'Dictionary<string, string>':
      return isDictionary;
    default:
      return memberAcceptor(type);
  }
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

/** Of each enumeration, what the simulation has of it. */
const members: Readonly<Record<string, readonly unknown[]>> = {
  CallEventPublicityCategory: [0],
  TerminalTypeId: ['User'],
  TerminalStatus: ['Online', 'Offline'],
  TranscribeRealtimeType: ['Unknown'],
  UserSettingLevelEnum: ['Undefined'],
  WrapUpType: ['Unavailable'],
};

function memberAcceptor(type: string): (value: unknown) => boolean {
  const known = members[type];
  return (value) => known?.includes(value) ?? typeof value === 'string';
}
