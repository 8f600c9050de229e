import { canCall } from './agent-state.ts';
import type { Centre } from './centre.ts';
import { greatestDemand } from './demand.ts';
import { callAgent } from './direct-call.ts';
import type { Agent, Queue } from './entities.ts';
import { placeCall } from './outgoing-call.ts';
import { callQueue } from './queue-call.ts';

/** Calls an hour for each agent who is there for a queue alone, at ordinary demand. */
const queueCallsPerHour = 58;
const directCallsPerHour = 8;
/** Agents mean to call out as often in calm times as in busy ones, and then lack the time. */
const outgoingCallsPerHour = 16;
const hourMs = 3_600_000;

/** Lets calls come and go from now on, each kind at its rate. */
export function planArrivals(centre: Centre): void {
  const { agents, queues } = centre;
  for (const queue of queues) {
    repeatByDemand(centre, capacityOf(queue) * queueCallsPerHour, () => callQueue(centre, queue));
  }
  repeatByDemand(centre, agents.length * directCallsPerHour, () =>
    callAgent(centre, pickCalled(centre)),
  );
  repeat(centre, agents.length * outgoingCallsPerHour, () => callSomebody(centre));
}

/** How many agents the queue would have if each divided themselves among their queues. */
function capacityOf(queue: Queue): number {
  return queue.members.reduce((sum, { agent }) => sum + 1 / agent.attachments.length, 0);
}

/** At the rate of the greatest demand, of which as much comes about as there is demand. */
function repeatByDemand(centre: Centre, perHour: number, happen: () => void): void {
  repeat(centre, perHour * greatestDemand, () => {
    if (centre.random.chance(centre.demand.shareAt(centre.now))) happen();
  });
}

function repeat(centre: Centre, perHour: number, happen: () => void): void {
  if (perHour * centre.busyness <= 0) return;
  const meanMs = hourMs / (perHour * centre.busyness);
  const next = (): void =>
    centre.after(centre.random.exponential(meanMs), () => {
      happen();
      next();
    });
  next();
}

function callSomebody(centre: Centre): void {
  const agent = centre.random.pick(centre.agents);
  if (!canCall(agent)) return;
  placeCall(centre, agent, centre.random.pick(centre.customers).number, null, () => {});
}

/** Who knows an agent's own number knows their habits too, and mostly finds them free. */
function pickCalled(centre: Centre): Agent {
  const agent = centre.random.pick(centre.agents);
  return canCall(agent) || centre.random.chance(0.3) ? agent : centre.random.pick(centre.agents);
}
