import { isIdle } from './agent-state.ts';
import type { Centre } from './centre.ts';
import type { Agent, Queue } from './entities.ts';
import { leaveQueues } from './leave-queues.ts';

const minuteMs = 60_000;
/** From the beginning of one talk to that of the next. */
const periodMinutes = [10, 15] as const;
const lengthMinutes = [2, 4] as const;
/** A queue with a greater share of all agents can't do without them. */
const greatestTeam = 0.5;
/** Sooner than the next call is given to somebody who has got free. */
const lookAgainMs = 150;

/**
 * Now and then all who serve a queue talk something over, and it has no active handler. Whoever
 * logs in doesn't, as they would see nothing happen meanwhile.
 */
export function planTeamTalks(centre: Centre): void {
  const queues = centre.queues.filter((queue) => canBeLeft(centre, queue));
  if (queues.length === 0) return;
  const next = (): void =>
    centre.after(minutes(centre, periodMinutes), () => {
      const endsAt = centre.now + minutes(centre, lengthMinutes);
      for (const { agent } of centre.random.pick(queues).members) join(centre, agent, endsAt);
      next();
    });
  next();
}

function canBeLeft(centre: Centre, { members }: Queue): boolean {
  const [login] = centre.agents;
  const isSmall = members.length <= centre.agents.length * greatestTeam;
  return isSmall && members.every(({ agent }) => agent !== login);
}

/** The agent joins the talk when there is nothing else to do. */
function join(centre: Centre, agent: Agent, endsAt: number): void {
  if (centre.now >= endsAt) return;
  if (agent.serving && isIdle(agent)) leaveQueues(centre, agent, endsAt);
  else centre.after(lookAgainMs, () => join(centre, agent, endsAt));
}

function minutes(centre: Centre, [shortest, longest]: readonly [number, number]): number {
  return centre.random.between(shortest * minuteMs, longest * minuteMs);
}
