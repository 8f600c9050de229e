import type { Agent, AgentState, CallList, Customer, Entity, Queue } from './entities.ts';
import { agentNames, emailOf, personName, queueName } from './names.ts';
import { agentNumber, customerNumber, mobileNumber, serviceNumber } from './numbers.ts';
import { eveningClosure, lunchClosure } from './opening-hours.ts';
import type { Random } from './random.ts';

/** Who and what there is in the contact centre. */
export interface Roster {
  readonly agents: readonly Agent[];
  readonly queues: readonly Queue[];
  readonly callLists: readonly CallList[];
  readonly customers: readonly Customer[];
}

const agentsPerSupervisor = 10;
/** Few enough for some to call again. */
const customersPerAgent = 25;
const wrapUpChoices = [15, 0, 20, 10];
const alertThreshold = 3;
/** By queue, and round again; the first one, of whoever logs in, is always open. */
const openings: readonly Pick<Queue, 'hours' | 'isScripted'>[] = [
  { hours: null, isScripted: false },
  { hours: null, isScripted: false },
  { hours: lunchClosure, isScripted: false },
  { hours: eveningClosure, isScripted: true },
];

/** Sets up agents, queues and call lists and attaches them to each other. */
export function createRoster(
  size: { readonly agents: number; readonly queues: number; readonly callLists: number },
  random: Random,
): Roster {
  const agents = createAgents(size.agents, random);
  const callLists = Array.from({ length: size.callLists }, (_, index) =>
    createCallList(index, random),
  );
  const queues = Array.from({ length: size.queues }, (_, index) =>
    createQueue(index, agents, callLists, random),
  );
  agents.forEach((agent, index) => attach(agent, index, queues, random));
  for (const queue of queues) {
    if (queue.members.length === 0) join(random.pick(agents), queue, 1);
    queue.members.sort((one, other) => one.priority - other.priority);
    queue.capacity = Math.max(alertThreshold + 3, queue.members.length);
  }
  agents.forEach((agent, index) => joinCallLists(agent, index));
  for (const list of callLists) {
    if (list.members.length === 0) joinCallList(random.pick(agents), list);
  }
  const customers = Array.from({ length: agents.length * customersPerAgent }, () => ({
    name: personName(random),
    number: customerNumber(random),
  }));
  return { agents, queues, callLists, customers };
}

function createAgents(count: number, random: Random): Agent[] {
  const agents: Agent[] = [];
  agentNames(count, random).forEach((name, index) => {
    const group = Math.floor(index / agentsPerSupervisor) * agentsPerSupervisor;
    agents.push(createAgent(name, index, agents[group] ?? null, random));
  });
  return agents;
}

function createAgent(name: string, index: number, supervisor: Agent | null, random: Random): Agent {
  const terminal = () => ({ session: random.hex(6), online: false });
  return {
    id: random.guid(),
    name,
    email: emailOf(name),
    number: agentNumber(index),
    mobile: mobileNumber(index),
    profileIds: {
      Available: random.guid(),
      Busy: random.guid(),
      DoNotDisturb: random.guid(),
      OffWork: random.guid(),
      BRB: random.guid(),
      Away: random.guid(),
    },
    technicalQueue: { id: random.guid(), name: `Direct ${name}` } satisfies Entity,
    attachments: [],
    callLists: [],
    terminals: random.chance(0.4) ? [terminal(), terminal()] : [terminal()],
    isSupervisor: supervisor === null,
    supervisor,
    ...offDuty(),
  };
}

/** Before the first check-in. */
function offDuty(): AgentState {
  return {
    availability: { state: 'OffWork', note: null, transferNumber: null },
    serving: false,
    serviceTerminals: 0,
    fetchMode: false,
    occupation: null,
    talkingChangedAt: null,
    parkedCalls: 0,
    comingWrapUp: null,
    wrapUp: null,
    idleSince: 0,
    lastStatus: null,
  };
}

function createCallList(index: number, random: Random): CallList {
  return { id: random.guid(), name: `Callbacks ${queueName(index)}`, members: [], open: new Map() };
}

function createQueue(
  index: number,
  agents: readonly Agent[],
  callLists: readonly CallList[],
  random: Random,
): Queue {
  const supervisors = agents.filter((agent) => agent.isSupervisor);
  return {
    id: random.guid(),
    name: queueName(index),
    number: serviceNumber(index),
    members: [],
    callList: at(callLists, index),
    capacity: 0,
    waitLimitMs: random.between(60, 120) * 1000,
    wrapUpSeconds: at(wrapUpChoices, index),
    isTranscribed: index % 4 !== 3,
    isMonitored: index % 2 === 1,
    alert: {
      id: random.guid(),
      user: at(supervisors, index),
      threshold: alertThreshold,
      armed: true,
    },
    ...at(openings, index),
    isClosed: false,
    waiting: [],
    allocated: 0,
    connected: 0,
    publishedAt: 0,
    isPublicationPlanned: false,
    isRefreshPlanned: false,
    lastStatus: null,
  };
}

/**
 * An agent's skills: one queue as the main one, often one or two more with a lower priority. A
 * script is known to those alone who have its queue as their main one.
 */
function attach(agent: Agent, index: number, queues: readonly Queue[], random: Random): void {
  const main = at(queues, index);
  const others = queues.filter((queue) => queue !== main && !queue.isScripted);
  const wanted = Math.min(random.between(1, 3), 1 + others.length);
  join(agent, main, 1);
  while (agent.attachments.length < wanted) {
    const other = random.pick(others);
    const isNew = agent.attachments.every(({ queue }) => queue !== other);
    if (isNew) join(agent, other, random.between(2, 3));
  }
}

function join(agent: Agent, queue: Queue, priority: number): void {
  agent.attachments.push({ queue, priority });
  queue.members.push({ agent, priority });
}

/** Every other agent serves the call lists of their queues. */
function joinCallLists(agent: Agent, index: number): void {
  if (index % 2 === 1) return;
  for (const { queue } of agent.attachments) joinCallList(agent, queue.callList);
}

function joinCallList(agent: Agent, list: CallList): void {
  if (agent.callLists.includes(list)) return;
  agent.callLists.push(list);
  list.members.push(agent);
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index % items.length];
  if (item === undefined) throw new RangeError('an empty list has no items');
  return item;
}
