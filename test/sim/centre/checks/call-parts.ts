import type { CentreEvent } from '../../../../src/sim/centre/contact-centre.ts';

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
  readonly direction: 'in' | 'out';
  stage: Stage;
  isHeld: boolean;
  transfer: 'none' | 'started' | 'connected';
  connectedAt: number;
  wasRecorded: boolean;
  lastAt: number;
}

type Parts = Map<string, CallPart>;

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

/** Follows the users' parts in calls through the events. */
export class CallParts {
  readonly #parts: Parts = new Map();
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
    const key = `${callId}/${entityId}`;
    const known = this.#parts.get(key);
    const direction = definition.name.startsWith('UserCallOut') ? 'out' : 'in';
    const part = known ?? newPart(callId, entityId, direction);
    const stage = known?.stage ?? 'none';
    const isAllowed = rule.from.includes(stage) && (rule.fits?.(part, at) ?? true);
    this.#parts.set(key, part);
    if (rule.to !== undefined) this.#move(part, rule.to, at);
    rule.change?.(part);
    part.lastAt = at;
    return isAllowed ? { part } : { part, wrong: `${definition.name} while ${stage}` };
  }

  /** The parts by which the user counts as talking. */
  active(userId: string): ReadonlySet<CallPart> {
    return this.#active.get(userId) ?? new Set();
  }

  all(): Iterable<CallPart> {
    return this.#parts.values();
  }

  #move(part: CallPart, to: Stage, at: number): void {
    part.stage = to;
    const active = this.#active.get(part.userId) ?? new Set();
    this.#active.set(part.userId, active);
    if (to === 'connected') part.connectedAt = at;
    if (to === 'allocated' || to === 'dialled' || to === 'connected') active.add(part);
    else active.delete(part);
    if (to === 'over' || to === 'cancelled' || to === 'arrived') {
      part.isHeld = false;
      part.transfer = 'none';
    }
  }
}

function newPart(callId: string, userId: string, direction: 'in' | 'out'): CallPart {
  return {
    callId,
    userId,
    direction,
    stage: 'over',
    isHeld: false,
    transfer: 'none',
    connectedAt: 0,
    wasRecorded: false,
    lastAt: 0,
  };
}
