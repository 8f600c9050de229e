import { userAlert, userStatus } from '../../../../src/events/agent.ts';
import type { Payload } from '../../../../src/events/definition.ts';
import { queueStatus } from '../../../../src/events/queue.ts';
import type { CentreEvent, Queue } from '../../../../src/sim/centre/contact-centre.ts';
import { CallParts } from './call-parts.ts';
import { type Findings, label, payloadOf, type Story } from './story.ts';

type Counters = Payload<typeof queueStatus.fields>;
type Statuses = Map<string, Payload<typeof userStatus.fields>>;

const counterNames = Object.keys(queueStatus.fields);
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
      ...different(counters, toldByUsers(queue, statuses, calls)),
      ...againstLast(event, last.get(queue.id)),
    ];
    for (const one of wrong) findings.push(`${label(event)} ${queue.name}: ${one}`);
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
  ].filter((wrong) => wrong !== '');
}

/** The counters that follow from the last UserStatus of each member and from the members' calls. */
function toldByUsers(queue: Queue, statuses: Statuses, calls: CallParts): Partial<Counters> {
  const told = {
    nbrOfProviders: queue.members.length,
    nbrOfAgentsCheckedInQueue: 0,
    nbrOfAgentsImmediatelyFree: 0,
    nbrOfAgentsOnWrapUp: 0,
    nbrOfAgentsOnFetchMode: 0,
    nbrOfAgentsLongTermAway: 0,
    nbrOfAllocated: 0,
    nbrOfConnected: 0,
  };
  for (const { agent } of queue.members) {
    const status = statuses.get(agent.id);
    if (status?.activeQueueId === queue.id) {
      for (const { stage } of calls.active(agent.id)) {
        if (stage === 'allocated') told.nbrOfAllocated += 1;
        if (stage === 'connected') told.nbrOfConnected += 1;
      }
    }
    if (status?.serving !== true) continue;
    told.nbrOfAgentsCheckedInQueue += 1;
    if (status.canBeAllocatedTo) told.nbrOfAgentsImmediatelyFree += 1;
    if (status.wrapUpStart !== null) told.nbrOfAgentsOnWrapUp += 1;
    if (status.fetchMode) told.nbrOfAgentsOnFetchMode += 1;
    const isReachable = status.available && status.serviceTerminals > 0;
    if (status.availabilityStatus !== 'BRB' && !isReachable) told.nbrOfAgentsLongTermAway += 1;
  }
  return told;
}

function againstLast(event: CentreEvent, last: CentreEvent | undefined): Findings {
  if (last === undefined) return [];
  const isSame = counterNames.every((name) => event.data[name] === last.data[name]);
  return [
    event.at - last.at >= shortestPeriodMs ? '' : 'too soon',
    isSame ? 'nothing changed' : '',
  ].filter((wrong) => wrong !== '');
}

function different(counters: Counters, told: Partial<Counters>): Findings {
  const findings: Findings = [];
  for (const [name, value] of Object.entries(told)) {
    const counter = counters[name as keyof Counters];
    if (counter !== value) findings.push(`${name} is ${counter}, not ${value}`);
  }
  return findings;
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
