import type { Fields, Payload, TypedEvent } from '../../events/definition.ts';
import { Agenda } from './agenda.ts';
import { Demand } from './demand.ts';
import type { Agent, CallList, Customer, Queue } from './entities.ts';
import { Journal } from './journal.ts';
import { Random } from './random.ts';
import { createRoster } from './roster.ts';
import { Shares } from './shares.ts';

/** What the contact centre is made from. */
export interface CentreOptions {
  readonly seed: string | number;
  /** Where the simulated clock starts, in milliseconds since the epoch. */
  readonly startAt: number;
  /** 12 unless told. */
  readonly agents?: number;
  /** 4 unless told. */
  readonly queues?: number;
  /** 2 unless told. */
  readonly callLists?: number;
  /** 1: an ordinary day; 2: twice the calls. */
  readonly busyness?: number;
}

/** What all that happens in the contact centre works on: people, clock, chance, journal. */
export class Centre {
  readonly organizationId: string;
  readonly agents: readonly Agent[];
  readonly queues: readonly Queue[];
  readonly callLists: readonly CallList[];
  readonly customers: readonly Customer[];
  /** What closed callbacks can be classified as. */
  readonly classificationIds: readonly string[];
  readonly busyness: number;
  readonly random: Random;
  readonly shares: Shares;
  readonly demand: Demand;
  readonly agenda = new Agenda();
  readonly journal: Journal;
  /** Simulated time in whole milliseconds since the epoch. */
  now: number;
  /** Agents who are at work and not available. */
  readonly away = new Set<Agent>();
  /** Whose state may have changed since it was last told. */
  readonly touchedAgents = new Set<Agent>();
  readonly touchedQueues = new Set<Queue>();

  constructor(options: CentreOptions) {
    const seeded = new Random(String(options.seed));
    const setUp = seeded.fork('roster');
    this.organizationId = setUp.guid();
    const size = {
      agents: count('agents', options.agents ?? 12),
      queues: count('queues', options.queues ?? 4),
      callLists: count('callLists', options.callLists ?? 2),
    };
    const roster = createRoster(size, setUp);
    this.agents = roster.agents;
    this.queues = roster.queues;
    this.callLists = roster.callLists;
    this.customers = roster.customers;
    this.classificationIds = [setUp.guid(), setUp.guid(), setUp.guid()];
    this.busyness = options.busyness ?? 1;
    this.random = seeded.fork('life');
    this.shares = new Shares(seeded.fork('shares'));
    this.journal = new Journal(this.organizationId, seeded.fork('events'));
    this.now = Math.trunc(options.startAt);
    this.demand = new Demand(seeded.fork('demand'), this.now);
  }

  /** Plans something for later; never for the present moment, so that one thing follows another. */
  after(delayMs: number, run: () => void): void {
    this.agenda.plan(this.now + Math.max(1, Math.round(delayMs)), run);
  }

  /** Tells of something that happens now. */
  emit<F extends Fields>(
    definition: TypedEvent<F>,
    entityId: string,
    own: NoInfer<Payload<F>>,
  ): void {
    this.journal.emit(definition, entityId, this.now, own);
  }
}

function count(what: string, wanted: number): number {
  if (!Number.isInteger(wanted) || wanted < 1) {
    throw new RangeError(`${what} must be a whole number above 0, not ${wanted}`);
  }
  return wanted;
}
