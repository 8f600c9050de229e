import { userAlert, userStatus } from '../../../../src/events/agent.ts';
import type { Payload } from '../../../../src/events/definition.ts';
import { queueStatus } from '../../../../src/events/queue.ts';
import type { CentreEvent, Queue } from '../../../../src/sim/centre/contact-centre.ts';
import { CallParts } from './call-parts.ts';
import { type Findings, label, payloadOf, type Story } from './story.ts';

type Counters = Payload<typeof queueStatus.fields>;
type Statuses = Map<string, Payload<typeof userStatus.fields>>;

const shortestPeriodMs = 1_000;

/**
 * The counters of a QueueStatus agree with each other, with the last UserStatus of each member,
 * and with the calls that members are on; they come at most every second, and only changed.
 */
export function checkQueueStatus({ events, centre }: Story): Findings {
  const findings: Findings = [];
  const calls = new CallParts();
  const statuses: Statuses = new Map();
  const last = new Map<string, CentreEvent>();
  const queues = new Map(centre.queues.map((queue) => [queue.id, queue]));
  for (const event of events) {
    calls.see(event);
    const status = payloadOf(event, userStatus);
    if (status !== undefined) statuses.set(status.userId, status);
    const counters = payloadOf(event, queueStatus);
    const queue = counters && queues.get(counters.queueId);
    if (counters === undefined || queue === undefined) continue;
    const wrong = [
      ...inThemselves(counters),
      ...againstAgents(counters, queue, statuses),
      ...againstCalls(counters, queue, statuses, calls),
      ...againstLast(event, last.get(queue.id)),
    ];
    findings.push(...wrong.map((one) => `${label(event)} ${queue.name}: ${one}`));
    last.set(queue.id, event);
  }
  return findings;
}

function inThemselves(counters: Counters): Findings {
  const {
    nbrOfQueuingRequesters: queuing,
    nbrOfAllocated: allocated,
    nbrOfConnected: connected,
    nbrOfAgentsImmediatelyFree: free,
    nbrOfAgentsShortTermAway: shortTerm,
    nbrOfAgentsLongTermAway: longTerm,
    nbrOfAgentsCheckedInQueue: checkedIn,
    nbrOfAgentsOnFetchMode: onFetchMode,
  } = counters;
  const placed = free + shortTerm + longTerm;
  const isAnyNegative = Object.values(counters).some((value) => Number(value) < 0);
  return [
    isAnyNegative ? 'a counter is negative' : '',
    counters.nbrOfRequesters === queuing + allocated + connected ? '' : 'requesters',
    counters.nbrOfNotServedRequesters === queuing + allocated ? '' : 'not served',
    placed <= checkedIn && checkedIn <= placed + onFetchMode ? '' : 'agents checked in',
    checkedIn <= counters.nbrOfProviders ? '' : 'more checked in than attached',
    counters.nbrOfServingAgentsEstimate === checkedIn - longTerm ? '' : 'serving agents',
    counters.nbrOfAgentsOnWrapUp <= shortTerm ? '' : 'wrap-up',
    allocated + connected <= shortTerm ? '' : 'more calls than agents on them',
    counters.maxWaitTime === 0 || queuing > 0 ? '' : 'waiting time without a waiting call',
    (counters.openStatus === 5) === checkedIn > 0 ? '' : 'open status',
  ].filter((wrong) => wrong !== '');
}

function againstAgents(counters: Counters, queue: Queue, statuses: Statuses): Findings {
  const members = queue.members.map(({ agent }) => statuses.get(agent.id));
  const serving = members.filter((status) => status?.serving === true);
  const count = (has: (status: Payload<typeof userStatus.fields>) => boolean) =>
    serving.filter((status) => status !== undefined && has(status)).length;
  const told: Partial<Counters> = {
    nbrOfProviders: members.length,
    nbrOfAgentsCheckedInQueue: serving.length,
    nbrOfAgentsImmediatelyFree: count((status) => status.canBeAllocatedTo),
    nbrOfAgentsOnWrapUp: count((status) => status.wrapUpStart !== null),
    nbrOfAgentsOnFetchMode: count((status) => status.fetchMode),
    nbrOfAgentsLongTermAway: count(
      (status) =>
        status.availabilityStatus !== 'BRB' && (!status.available || status.serviceTerminals === 0),
    ),
  };
  return different(counters, told);
}

function againstCalls(
  counters: Counters,
  queue: Queue,
  statuses: Statuses,
  calls: CallParts,
): Findings {
  const parts = queue.members
    .filter(({ agent }) => statuses.get(agent.id)?.activeQueueId === queue.id)
    .flatMap(({ agent }) => [...calls.active(agent.id)]);
  return different(counters, {
    nbrOfAllocated: parts.filter(({ stage }) => stage === 'allocated').length,
    nbrOfConnected: parts.filter(({ stage }) => stage === 'connected').length,
  });
}

function againstLast(event: CentreEvent, last: CentreEvent | undefined): Findings {
  if (last === undefined) return [];
  const isSame = Object.keys(queueStatus.fields).every(
    (name) => event.data[name] === last.data[name],
  );
  return [
    event.at - last.at >= shortestPeriodMs ? '' : 'too soon',
    isSame ? 'nothing changed' : '',
  ].filter((wrong) => wrong !== '');
}

function different(counters: Counters, told: Partial<Counters>): Findings {
  return Object.entries(told)
    .filter(([name, value]) => counters[name as keyof Counters] !== value)
    .map(([name, value]) => `${name} is ${counters[name as keyof Counters]}, not ${value}`);
}

/** An alert has the value of the QueueStatus before it, which meets its condition. */
export function checkAlerts({ events }: Story): Findings {
  return events.flatMap((event, index) => {
    const alert = payloadOf(event, userAlert);
    if (alert === undefined) return [];
    const before = events[index - 1];
    const counters = before && payloadOf(before, queueStatus);
    const isOfQueue = alert.conditionName === `Calls waiting in ${counters?.queueName}`;
    const isHonest = String(counters?.nbrOfQueuingRequesters) === alert.value;
    const isMet = Number(alert.value) >= Number(alert.conditionValue);
    return isOfQueue && isHonest && isMet ? [] : [`${label(event)}: does not hold`];
  });
}
