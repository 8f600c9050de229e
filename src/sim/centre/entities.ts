import type { OpeningHours } from './opening-hours.ts';

/** Whatever has an id and a name. */
export interface Entity {
  readonly id: string;
  readonly name: string;
}

export type AvailabilityState = 'Available' | 'Busy' | 'DoNotDisturb' | 'OffWork' | 'BRB' | 'Away';

/** The availability state of an agent. */
export interface Availability {
  readonly state: AvailabilityState;
  readonly note: string | null;
  readonly transferNumber: string | null;
}

/** Somebody who calls, and is called. */
export interface Customer {
  readonly name: string;
  readonly number: string;
}

/** A place in a queue; the lowest priority number is served first. */
export interface Attachment {
  readonly queue: Queue;
  readonly priority: number;
}

export interface Terminal {
  session: string;
  online: boolean;
}

/** The call that an agent is on, from its being offered on, and where it came from. */
export interface Occupation {
  readonly queue: Queue | null;
  readonly callList: CallList | null;
}

/** A wrap-up to come (`startedAt` null) or going on. */
export interface WrapUp {
  readonly id: string;
  readonly callId: string | null;
  readonly legId: string | null;
  readonly queueId: string | null;
  readonly callListId: string | null;
  readonly callBackId: string | null;
  readonly maxSeconds: number;
  startedAt: number | null;
}

/** What of an agent's state a UserStatus tells; see `user-status.ts`. */
export interface AgentState {
  availability: Availability;
  serving: boolean;
  /** How many of the terminals are online. */
  serviceTerminals: number;
  fetchMode: boolean;
  occupation: Occupation | null;
  talkingChangedAt: number | null;
  parkedCalls: number;
  /** Enabled or asked for during the present call. */
  comingWrapUp: WrapUp | null;
  wrapUp: WrapUp | null;
  /** Since when the agent has been without a call: who waits longest is served first. */
  idleSince: number;
  /** The own fields of the last UserStatus. */
  lastStatus: Readonly<Record<string, unknown>> | null;
}

export interface Agent extends Entity, AgentState {
  readonly email: string;
  readonly number: string;
  readonly mobile: string;
  /** The stored availability profile behind each state. */
  readonly profileIds: Readonly<Record<AvailabilityState, string>>;
  /** The technical queue that direct calls to the agent are routed through. */
  readonly technicalQueue: Entity;
  readonly attachments: Attachment[];
  readonly callLists: CallList[];
  readonly terminals: readonly Terminal[];
  readonly isSupervisor: boolean;
  readonly supervisor: Agent | null;
}

export interface Member {
  readonly agent: Agent;
  readonly priority: number;
}

/** An incoming call, in a queue or straight to an agent. */
export interface IncomingCall {
  readonly id: string;
  readonly legId: string;
  readonly caller: Customer;
  readonly targetNumber: string;
  readonly startedAt: number;
  /** How many legs there are so far. */
  legs: number;
  /** The queue that it is in; null for a direct call and for one that was passed to a colleague. */
  queue: Queue | null;
  stage: 'waiting' | 'allocated' | 'connected' | 'over';
  enteredQueueAt: number;
  /** Counts entries into queues, so that what was planned for an earlier one is known as such. */
  queueEntries: number;
  givesUpAt: number;
  /** How often it was offered to an agent of the queue. */
  offers: number;
  readonly refusedBy: Set<Agent>;
}

/** An agent and a customer talking, from the answer to the end of the agent's part. */
export interface Conversation {
  readonly direction: 'in' | 'out';
  readonly agent: Agent;
  readonly callId: string;
  readonly legId: string;
  readonly agentLegId: string;
  readonly callerNumber: string;
  readonly queue: Queue | null;
  readonly callList: CallList | null;
  /** When the call began: it had to wait and to ring before it became a conversation. */
  readonly callStartedAt: number;
  readonly startedAt: number;
  /** Until then it surely goes on. */
  readonly endsAt: number;
  /** When the other party will be on hold, if at all. */
  readonly hold: { readonly from: number; readonly to: number } | null;
}

/** An alert that a user has set on the waiting calls of a queue. */
export interface Alert {
  readonly id: string;
  readonly user: Agent;
  readonly threshold: number;
  armed: boolean;
}

export interface Queue extends Entity {
  readonly number: string;
  readonly members: Member[];
  readonly callList: CallList;
  /** How many calls may wait. */
  capacity: number;
  /** After so long a wait the call overflows. */
  readonly waitLimitMs: number;
  /** 0: no wrap-up. */
  readonly wrapUpSeconds: number;
  readonly isTranscribed: boolean;
  readonly isMonitored: boolean;
  readonly alert: Alert;
  /** Null: always open. */
  readonly hours: OpeningHours | null;
  /** A script decides who handles its calls, so that its opening can only be guessed. */
  readonly isScripted: boolean;

  isClosed: boolean;
  /** Waiting calls, the longest wait first. */
  readonly waiting: IncomingCall[];
  allocated: number;
  connected: number;
  publishedAt: number;
  isPublicationPlanned: boolean;
  isRefreshPlanned: boolean;
  /** The own fields of the last QueueStatus. */
  lastStatus: Readonly<Record<string, unknown>> | null;
}

export interface CallList extends Entity {
  readonly members: Agent[];
  /** Callbacks that are not closed, by id. */
  readonly open: Map<string, Callback>;
}

export interface CallbackAttempt {
  id: string;
  userId: string | null;
  timestamp: string | null;
  callbackAttemptTypeId: number | null;
  note: string | null;
  recordingId: string | null;
  callId: string | null;
}

export interface CallbackRelatedItem {
  id: string;
  listId: string | null;
  isClosed: boolean;
  statusId: number | null;
}

/** Somebody who is to be called back. */
export interface Callback {
  readonly id: string;
  readonly list: CallList;
  readonly queue: Queue | null;
  /** 1: the caller asked for it; 2: a call overflowed; 3: added by hand. */
  readonly typeId: 1 | 2 | 3;
  readonly callId: string | null;
  readonly recordingId: string | null;
  readonly contactName: string | null;
  readonly contactNumber: string;
  readonly contactMessage: string | null;
  readonly note: string | null;
  readonly orderNumber: string | null;
  readonly relatedItems: readonly CallbackRelatedItem[] | null;
  readonly priority: string;
  readonly createdAt: number;
  readonly dueAt: number;
  readonly expiresAt: number;
  /** Only this agent handles a personal callback. */
  readonly personalTo: Agent | null;
  assignedTo: Agent | null;
  notBefore: number | null;
  attempts: readonly CallbackAttempt[];
  classificationId: string | null;
  isClosed: boolean;
}
