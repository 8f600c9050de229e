import { userStatus } from '../../../../src/events/agent.ts';
import { callbackChanged, userCallInCallbackCreated } from '../../../../src/events/callback.ts';
import type { Payload } from '../../../../src/events/definition.ts';
import { userCallOutGoing } from '../../../../src/events/outgoing-call.ts';
import { type Findings, label, msOf, payloadOf, type Story } from './story.ts';

type Callback = Payload<typeof callbackChanged.fields>;

/** Who called whom, and in whose list that was. */
interface Attempt {
  readonly userId: string;
  readonly targetNumber: string | null;
  callListId: string | null;
}

/**
 * A callback is created once, changed, and closed for good; its attempts grow one by one, and each
 * is a call that its user made to the contact on behalf of the list.
 */
export function checkCallbacks({ events }: Story): Findings {
  const findings: Findings = [];
  const callbacks = new Map<string, Callback>();
  const calls = new Map<string, Attempt>();
  const latestCall = new Map<string, Attempt>();
  for (const event of events) {
    const going = payloadOf(event, userCallOutGoing);
    if (going !== undefined) {
      const attempt = { userId: going.userId, targetNumber: going.targetNumber, callListId: null };
      calls.set(going.callId, attempt);
      latestCall.set(going.userId, attempt);
    }
    const status = payloadOf(event, userStatus);
    const call = status?.talking === true ? latestCall.get(status.userId) : undefined;
    if (call !== undefined && status?.activeCallListId) call.callListId = status.activeCallListId;

    const wrong: Findings = [];
    const personal = payloadOf(event, userCallInCallbackCreated);
    if (personal !== undefined) {
      const callback = callbacks.get(personal.callBackId);
      if (callback?.assignedUserId !== personal.userId) wrong.push('not assigned to the user');
    }
    const next = payloadOf(event, callbackChanged);
    if (next !== undefined) {
      wrong.push(...change(callbacks.get(next.callBackId), next, event.at, calls));
      callbacks.set(next.callBackId, next);
    }
    findings.push(...wrong.map((one) => `${label(event)}: ${one}`));
  }
  return findings;
}

function change(
  before: Callback | undefined,
  next: Callback,
  at: number,
  calls: Map<string, Attempt>,
): Findings {
  const attempts = next.callbackAttempts ?? [];
  const known = before?.callbackAttempts ?? [];
  const last = attempts.at(-1);
  const fresh = attempts.slice(known.length);
  return [
    next.created === (before === undefined) ? '' : 'created at the wrong time',
    before?.isClosed === true ? 'changed after its end' : '',
    msOf(next.modified) === at ? '' : 'modified at another time',
    attempts.slice(0, known.length).every((one, index) => one.id === known[index]?.id)
      ? ''
      : 'attempts were lost',
    fresh.length <= 1 ? '' : 'more than one attempt at once',
    last?.timestamp === next.lastAttemptTimestamp || last === undefined ? '' : 'last attempt',
    (last?.userId ?? null) === next.lastAttemptUserId ? '' : 'user of the last attempt',
    ...fresh.map((attempt) => {
      const call = calls.get(attempt.callId ?? '');
      return call?.userId === attempt.userId &&
        call.targetNumber === next.contactNumber &&
        call.callListId === next.callListId
        ? ''
        : 'an attempt without its call';
    }),
  ].filter((wrong) => wrong !== '');
}
