import { didYouMean } from '../../did-you-mean.ts';
import { RteError, usageError } from '../../errors.ts';
import { eventNames, events, findEvent } from '../../events/catalogue.ts';
import type { EntityKind, EventDefinition } from '../../events/definition.ts';
import { envelopeFields } from '../../events/envelope.ts';
import { findUndocumented } from '../../events/undocumented.ts';
import { decoded } from '../../outside-text.ts';
import { parseGuid } from '../../guid.ts';
import type { EntitySubscription } from '../../hub/subscriptions.ts';
import type { CommandContext } from '../context.ts';
import { entityFlags, entityKindOf, kindWords, resolveEntity } from '../entities.ts';
import { readEventPattern, type EventPattern } from '../event-pattern.ts';
import type { Source } from '../source.ts';
import type { TailOptions } from './options.ts';

interface Entity {
  kind: EntityKind;
  id: string;
}

/** What flags and files ask for, before the hub has said what it offers. */
export interface Selection {
  entities: Entity[];
  patterns: EventPattern[];
  excluded: EventPattern[];
  /** Subscriptions given one by one. */
  explicit: EntitySubscription[];
}

const kinds = ['User', 'Queue', 'CallList'] as const;

/**
 * Reads what is asked for, and refuses what can be seen to make no sense before anything is sent.
 *
 * @throws RteError usage
 */
export async function readSelection(
  options: TailOptions,
  source: Source,
  context: CommandContext,
): Promise<Selection> {
  const ownId = (): Promise<string> => source.userId(context.signal);
  const written = { User: options.user, Queue: options.queue, CallList: options.callList };
  const entities: Entity[] = [];
  for (const kind of kinds) {
    for (const each of written[kind] ?? []) {
      entities.push({ kind, id: await resolveEntity(each, kind, source.names, ownId) });
    }
  }
  const explicit =
    options.subscriptions === undefined
      ? []
      : await readSubscriptions(options.subscriptions, source, ownId, context);
  if (entities.length === 0 && explicit.length === 0) {
    entities.push(
      ...(source.everything ?? [{ kind: 'User' as const, id: (await ownId()).toLowerCase() }]),
    );
  }
  const selection = {
    entities,
    patterns: await Promise.all((options.event ?? []).map(readEventPattern)),
    excluded: await Promise.all((options.excludeEvent ?? []).map(readEventPattern)),
    explicit,
  };
  const [first] = [...selection.patterns, ...selection.excluded];
  if (entities.length === 0 && first !== undefined) {
    throw usageError(
      `'${first.text}' has nothing to choose from: --subscriptions names its events itself.`,
      'Leave out --event and --exclude-event, or add --user, --queue or --call-list.',
    );
  }
  for (const pattern of selection.patterns) requireEntityFor(pattern, selection);
  return selection;
}

/**
 * Refuses conditions that none of the selected events can meet, since none has all of their fields.
 * Of an event that is not documented nobody knows the fields.
 *
 * @throws RteError usage
 */
export function checkConditions(
  fields: readonly string[],
  { entities, patterns, excluded, explicit }: Selection,
): void {
  const named = [
    ...patterns.filter(({ isGlob }) => !isGlob).map(({ text }) => text),
    ...explicit.map(({ eventName }) => eventName),
  ];
  if (fields.length === 0 || named.some((name) => findEvent(name) === undefined)) return;
  const isWanted = patterns.length === 0 ? () => true : matcher(patterns);
  const isExcluded = matcher(excluded);
  const selected = events.filter(
    ({ name, entity }) =>
      explicit.some(({ eventName }) => findEvent(eventName)?.name === name) ||
      (entities.some(({ kind }) => kind === entity) && isWanted(name) && !isExcluded(name)),
  );
  if (selected.length === 0 || selected.some((event) => hasFields(event, fields))) return;
  const having = events.filter((event) => hasFields(event, fields)).map(({ name }) => name);
  throw usageError(
    `--where: none of the selected events has ${fields.length === 1 ? `a field '${fields[0]}'` : `all of ${fields.join(', ')}`}.`,
    having.length === 0
      ? 'All conditions must hold for the same event; rte describe <event> lists its fields.'
      : `Events with ${fields.length === 1 ? 'it' : 'them'}: ${having.slice(0, 3).join(', ')}${having.length > 3 ? ' …' : ''}.`,
  );
}

function hasFields(event: EventDefinition, fields: readonly string[]): boolean {
  return fields.every(
    (name) => Object.hasOwn(event.fields, name) || Object.hasOwn(envelopeFields, name),
  );
}

/**
 * Whether the subscriptions depend on what the hub offers. They don't where each event is named
 * outright and has no other name; that saves asking, and with it a round trip at the start.
 */
export function dependsOnOffer({ entities, patterns, excluded }: Selection): boolean {
  const allEvents = entities.length > 0 && patterns.length === 0;
  return allEvents || ![...patterns, ...excluded].every(hasOneName);
}

function hasOneName({ isGlob, text }: EventPattern): boolean {
  return !isGlob && findEvent(text)?.aliases.length === 0;
}

/**
 * The subscriptions that a selection comes to, now that it is known what the hub offers: the
 * catalogue and the offer together, since neither is complete.
 *
 * @throws RteError usage, for a pattern that means no event.
 */
