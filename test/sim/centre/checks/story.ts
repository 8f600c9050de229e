import type { Fields, Payload, TypedEvent } from '../../../../src/events/definition.ts';
import type { CentreEvent, ContactCentre } from '../../../../src/sim/centre/contact-centre.ts';

/** Events in order, and who they are about: all that a check knows. */
export interface Story {
  readonly events: readonly CentreEvent[];
  readonly centre: Pick<
    ContactCentre,
    'organizationId' | 'agents' | 'queues' | 'callLists' | 'login'
  >;
}

/** What a check found wrong, one sentence each; an empty list when all is well. */
export type Findings = string[];

/** The payload, if the event is of this definition. */
export function payloadOf<F extends Fields>(
  event: CentreEvent,
  definition: TypedEvent<F>,
): Payload<F> | undefined {
  return event.definition === definition ? (event.data as Payload<F>) : undefined;
}

/** 'UserStatus 2026-03-02T08:00:01.…Z' */
export function label({ definition, data }: CentreEvent): string {
  return `${definition.name} ${String(data['timestamp'])}`;
}

/** The millisecond of a moment in a payload. */
export function msOf(dateTime: string | null): number {
  return dateTime === null ? Number.NaN : Date.parse(dateTime);
}

/** The entry of a map, made when it is missing. */
export function entry<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}
