import { randomUUID } from 'node:crypto';

import { events, findEvent } from '../events/catalogue.ts';
import type { EntityKind, EventDefinition } from '../events/definition.ts';
import { parseGuid } from '../guid.ts';
import { isWellFormedString } from './json-properties.ts';

/** A subscription as the hub tells it, and as it stands in every message (RTE specification, Subscription). */
export interface Subscription {
  id: string;
  allRootEntities: boolean;
  rootEntityId: string;
  rootEntityType: string;
  organizationId: string;
  eventType: string;
  entityType: string;
  entityId: string;
  allEntities: boolean;
}

/** What the hub answers about one entry. */
export interface SubscriptionResult {
  subscribed: boolean;
  message: string | null;
  entityId: string | null;
  eventName: string | null;
}

/** What can be subscribed to. */
export interface HubOffer {
  organizationId: string;
  /** The kind of an entity by its id in lower case; undefined for one that this user may not see. */
  kindOf(entityId: string): EntityKind | undefined;
  /** Events beside those of the catalogue. */
  undocumentedEvents?(): readonly OfferedEvent[];
  /** How many more subscriptions the simulator has the memory for; RTE's own bounds are not known. */
  room?(): number;
  /** Told of each call that may change subscriptions, with the answers to its entries. */
  onResults?(method: SubscriptionMethod, results: readonly SubscriptionResult[]): void;
}

/** A method that may change subscriptions; the last one has no entries. */
export type SubscriptionMethod = 'subscribe' | 'unsubscribe' | 'unsubscribeall';

/** As much of an event as a subscription needs. */
export type OfferedEvent = Pick<EventDefinition, 'name' | 'aliases' | 'entity'>;

/** The arguments don't fit the method; the hub answers so without a further word. */
export class UnfitArguments extends Error {}

/** The method itself fails; the hub does not say how. */
export class FailedMethod extends Error {}

/**
 * A method: takes arguments, and gives the call that they make.
 *
 * @throws UnfitArguments
 */
export type HubMethod = (args: readonly unknown[]) => () => unknown;

/** The hub's five methods, for one connection: its subscriptions are its own and end with it. */
export class HubMethods {
  readonly #offer: HubOffer;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #methods: Readonly<Record<string, HubMethod>> = {
    subscribe: withEntries((entries) => this.#subscribe(entries)),
    unsubscribe: withEntries((entries) =>
      this.#each('unsubscribe', entries, (key) => void this.#subscriptions.delete(key)),
    ),
    unsubscribeall: withNothing(() => {
      this.#subscriptions.clear();
      this.#offer.onResults?.('unsubscribeall', []);
      return true;
    }),
    availablesubscriptions: withNothing(() => [
      // By the name that heads its section in the specification, where that is another.
      ...events.map(({ name, aliases }) => aliases[0] ?? name),
      ...this.#undocumentedEvents.map(({ name }) => name),
    ]),
    activesubscriptions: withNothing(() => [...this.#subscriptions.values()]),
  };

  constructor(offer: HubOffer) {
    this.#offer = offer;
  }

  /** A method by name, in any case. */
  find(name: string): HubMethod | undefined {
    const folded = name.toLowerCase();
    return Object.hasOwn(this.#methods, folded) ? this.#methods[folded] : undefined;
  }

  get count(): number {
    return this.#subscriptions.size;
  }

  /** The subscription to this event of this entity, if there is one. */
  subscriptionTo(eventName: string, entityId: string): Subscription | undefined {
    return this.#subscriptions.get(`${eventName} ${entityId}`);
  }

  get #undocumentedEvents(): readonly OfferedEvent[] {
    return this.#offer.undocumentedEvents?.() ?? [];
  }

  #subscribe(entries: readonly Entry[]): SubscriptionResult[] {
    let room = this.#offer.room?.() ?? Number.POSITIVE_INFINITY;
    return this.#each('subscribe', entries, (key, entry) => {
      if (this.#subscriptions.has(key)) return undefined;
      if (room <= 0) return 'Too many subscriptions';
      room -= 1;
      this.#add(key, entry);
      return undefined;
    });
  }

