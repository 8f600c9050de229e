import { expect, it } from 'vitest';
import { userStatus } from '../../../src/events/agent.ts';
import type { Agent, Queue } from '../../../src/sim/centre/contact-centre.ts';
import { payloadOf, type Story } from './checks/story.ts';
import { hourOf } from './hour.ts';

/** Whether the queue of each call that was offered is the agent's main one. */
function offersInMainQueue({ events, centre }: Story): boolean[] {
  const attachments = new Map(centre.agents.map((agent) => [agent.id, agent.attachments]));
  const queueIds = new Map<string, string | null>();
  return events.flatMap((event) => {
    const status = payloadOf(event, userStatus);
    if (status === undefined) return [];
    const { userId, activeQueueId } = status;
    const isOffer = activeQueueId !== null && queueIds.get(userId) !== activeQueueId;
    queueIds.set(userId, activeQueueId);
    if (!isOffer) return [];
    const one = attachments.get(userId)?.find(({ queue }) => queue.id === activeQueueId);
    return [one?.priority === 1];
  });
}

function share(whether: readonly boolean[]): number {
  return whether.filter(Boolean).length / whether.length;
}

function isMain(agent: Agent, queue: Queue): boolean {
  return agent.attachments[0]?.queue === queue;
}

it('has each agent serve a main queue before the others', () => {
  const stories = [0, 1, 2].map((seed) => hourOf({ seed }));
  const offered = share(stories.flatMap(offersInMainQueue));
  const attached = share(
    stories.flatMap(({ centre }) =>
      centre.agents.flatMap(({ attachments }) => attachments.map(({ priority }) => priority === 1)),
    ),
  );

  expect(offered).toBeGreaterThan(attached + 0.05);
});

it('leaves the queue of a script to those who have it as their main one', () => {
  const { agents, queues } = hourOf({ seed: 0 }).centre;
  const scripted = queues.filter(({ isScripted }) => isScripted);

  expect(scripted.map(({ name }) => name)).toEqual(['Orders']);
  for (const queue of scripted) {
    expect(queue.members.every(({ agent }) => isMain(agent, queue))).toBe(true);
    expect(agents.filter((agent) => isMain(agent, queue))).toHaveLength(queue.members.length);
  }
});
