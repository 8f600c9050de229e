import { expect, it } from 'vitest';
import { bestAgent, bestCall } from '../../../src/sim/centre/allocation.ts';
import { Centre } from '../../../src/sim/centre/centre.ts';
import type { Agent, IncomingCall, Queue } from '../../../src/sim/centre/entities.ts';
import { createIncomingCall } from '../../../src/sim/centre/incoming-call.ts';
import { takeNextCall } from '../../../src/sim/centre/queue-call.ts';
import { enterLine } from '../../../src/sim/centre/waiting-line.ts';

const longAgo = 1_000;
const lately = 2_000;

/** A queue in which each of these is a free agent, idle since then and with that priority. */
function queueOf(members: readonly (readonly [idleSince: number, priority: number])[]) {
  const centre = new Centre({ seed: 'allocation', startAt: 10_000, agents: 6, queues: 2 });
  const [queue, otherQueue] = centre.queues as readonly [Queue, Queue];
  queue.members.length = 0;
  const agents = members.map(([idleSince, priority], index) => {
    const agent = centre.agents[index] as Agent;
    agent.availability = { state: 'Available', note: null, transferNumber: null };
    agent.serving = true;
    agent.serviceTerminals = 1;
    agent.idleSince = idleSince;
    queue.members.push({ agent, priority });
    return agent;
  });
  return { centre, queue, otherQueue, agents, call: wait(centre, queue) };
}

function wait(centre: Centre, queue: Queue): IncomingCall {
  const call = createIncomingCall(centre, queue.number, 60_000);
  enterLine(centre, call, queue);
  return call;
}

it('offers a call to the highest priority before those who have been idle for longer', () => {
  const { queue, agents, call } = queueOf([
    [lately, 1],
    [longAgo, 2],
  ]);

  expect(bestAgent(queue, call)).toBe(agents[0]);
});

it('offers it to whoever has been idle for longest among equals', () => {
  const { queue, agents, call } = queueOf([
    [lately, 1],
    [longAgo, 1],
    [lately, 1],
  ]);

  expect(bestAgent(queue, call)).toBe(agents[1]);
});

it('passes over who refused it and who is not free', () => {
  const { queue, agents, call } = queueOf([
    [longAgo, 1],
    [longAgo, 1],
    [lately, 2],
  ]);
  const [refusing, fetching, last] = agents as [Agent, Agent, Agent];
  call.refusedBy.add(refusing);
  fetching.fetchMode = true;
  expect(bestAgent(queue, call)).toBe(last);

  last.serving = false;
  expect(bestAgent(queue, call)).toBeNull();
});

it('gives a free agent the longest wait of the queue with the highest priority', () => {
  const { centre, queue, otherQueue, agents, call } = queueOf([[longAgo, 1]]);
  const [agent] = agents as [Agent];
  agent.attachments.length = 0;
  agent.attachments.push({ queue: otherQueue, priority: 2 }, { queue, priority: 1 });
  const elsewhere = wait(centre, otherQueue);
  centre.now += 5_000;
  const later = wait(centre, queue);

  expect(bestCall(agent)).toBe(call);
  call.refusedBy.add(agent);
  expect(bestCall(agent)).toBe(later);
  later.refusedBy.add(agent);
  expect(bestCall(agent)).toBe(elsewhere);
});

it('gives a waiting call to the best agent, whoever got free and looks for one', () => {
  const { centre, queue, agents, call } = queueOf([
    [lately, 1],
    [longAgo, 2],
  ]);
  const [best, second] = agents as [Agent, Agent];
  for (const agent of agents) agent.attachments.push({ queue, priority: 1 });
  const later = wait(centre, queue);

  takeNextCall(centre, second);
  expect(centre.touchedAgents).toEqual(new Set([best, second]));
  expect([call.stage, later.stage]).toEqual(['allocated', 'allocated']);
  expect([best.occupation?.queue, second.occupation?.queue]).toEqual([queue, queue]);
  const [first] = centre.journal.take();
  expect(first).toMatchObject({ entityId: best.id, data: { callId: call.id } });
});
