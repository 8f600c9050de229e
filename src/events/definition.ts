/** What an event can be asked of. A subscription names one entity and one event. */
export type EntityKind = 'User' | 'Queue' | 'CallList';

/** Events that tell of one thing share a family: a file in this folder and a colour on the terminal. */
export type Family =
  | 'agent'
  | 'incoming-call'
  | 'transfer'
  | 'outgoing-call'
  | 'supervision'
  | 'transcript'
  | 'wrap-up'
  | 'queue'
  | 'callback';

/** How a value of each specified type arrives as JSON. */
interface WireValues {
  Guid: string;
  string: string | null;
  bool: boolean;
  byte: number;
  short: number;
  int: number;
  uint: number;
  long: number;
  float: number;
  /** ISO 8601, up to 7 fractional digits, sometimes without a zone. */
  DateTime: string;
  'Dictionary<string, string>': Record<string, string> | null;
}

/** Enumerations whose members the specification does not list; some arrive as numbers, some as names. */
type Enumeration =
  | 'AvailabilityStatusesAVA'
  | 'CallEventPublicityCategory'
  | 'EntityType'
  | 'EventType'
  | 'RootEntityType'
  | 'SpeakerRole'
  | 'SupervisionState'
  | 'TerminalStatus'
  | 'TerminalTypeId'
  | 'TranscribeRealtimeType'
  | 'UserSettingLevelEnum'
  | 'WrapUpType';

type ScalarType = keyof WireValues | Enumeration;

/** A type as the specification writes it; `?` marks one that may be null. */
export type SpecType = ScalarType | `${ScalarType}?` | `List<${string}>`;

/** The TypeScript type of a value of a specified type. */
export type WireValue<Type extends SpecType> = Type extends keyof WireValues
  ? WireValues[Type]
  : Type extends Enumeration
    ? number | string
    : Type extends `${infer Inner extends ScalarType}?`
      ? WireValue<Inner> | null
      : never;

/** One property of a payload. */
export interface Field<Type extends SpecType = SpecType, Value = unknown> {
  readonly type: Type;
  readonly meaning: string;
  /** Values that the specification explains, by their wire form, with their meanings. */
  readonly values?: Readonly<Record<string, string>>;
  /** For a `List<…>`: what its elements are made of. */
  readonly element?: NestedDefinition;
  /** Carries the TypeScript type of the value; never present at run time. */
  readonly '~value'?: Value;
}

const enumerationTypes: ReadonlySet<string> = new Set<Enumeration>([
  'AvailabilityStatusesAVA',
  'CallEventPublicityCategory',
  'SpeakerRole',
  'SupervisionState',
  'TerminalStatus',
  'TerminalTypeId',
  'TranscribeRealtimeType',
  'UserSettingLevelEnum',
  'WrapUpType',
]);

/** Whether a field's values are those of a list that the specification doesn't give. */
export function isEnumeration({ type, values }: Field): boolean {
  return values === undefined && enumerationTypes.has(type.replace('?', ''));
}

/** The properties of a payload by wire name: the specification's name with its first letter lowered. */
export type Fields = Readonly<Record<string, Field>>;

/** What a payload with these fields looks like when it is complete. */
export type Payload<F extends Fields> = {
  [Name in keyof F]: F[Name] extends Field<SpecType, infer Value> ? Value : never;
};

/** An object that only occurs inside another one's fields. */
export interface NestedDefinition {
  readonly name: string;
  readonly summary: string;
  readonly fields: Fields;
  sample(): Readonly<Record<string, unknown>>;
}

interface TypedNested<F extends Fields> extends NestedDefinition {
  readonly fields: F;
  sample(): Payload<F>;
}

/** What a headline may use beside the payload. */
export interface HeadlineContext {
  /** The name known for an id (a user, queue or call list), else the id's first eight digits; '–' for none. */
  name(id: string | null | undefined): string;
  /** A moment as the reader wants to see it ('14:05:12'); '–' for none, '∞' for the end of time. */
  time(dateTime: string | null | undefined): string;
}

/**
 * Everything the program knows of one event: listing, description, schema, rendering and the
 * simulated Enreach all take it from here.
 */
export interface EventDefinition {
  readonly name: string;
  /** Other names that the hub may use for the same event. */
  readonly aliases: readonly string[];
  readonly entity: EntityKind;
  readonly family: Family;
  readonly summary: string;
  /**
   * Set when each event tells the whole state of something, so that two of them can be compared:
   * the fields that say of what.
   */
  readonly snapshotOf?: readonly string[];
  /** For how long the event is worth delivering; -1: for ever. */
  readonly messageTTLSeconds: number;
  /** The event's own fields, without the envelope that all events share. */
  readonly fields: Fields;
  /** A value for each of the fields; made when it is asked for, which few runs do. */
  sample(): Readonly<Record<string, unknown>>;
  /**
   * The event in a few words, for one line on a terminal. Fields that a server left out are
   * undefined, and none is guaranteed to have the specified type.
   */
  headline(data: Readonly<Record<string, unknown>>, show: HeadlineContext): string;
}

/** A definition whose payload has a TypeScript type. */
export interface TypedEvent<F extends Fields> extends EventDefinition {
  readonly snapshotOf?: readonly (keyof F & string)[];
  readonly fields: F;
  sample(): Payload<F>;
  headline(data: Readonly<Partial<Payload<F>>>, show: HeadlineContext): string;
}

type Authored<F extends Fields> = Omit<TypedEvent<F>, 'aliases' | 'messageTTLSeconds'> &
  Partial<Pick<EventDefinition, 'aliases' | 'messageTTLSeconds'>>;

/** A field of a scalar type. `values` explains the wire values that the specification names. */
export function field<const Type extends Exclude<SpecType, `List<${string}>`>>(
  type: Type,
  meaning: string,
  values?: Readonly<Record<string, string>>,
): Field<Type, WireValue<Type>> {
  return values === undefined ? { type, meaning } : { type, meaning, values };
}

/** A field that holds a list of nested objects, or null. */
export function listField<F extends Fields>(
  element: TypedNested<F>,
  meaning: string,
): Field<`List<${string}>`, Payload<F>[] | null> {
  return { type: `List<${element.name}>`, meaning, element };
}

/** Checks a definition against its own fields; fills in what most events have in common. */
export function defineEvent<F extends Fields>(event: Authored<F>): TypedEvent<F> {
  return { aliases: [], messageTTLSeconds: -1, ...event };
}

/** The same for an object that only occurs inside payloads. */
export function defineNested<F extends Fields>(nested: TypedNested<F>): TypedNested<F> {
  return nested;
}

/**
 * Whether a field may be null by the specification's own word: its type is marked so, or is a list
 * or dictionary, which the specification's examples show as null.
 */
export function isNullable(one: Field): boolean {
  return (
    one.type.endsWith('?') || one.type.startsWith('List<') || one.type.startsWith('Dictionary<')
  );
}