export function planSubscriptions(
  { entities, patterns, excluded, explicit }: Selection,
  offered: readonly string[],
): EntitySubscription[] {
  const universe = knownEvents(offered);
  for (const pattern of patterns) requireMatch(pattern, '--event', universe);
  for (const pattern of excluded) requireMatch(pattern, '--exclude-event', universe);
  const isExcluded = matcher(excluded);
  const folded = new Set(offered.map((each) => each.toLowerCase()));
  const isWanted = patterns.length === 0 ? () => true : matcher(patterns);
  const subscriptions = [...explicit];
  if (entities.length > 0) {
    for (const name of universe) {
      if (!isWanted(name) || isExcluded(name)) continue;
      const kind = entityKindOf(name);
      const asked = entities.filter((entity) => kind === undefined || entity.kind === kind);
      const eventName = offeredSpelling(name, folded);
      subscriptions.push(...asked.map(({ id }) => ({ entityId: id, eventName })));
    }
  }
  const unique = new Map(
    subscriptions.map((each) => [`${each.entityId} ${each.eventName}`.toLowerCase(), each]),
  );
  if (unique.size === 0) {
    throw usageError(
      'The flags select no event of the given entities.',
      `Entities given: ${[...new Set(entities.map(({ kind }) => kindWords[kind]))].join(', ')}; rte list-events shows which events each kind has.`,
    );
  }
  return [...unique.values()];
}

/** The catalogue's names, and those of the offer that the catalogue doesn't have. */
function knownEvents(offered: readonly string[]): string[] {
  return [...eventNames, ...offered.filter((name) => findEvent(name) === undefined)];
}

/** A name may come as an alias; patterns match the catalogue's name and its aliases. */
function matcher(patterns: readonly EventPattern[]): (name: string) => boolean {
  return (name) =>
    [name, ...(findEvent(name)?.aliases ?? [])].some((each) =>
      patterns.some((pattern) => pattern.matches(each)),
    );
}

function requireMatch(pattern: EventPattern, flag: string, universe: readonly string[]): void {
  const isMatch = matcher([pattern]);
  if (universe.some(isMatch)) return;
  if (pattern.isGlob) {
    throw usageError(
      `${flag} '${pattern.text}' matches no event.`,
      'rte list-events shows all there are.',
    );
  }
  const undocumented = findUndocumented(pattern.text);
  if (undocumented !== undefined) {
    throw usageError(
      `${flag} ${undocumented}: your server doesn't offer it, and it isn't documented.`,
      'It was seen in 2021, and may be gone; rte list-events shows what your server offers.',
    );
  }
  throw usageError(
    `${flag} '${pattern.text}': there is no such event.`,
    `${didYouMean(pattern.text, universe)}rte list-events shows all there are.`,
  );
}

/** An event that is named outright needs an entity of its kind. */
function requireEntityFor(pattern: EventPattern, { entities }: Selection): void {
  const name = findEvent(pattern.text)?.name ?? findUndocumented(pattern.text);
  const needed = pattern.isGlob || name === undefined ? undefined : entityKindOf(name);
  if (needed === undefined || entities.some(({ kind }) => kind === needed)) return;
  const me = needed === 'User' ? " (or 'me')" : '';
  throw usageError(
    `--event ${name} is an event of a ${kindWords[needed]}, and none is given.`,
    `Add ${entityFlags[needed]} <id or name>${me}.`,
  );
}

/** The name under which the hub offers an event, by its offer in lower case; the catalogue's when it doesn't. */
function offeredSpelling(name: string, offered: ReadonlySet<string>): string {
  const candidates = [name, ...(findEvent(name)?.aliases ?? [])];
  return candidates.find((each) => offered.has(each.toLowerCase())) ?? name;
}

async function readSubscriptions(
  path: string,
  source: Source,
  ownId: () => Promise<string>,
  { terminal, signal }: CommandContext,
): Promise<EntitySubscription[]> {
  const complain = (what: string): Error =>
    usageError(
      `--subscriptions ${path}: ${what}.`,
      'It takes a JSON list such as [{"EntityId":"<id>","EventName":"UserStatus"}].',
    );
  let entries: unknown;
  try {
    const { openInput, readToEnd } = await import('../input.ts');
    const input = path === '-' ? terminal.stdin : openInput(path);
    entries = JSON.parse(decoded(await readToEnd(input, signal), `--subscriptions ${path}`));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RteError) throw error;
    throw complain(
      error instanceof SyntaxError ? 'this is not JSON' : String((error as Error).message),
    );
  }
  if (!Array.isArray(entries) || entries.length === 0)
    throw complain('there is no list with entries');
  return Promise.all(
    entries.map(async (entry: unknown, at) => {
      const entityId = textProperty(entry, 'entityid');
      const eventName = textProperty(entry, 'eventname');
      if (entityId === undefined || eventName === undefined) {
        throw complain(`entry ${at + 1} has no EntityId or no EventName`);
      }
      const id = parseGuid(entityId);
      if (id !== undefined) return { entityId: id, eventName };
      const kind = entityKindOf(eventName) ?? 'User';
      return { entityId: await resolveEntity(entityId, kind, source.names, ownId), eventName };
    }),
  );
}

function textProperty(value: unknown, foldedName: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = Object.entries(value).find(
    ([key]) => key.toLowerCase() === foldedName,
  )?.[1] as unknown;
  return typeof found === 'string' && found !== '' ? found : undefined;
}
