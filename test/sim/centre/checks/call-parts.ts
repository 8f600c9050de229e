import type { CentreEvent } from '../../../../src/sim/centre/contact-centre.ts';
import { entry } from './story.ts';

/** How far a user's part in a call has got. */
export type Stage =
  | 'coming'
  | 'arrived'
  | 'allocated'
  | 'dialled'
  | 'connected'
  | 'cancelled'
  | 'over';

/** One user's part in one call, as the events tell it. */
export interface CallPart {
  readonly callId: string;
  readonly userId: string;
  stage: Stage;
  isHeld: boolean;
  transfer: 'none' | 'started' | 'connected';
  connectedAt: number;
  wasRecorded: boolean;
  lastAt: number;
}

/** By event: the stages it may find (`none`: the user has no part yet) and what it changes. */
interface Rule {
  readonly from: readonly (Stage | 'none')[];
  readonly to?: Stage;
  readonly fits?: (part: CallPart, at: number) => boolean;
  readonly change?: (part: CallPart) => void;
}

const holdStart: Rule = {
  from: ['connected'],
  fits: ({ isHeld }) => !isHeld,
  change: (part) => {
    part.isHeld = true;
  },
};
const holdEnd: Rule = {
  from: ['connected'],
  fits: ({ isHeld }) => isHeld,
  change: (part) => {
    part.isHeld = false;
  },
};
const recorded: Rule = {
  from: ['over'],
  fits: (part) => part.connectedAt > 0 && !part.wasRecorded,
  change: (part) => {
    part.wasRecorded = true;
  },
};

const rules: Readonly<Record<string, Rule>> = {
  UserCallInComing: { from: ['none'], to: 'coming' },
  UserCallInArrived: { from: ['none', 'coming', 'over', 'cancelled'], to: 'arrived' },
  UserCallInUserAllocated: { from: ['none', 'arrived', 'over', 'cancelled'], to: 'allocated' },
  UserCallInUserConnected: { from: ['allocated'], to: 'connected' },
  UserCallInUserCancelled: { from: ['allocated'], to: 'cancelled' },
  UserCallInUserOverflow: { from: ['coming', 'allocated'], to: 'over' },
  UserCallInOverflow: { from: ['allocated'], to: 'over' },
  UserCallInHoldStart: holdStart,
  UserCallInHoldEnd: holdEnd,
  UserCallInTransferStarted: {
    from: ['connected'],
    fits: ({ transfer }) => transfer === 'none',
    change: (part) => {
      part.transfer = 'started';
    },
  },
  UserCallInTransferConnected: {
    from: ['connected'],
    fits: ({ transfer }) => transfer === 'started',
    change: (part) => {
      part.transfer = 'connected';
    },
  },
  UserCallInTransferCancelled: {
    from: ['connected'],
    fits: ({ transfer }) => transfer === 'started',
    change: (part) => {
      part.transfer = 'none';
    },
  },
  UserCallInDisconnected: {
    // A caller who hangs up while it rings ends the offer and the call at one moment.
    from: ['connected', 'cancelled'],
    fits: ({ stage, transfer, lastAt }, at) =>
      stage === 'cancelled' ? lastAt === at : transfer !== 'started',
    to: 'over',
  },
  UserCallInRecordingConverted: recorded,
  UserCallOutGoing: { from: ['none'], to: 'dialled' },
  UserCallOutConnected: { from: ['dialled'], to: 'connected' },
  UserCallOutHoldStart: holdStart,
  UserCallOutHoldEnd: holdEnd,
  UserCallOutDisconnected: { from: ['dialled', 'connected'], to: 'over' },
  UserCallOutRecordingConverted: recorded,
  UserCallAvailableForMonitoring: { from: ['connected'] },
  UserSupervisionStatus: { from: ['connected'] },
  UserRealTimeTranscriptPhrase: { from: ['connected'], fits: ({ isHeld }) => !isHeld },
};

const nothing: ReadonlySet<CallPart> = new Set();

/** Follows the users' parts in calls through the events. */
export class CallParts {
  readonly #parts: CallPart[] = [];
  /** By user and call. */
  readonly #known = new Map<string, Map<string, CallPart>>();
  readonly #active = new Map<string, Set<CallPart>>();

  /**
   * Takes in an event. Returns the part it is about, and what is wrong with it; undefined for an
   * event that is not about a call.
   */
  see({
    definition,
    entityId,
    at,
    data,
  }: CentreEvent): { part: CallPart; wrong?: string } | undefined {
    const rule = rules[definition.name];
    if (rule === undefined) return undefined;
    const callId = String(data['callId']);
    const ofUser = entry(this.#known, entityId, () => new Map<string, CallPart>());
    const known = ofUser.get(callId);
    const part = known ?? newPart(callId, entityId);
    if (known === undefined) {
      ofUser.set(callId, part);
      this.#parts.push(part);
    }
    const stage = known?.stage ?? 'none';
    const isAllowed = rule.from.includes(stage) && (rule.fits?.(part, at) ?? true);
    if (rule.to !== undefined) this.#move(part, rule.to, at);
    rule.change?.(part);
    part.lastAt = at;
    return isAllowed ? { part } : { part, wrong: `${definition.name} while ${stage}` };
  }

  /** The parts by which the user counts as talking. */
  active(userId: string): ReadonlySet<CallPart> {
    return this.#active.get(userId) ?? nothing;
  }

  all(): Iterable<CallPart> {
    return this.#parts;
  }

  #move(part: CallPart, to: Stage, at: number): void {
    part.stage = to;
    const active = entry(this.#active, part.userId, () => new Set<CallPart>());
    if (to === 'connected') part.connectedAt = at;
    if (to === 'allocated' || to === 'dialled' || to === 'connected') active.add(part);
    else active.delete(part);
    if (to === 'over' || to === 'cancelled' || to === 'arrived') {
      part.isHeld = false;
      part.transfer = 'none';
    }
  }
}

function newPart(callId: string, userId: string): CallPart {
  return {
    callId,
    userId,
    stage: 'over',
    isHeld: false,
    transfer: 'none',
    connectedAt: 0,
    wasRecorded: false,
    lastAt: 0,
  };
}
