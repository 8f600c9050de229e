import type { EventDefinition, Fields, Payload, TypedEvent } from '../../events/definition.ts';
import { dateTime } from './date-time.ts';
import type { Random } from './random.ts';

/** Something that happened in the contact centre, as RTE tells it. */
export interface CentreEvent {
  readonly definition: EventDefinition;
  readonly entityId: string;
  /** Simulated time in milliseconds since the epoch. */
  readonly at: number;
  /** The complete payload: envelope and own fields, in the order of `samplePayload`. */
  readonly data: Record<string, unknown>;
}

/** Ticks of 100 ns between events of one millisecond. */
const ticksApart = 7;
const mostInOneMillisecond = 700;

/** Where all events are written. */
export class Journal {
  /** While muted nothing is kept, but all ids and timestamps come out as if it were. */
  muted = false;
  readonly #organizationId: string;
  readonly #random: Random;
  #entries: CentreEvent[] = [];
  #at = Number.NEGATIVE_INFINITY;
  #inThisMillisecond = 0;

  constructor(organizationId: string, random: Random) {
    this.#organizationId = organizationId;
    this.#random = random;
  }

  /** Writes down an event. Its timestamp is later than that of every event before it. */
  emit<F extends Fields>(
    definition: TypedEvent<F>,
    entityId: string,
    at: number,
    own: NoInfer<Payload<F>>,
  ): void {
    this.#moveTo(at);
    const id = this.#random.guid();
    if (this.muted) return;
    const data = {
      rootEntityType: 'Organization',
      rootEntityId: this.#organizationId,
      eventType: definition.name,
      entityType: definition.entity,
      entityId,
      messageTTLSeconds: definition.messageTTLSeconds,
      ...own,
      id,
      timestamp: dateTime(this.#at, this.#inThisMillisecond * ticksApart),
    };
    this.#entries.push({ definition, entityId, at: this.#at, data });
  }

  /** Hands over what was written since the last time. */
  take(): CentreEvent[] {
    const entries = this.#entries;
    this.#entries = [];
    return entries;
  }

  #moveTo(at: number): void {
    if (at > this.#at) {
      this.#at = at;
      this.#inThisMillisecond = 0;
    } else if (this.#inThisMillisecond < mostInOneMillisecond) {
      this.#inThisMillisecond += 1;
    } else {
      this.#at += 1;
      this.#inThisMillisecond = 0;
    }
  }
}
