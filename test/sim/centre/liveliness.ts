import { userStatus } from '../../../src/events/agent.ts';
import { queueStatus } from '../../../src/events/queue.ts';
import type { CentreEvent } from '../../../src/sim/centre/contact-centre.ts';
import { payloadOf } from './checks/story.ts';

/** What somebody sees who looks on. */
export interface Liveliness {
  readonly eventsPerSecond: number;
  /** The share of all QueueStatus events that tell of a free agent. */
  readonly freeShare: number;
  /** The share of the time in which calls wait somewhere. */
  readonly waitingShare: number;
  /** The share of UserStatus and QueueStatus in all events. */
  readonly snapshotShare: number;
  readonly openStatuses: ReadonlySet<number>;
}

export function livelinessOf(events: readonly CentreEvent[]): Liveliness {
  const first = events[0]?.at ?? 0;
  const lengthMs = (events.at(-1)?.at ?? 0) - first;
  const waiting = new Map<string, number>();
  const openStatuses = new Set<number>();
  let statuses = 0;
  let withFree = 0;
  let waitingMs = 0;
  let before = first;
  for (const event of events) {
    const counters = payloadOf(event, queueStatus);
    if (counters === undefined) continue;
    statuses += 1;
    if (counters.nbrOfAgentsImmediatelyFree > 0) withFree += 1;
    if ([...waiting.values()].some((calls) => calls > 0)) waitingMs += event.at - before;
    before = event.at;
    waiting.set(counters.queueId, counters.nbrOfQueuingRequesters);
    openStatuses.add(counters.openStatus);
  }
  const snapshots = events.filter(
    ({ definition }) => definition === userStatus || definition === queueStatus,
  );
  return {
    eventsPerSecond: events.length / (lengthMs / 1000),
    freeShare: withFree / statuses,
    waitingShare: waitingMs / lengthMs,
    snapshotShare: snapshots.length / events.length,
    openStatuses,
  };
}
