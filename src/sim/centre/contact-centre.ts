import { planArrivals } from './arrivals.ts';
import { checkIn } from './availability.ts';
import { Centre, type CentreOptions } from './centre.ts';
import type { Agent, CallList, Queue } from './entities.ts';
import { planHappenings } from './happenings.ts';
import type { CentreEvent } from './journal.ts';
import { planOpeningHours } from './opening-hours.ts';
import { takeNextCall } from './queue-call.ts';
import { planQueueStatus } from './queue-status.ts';
import { planTeamTalks } from './team-talks.ts';
import { publishUserStatus } from './user-status.ts';

export type { CentreOptions } from './centre.ts';
export type { Agent, CallList, Entity, Queue } from './entities.ts';
export type { CentreEvent } from './journal.ts';

/** Agents come to work within this time of the start. */
const checkInMs = 20_000;

/**
 * The contact centre inside the simulated Enreach: a simulation that knows no time but its own,
 * and tells the same story for the same options. It starts with everybody coming to work; whoever
 * wants a day in full swing starts it earlier and calls `warmUp`.
 */
export class ContactCentre {
  readonly #centre: Centre;

  /** Throws a RangeError for a number of agents, queues or call lists that is not above 0. */
  constructor(options: CentreOptions) {
    const centre = new Centre(options);
    this.#centre = centre;
    for (const agent of centre.agents) {
      centre.after(centre.random.between(500, checkInMs), () => checkIn(centre, agent));
    }
    planOpeningHours(centre);
    planArrivals(centre);
    planHappenings(centre);
    planTeamTalks(centre);
  }

  get organizationId(): string {
    return this.#centre.organizationId;
  }

  get agents(): readonly Agent[] {
    return this.#centre.agents;
  }

  get queues(): readonly Queue[] {
    return this.#centre.queues;
  }

  get callLists(): readonly CallList[] {
    return this.#centre.callLists;
  }

  /** The agent whom people log in as; also a supervisor. */
  get login(): Agent {
    const [first] = this.#centre.agents;
    if (first === undefined) throw new RangeError('a contact centre needs agents');
    return first;
  }

  /** The simulated time of the next thing to happen, in milliseconds since the epoch. */
  nextAt(): number {
    return this.#centre.agenda.nextAt;
  }

  /**
   * Carries out everything up to and including `time` and returns the events in order. Much of
   * what happens causes no event, so the list may be empty.
   */
  advanceTo(time: number): CentreEvent[] {
    const centre = this.#centre;
    while (centre.agenda.nextAt <= time) {
      const task = centre.agenda.next();
      if (task === undefined) break;
      centre.now = task.at;
      task.run();
      settle(centre);
    }
    centre.now = Math.max(centre.now, Math.trunc(time));
    return centre.journal.take();
  }

  /** Lets so much simulated time pass without keeping its events. */
  warmUp(ms: number): void {
    this.#centre.journal.muted = true;
    this.advanceTo(this.#centre.now + ms);
    this.#centre.journal.muted = false;
  }
}

/** After each step: tells of every agent who changed, gives the free ones work, marks queues. */
function settle(centre: Centre): void {
  for (const agent of centre.touchedAgents) {
    const becameFree = publishUserStatus(centre, agent);
    if (becameFree)
      centre.after(centre.random.between(200, 1_200), () => takeNextCall(centre, agent));
  }
  centre.touchedAgents.clear();
  for (const queue of centre.touchedQueues) planQueueStatus(centre, queue);
  centre.touchedQueues.clear();
}
