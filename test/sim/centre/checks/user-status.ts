import {
  userAvailability,
  userStatus,
  userTerminalStatusEvent,
} from '../../../../src/events/agent.ts';
import type { Payload } from '../../../../src/events/definition.ts';
import { userWrapUpStarted, userWrapUpTerminated } from '../../../../src/events/wrap-up.ts';
import type { CentreEvent } from '../../../../src/sim/centre/contact-centre.ts';
import { CallParts } from './call-parts.ts';
import { entry, type Findings, label, msOf, payloadOf, type Story } from './story.ts';

type Parts = ReturnType<CallParts['active']>;
type Status = Payload<typeof userStatus.fields>;

/** What the events other than UserStatus tell of a user. */
interface User {
  readonly id: string;
  readonly terminals: Set<string>;
  availability: Payload<typeof userAvailability.fields> | undefined;
  wrapUp: { readonly startedAt: number; readonly maxSeconds: number } | undefined;
  talkingChangedAt: number;
  wasTalking: boolean;
  status: Status | undefined;
  /** What the status says. */
  said: Said | undefined;
}

/**
 * A UserStatus says what the other events say, and comes whenever they change what it says: each
 * time the clock moves on, the last one still holds.
 */
export function checkUserStatus({ events }: Story): Findings {
  const findings: Findings = [];
  const calls = new CallParts();
  const users = new Map<string, User>();
  const affected = new Set<User>();
  let at = 0;
  for (const event of events) {
    if (event.at !== at) {
      for (const user of affected) findings.push(...compare(user, calls, event));
      affected.clear();
      at = event.at;
    }
    if (event.definition.entity !== 'User') continue;
    const user = entry(users, event.entityId, () => newUser(event.entityId));
    const next = payloadOf(event, userStatus);
    if (next === undefined) takeIn(user, calls, event);
    else {
      if (user.status !== undefined && !differs(user.status, next)) {
        findings.push(`${label(event)}: nothing changed`);
      }
      user.status = next;
      user.said = saidIn(next);
      for (const wrong of inItself(next)) findings.push(`${label(event)}: ${wrong}`);
    }
    affected.add(user);
  }
  return findings;
}

function newUser(id: string): User {
  return {
    id,
    terminals: new Set(),
    availability: undefined,
    wrapUp: undefined,
    talkingChangedAt: Number.NaN,
    wasTalking: false,
    status: undefined,
    said: undefined,
  };
}

function takeIn(user: User, calls: CallParts, event: CentreEvent): void {
  calls.see(event);
  user.availability = payloadOf(event, userAvailability) ?? user.availability;
  const terminal = payloadOf(event, userTerminalStatusEvent);
  if (terminal?.terminalStatus === 'Online') user.terminals.add(String(terminal.session));
  if (terminal?.terminalStatus === 'Offline') user.terminals.delete(String(terminal.session));
  const started = payloadOf(event, userWrapUpStarted);
  if (started) user.wrapUp = { startedAt: event.at, maxSeconds: started.maxWrapUpDurationSec };
  if (payloadOf(event, userWrapUpTerminated)) user.wrapUp = undefined;
  const isTalking = calls.active(user.id).size > 0;
  if (isTalking !== user.wasTalking) user.talkingChangedAt = event.at;
  user.wasTalking = isTalking;
}

/** What can be said of a user by a UserStatus and by the other events; moments in milliseconds. */
type Said = ReturnType<typeof saidIn>;

function saidIn(status: Status) {
  return {
    talking: status.talking,
    talkingStatusChanged: msOf(status.talkingStatusChanged),
    parkedCalls: status.parkedCalls,
    serviceTerminals: status.serviceTerminals,
    wrapUpStart: msOf(status.wrapUpStart),
    wrapUpEnd: msOf(status.wrapUpEnd),
    availabilityStatus: status.availabilityStatus,
    note: status.note,
  };
}

function toldOf({ availability, wrapUp, terminals, talkingChangedAt }: User, parts: Parts): Said {
  return {
    talking: parts.size > 0,
    talkingStatusChanged: talkingChangedAt,
    parkedCalls: [...parts].filter(({ isHeld }) => isHeld).length,
    serviceTerminals: terminals.size,
    wrapUpStart: wrapUp?.startedAt ?? Number.NaN,
    wrapUpEnd: wrapUp === undefined ? Number.NaN : wrapUp.startedAt + wrapUp.maxSeconds * 1000,
    availabilityStatus: availability?.availability ?? 'OffWork',
    note: availability?.note ?? null,
  };
}

function compare(user: User, calls: CallParts, event: CentreEvent): Findings {
  const { said } = user;
  if (said === undefined) return [];
  const findings: Findings = [];
  const told = toldOf(user, calls.active(user.id));
  for (const name of Object.keys(said) as (keyof Said)[]) {
    if (Object.is(said[name], told[name])) continue;
    findings.push(`before ${label(event)}: ${name} is ${said[name]}, events say ${told[name]}`);
  }
  return findings;
}

/** Whether the fields of one UserStatus agree with each other. */
function inItself(status: Status): Findings {
  const isInWrapUp = status.wrapUpStart !== null;
  const canBeAllocatedTo =
    status.available &&
    status.serving &&
    !status.talking &&
    !isInWrapUp &&
    !status.fetchMode &&
    status.serviceTerminals > 0 &&
    status.activeQueues > 0;
  const isOnQueueOrList = status.activeQueueId !== null || status.activeCallListId !== null;
  return [
    canBeAllocatedTo === status.canBeAllocatedTo ? '' : 'canBeAllocatedTo is wrong',
    status.available === (status.availabilityStatus === 'Available') ? '' : 'available is wrong',
    status.schedule === (status.availabilityStatus !== 'OffWork') ? '' : 'schedule is wrong',
    isInWrapUp === (status.wrapUpEnd !== null) ? '' : 'wrap-up has only one end',
    status.talking || !isOnQueueOrList ? '' : 'active in a queue without talking',
    status.talking || status.parkedCalls === 0 ? '' : 'parked calls without a call',
    status.schedule || !status.serving ? '' : 'serves while off work',
    status.serving === status.activeQueues > 0 ? '' : 'serving and activeQueues disagree',
  ].filter((wrong) => wrong !== '');
}

const statusNames = Object.keys(userStatus.fields) as (keyof Status)[];

function differs(one: Status, other: Status): boolean {
  return statusNames.some((name) => one[name] !== other[name]);
}
