import { randomUUID } from 'node:crypto';

import { eventNames, findEvent } from '../events/catalogue.ts';
import type { EntityKind, EventDefinition } from '../events/definition.ts';

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

interface SubscriptionResult {
  subscribed: boolean;
  message: string | null;
  entityId: string;
  eventName: string;
}

/** What can be subscribed to. */
export interface HubEntities {
  organizationId: string;
  /** The kind of an entity by its id in lower case; undefined for one that this user may not see. */
  kindOf(entityId: string): EntityKind | undefined;
}

/** The arguments don't fit the method; the hub answers so without a further word. */
export class UnfitArguments extends Error {}

const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The hub's five methods, for one connection: its subscriptions are its own and end with it. */
export class HubMethods {
  readonly #entities: HubEntities;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #methods: Readonly<Record<string, (args: readonly unknown[]) => unknown>> = {
    subscribe: (args) => this.#each(args, (key, entry) => this.#add(key, entry)),
    unsubscribe: (args) => this.#each(args, (key) => this.#subscriptions.delete(key)),
    unsubscribeall: (args) => {
      requireCount(args, 0);
      this.#subscriptions.clear();
      return true;
    },
    availablesubscriptions: (args) => {
      requireCount(args, 0);
      return eventNames;
    },
    activesubscriptions: (args) => {
      requireCount(args, 0);
      return [...this.#subscriptions.values()];
    },
  };

  constructor(entities: HubEntities) {
    this.#entities = entities;
  }

  /** A method by name, in any case. */
  find(name: string): ((args: readonly unknown[]) => unknown) | undefined {
    const folded = name.toLowerCase();
    return Object.hasOwn(this.#methods, folded) ? this.#methods[folded] : undefined;
  }

  get count(): number {
    return this.#subscriptions.size;
  }

  /** The subscription to this event of this entity, if there is one. */
  subscriptionTo(event: EventDefinition, entityId: string): Subscription | undefined {
    return this.#subscriptions.get(`${event.name} ${entityId}`);
  }

  #each(
    args: readonly unknown[],
    carryOut: (key: string, entry: ValidEntry) => void,
  ): SubscriptionResult[] {
    requireCount(args, 1);
    const [list] = args;
    if (!Array.isArray(list)) throw new UnfitArguments();
    const entries = list.map(readEntry);
    return entries.map((entry) => {
      const valid = this.#validate(entry);
      if (typeof valid !== 'string') carryOut(`${valid.event.name} ${valid.entityId}`, valid);
      return {
        subscribed: typeof valid !== 'string',
        message: typeof valid === 'string' ? valid : null,
        entityId: entry.entityId ?? '',
        eventName: (entry.eventName ?? '').toLowerCase(),
      };
    });
  }

  /** The three questions in the specified order (RTE specification, Subscription validation). */
  #validate({ entityId, eventName }: Entry): ValidEntry | string {
    if (entityId === null || !guid.test(entityId)) return 'Invalid EntityId';
    const event = eventName === null ? undefined : findEvent(eventName);
    if (event === undefined) return 'Invalid event name';
    const id = entityId.toLowerCase();
    return this.#entities.kindOf(id) === event.entity ? { event, entityId: id } : 'Unauthorized';
  }

  #add(key: string, { event, entityId }: ValidEntry): void {
    if (this.#subscriptions.has(key)) return;
    const { organizationId } = this.#entities;
    this.#subscriptions.set(key, {
      id: randomUUID(),
      allRootEntities: false,
      rootEntityId: organizationId,
      rootEntityType: 'Organization',
      organizationId,
      eventType: event.aliases[0] ?? event.name,
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
  event: EventDefinition;
  entityId: string;
}

function requireCount(args: readonly unknown[], count: number): void {
  if (args.length !== count) throw new UnfitArguments();
}

function readEntry(value: unknown): Entry {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UnfitArguments();
  const entry: Entry = { entityId: null, eventName: null };
  for (const [key, each] of Object.entries(value as Record<string, unknown>)) {
    const name = { entityid: 'entityId', eventname: 'eventName' }[key.toLowerCase()];
    if (name === undefined) continue;
    if (each !== null && typeof each !== 'string') throw new UnfitArguments();
    entry[name as keyof Entry] = each;
  }
  return entry;
}
