import type { Payload } from '../../events/definition.ts';
import { queueStatus } from '../../events/queue.ts';
import { type Standing, standingOf } from './agent-state.ts';
import { checkAlert } from './alert.ts';
import type { Centre } from './centre.ts';
import type { Queue } from './entities.ts';
import { openStatusOf } from './opening.ts';
import { hasSameFields } from './same-fields.ts';

/** A queue is told of at most this often. */
const periodMs = 2_000;
/** The controller takes a moment to notice. */
const noticeMs = 200;
/** While calls wait their waiting time grows, which alone is told of less often. */
const refreshMs = 10_000;

/** Sees to it that the queue's counters are told soon, if they have changed by then. */
export function planQueueStatus(centre: Centre, queue: Queue): void {
  if (queue.isPublicationPlanned) return;
  queue.isPublicationPlanned = true;
  const earliest = queue.publishedAt + periodMs;
  centre.after(Math.max(noticeMs, earliest - centre.now), () => {
    queue.isPublicationPlanned = false;
    publishIfChanged(centre, queue);
  });
}

function publishIfChanged(centre: Centre, queue: Queue): void {
  const status = statusOf(centre, queue);
  if (queue.lastStatus !== null && hasSameFields(queue.lastStatus, status)) return;
  queue.lastStatus = status;
  queue.publishedAt = centre.now;
  centre.emit(queueStatus, queue.id, status);
  checkAlert(centre, queue);
  planRefresh(centre, queue);
}

function planRefresh(centre: Centre, queue: Queue): void {
  if (queue.isRefreshPlanned || queue.waiting.length === 0) return;
  queue.isRefreshPlanned = true;
  centre.after(refreshMs, () => {
    queue.isRefreshPlanned = false;
    planQueueStatus(centre, queue);
  });
}

/**
 * The queue's counters. Each checked-in agent is free, away for a short or for a long time, or
 * idle in fetch mode; each requester is queuing, allocated or connected. `maxWaitTime` counts
 * seconds, and queuing calls alone.
 */
function statusOf(centre: Centre, queue: Queue): Payload<typeof queueStatus.fields> {
  const standings = { free: 0, fetching: 0, shortTermAway: 0, longTermAway: 0, notServing: 0 };
  let onWrapUp = 0;
  let onFetchMode = 0;
  for (const { agent } of queue.members) {
    const standing: Standing = standingOf(agent);
    standings[standing] += 1;
    if (standing === 'notServing') continue;
    if (agent.wrapUp !== null) onWrapUp += 1;
    if (agent.fetchMode) onFetchMode += 1;
  }
  const providers = queue.members.length;
  const checkedIn = providers - standings.notServing;
  const queuing = queue.waiting.length;
  const longestWait = centre.now - (queue.waiting[0]?.enteredQueueAt ?? centre.now);
  return {
    queueId: queue.id,
    organizationId: centre.organizationId,
    queueName: queue.name,
    nbrOfProviders: providers,
    nbrOfRequesters: queuing + queue.allocated + queue.connected,
    nbrOfServingAgentsEstimate: checkedIn - standings.longTermAway,
    nbrOfAllocated: queue.allocated,
    nbrOfConnected: queue.connected,
    nbrOfQueuingRequesters: queuing,
    nbrOfNotServedRequesters: queuing + queue.allocated,
    nbrOfAgentsLongTermAway: standings.longTermAway,
    nbrOfAgentsShortTermAway: standings.shortTermAway,
    nbrOfAgentsImmediatelyFree: standings.free,
    nbrOfAgentsCheckedInQueue: checkedIn,
    nbrOfAgentsOnWrapUp: onWrapUp,
    nbrOfAgentsOnFetchMode: onFetchMode,
    maxWaitTime: Math.floor(longestWait / 1000),
    openStatus: openStatusOf(queue),
  };
}