  /** @param carryOut gives the reason why it does not. */
  #each(
    method: SubscriptionMethod,
    entries: readonly Entry[],
    carryOut: (key: string, entry: ValidEntry) => string | undefined,
  ): SubscriptionResult[] {
    const results = entries.map((entry) => {
      const valid = this.#validate(entry);
      const reason =
        typeof valid === 'string'
          ? valid
          : carryOut(`${valid.event.name} ${valid.entityId}`, valid);
      return {
        subscribed: reason === undefined,
        message: reason ?? null,
        entityId: entry.entityId,
        eventName: entry.eventName === null ? null : lowerCase(entry.eventName),
      };
    });
    this.#offer.onResults?.(method, results);
    return results;
  }

  /** The three questions in the specified order (RTE specification, Subscription validation). */
  #validate({ entityId, eventName }: Entry): ValidEntry | string {
    const id = entityId === null ? undefined : parseGuid(entityId);
    if (id === undefined) return 'Invalid EntityId';
    const event = eventName === null ? undefined : this.#findEvent(eventName);
    if (event === undefined) return 'Invalid event name';
    return this.#offer.kindOf(id) === event.entity ? { event, entityId: id } : 'Unauthorized';
  }

  #findEvent(written: string): OfferedEvent | undefined {
    const folded = written.toLowerCase();
    return (
      findEvent(written) ??
      this.#undocumentedEvents.find(({ name }) => name.toLowerCase() === folded)
    );
  }

  #add(key: string, { event, entityId }: ValidEntry): void {
    const { organizationId } = this.#offer;
    this.#subscriptions.set(key, {
      id: randomUUID(),
      allRootEntities: false,
      rootEntityId: organizationId,
      rootEntityType: 'Organization',
      organizationId,
      eventType: event.name,
      entityType: event.entity,
      entityId,
      allEntities: false,
    });
  }
}

interface Entry {
  entityId: string | null;
  eventName: string | null;
}

interface ValidEntry {
  event: OfferedEvent;
  entityId: string;
}

function withNothing(carryOut: () => unknown): HubMethod {
  return (args) => {
    if (args.length > 0) throw new UnfitArguments();
    return carryOut;
  };
}

function withEntries(carryOut: (entries: readonly Entry[]) => unknown): HubMethod {
  return (args) => {
    const [list] = args;
    const isFit = args.length === 1 && (list === null || Array.isArray(list));
    if (!isFit) throw new UnfitArguments();
    const entries = (list as unknown[] | null)?.map(readEntry);
    return () => {
      if (entries === undefined) throw new FailedMethod();
      return carryOut(entries);
    };
  };
}

/** An entry as System.Text.Json binds it: names in any case, others overlooked. */
function readEntry(value: unknown): Entry {
  const entry: Entry = { entityId: null, eventName: null };
  if (value === null) return entry;
  if (typeof value !== 'object' || Array.isArray(value)) throw new UnfitArguments();
  for (const [key, each] of Object.entries(value as Record<string, unknown>)) {
    const name = entryNames.get(key.toLowerCase());
    if (name === undefined) continue;
    if (each !== null && !isWellFormedString(each)) throw new UnfitArguments();
    entry[name] = each;
  }
  return entry;
}

/** A map, since a client's names may be those of every object, such as 'constructor'. */
const entryNames = new Map<string, keyof Entry>([
  ['entityid', 'entityId'],
  ['eventname', 'eventName'],
]);

/** Like .NET's `ToLowerInvariant`: a character at a time, none of them into two. */
function lowerCase(text: string): string {
  return Array.from(text, (character) => {
    const lower = character.toLowerCase();
    return Array.from(lower).length === 1 ? lower : character;
  }).join('');
}
