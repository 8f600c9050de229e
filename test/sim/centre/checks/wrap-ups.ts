import {
  userWrapUpEnabled,
  userWrapUpRequestInitiate,
  userWrapUpRequestTerminate,
  userWrapUpStarted,
  userWrapUpTerminated,
} from '../../../../src/events/wrap-up.ts';
import type { CentreEvent } from '../../../../src/sim/centre/contact-centre.ts';
import { CallParts } from './call-parts.ts';
import { type Findings, label, payloadOf, type Story } from './story.ts';

interface WrapUp {
  readonly userId: string;
  readonly callId: string | null;
  readonly maxSeconds: number;
  startedAt: number | undefined;
  requestedAt: number | undefined;
}

/**
 * A wrap-up starts only where it was enabled or asked for, when its call has ended, and is
 * terminated once, in time: by hand after a request, or by the timer.
 */
export function checkWrapUps({ events }: Story): Findings {
  const findings: Findings = [];
  const calls = new CallParts();
  const open = new Map<string, WrapUp>();
  for (const event of events) {
    calls.see(event);
    const wrong = announce(open, event) ?? start(open, calls, event) ?? terminate(open, event);
    if (wrong !== undefined && wrong !== '') findings.push(`${label(event)}: ${wrong}`);
  }
  const endAt = events.at(-1)?.at ?? 0;
  for (const [id, { userId, callId, startedAt, maxSeconds }] of open) {
    const isOnCall = [...calls.active(userId)].some((part) => part.callId === callId);
    if (startedAt === undefined ? !isOnCall : endAt - startedAt > maxSeconds * 1000) {
      findings.push(`wrap-up ${id} is left open`);
    }
  }
  return findings;
}

/** These return what is wrong, '' for nothing, and undefined for an event that isn't theirs. */
function announce(open: Map<string, WrapUp>, event: CentreEvent): string | undefined {
  const enabled = payloadOf(event, userWrapUpEnabled);
  const requested = payloadOf(event, userWrapUpRequestInitiate);
  const one = enabled ?? requested;
  if (one === undefined) return undefined;
  const maxSeconds = enabled?.maxWrapUpDurationSec ?? requested?.maxWrapUpTimeSec ?? 0;
  const { userId, callId } = one;
  const isKnown = open.has(one.wrapUpId);
  open.set(one.wrapUpId, {
    userId,
    callId,
    maxSeconds,
    startedAt: undefined,
    requestedAt: undefined,
  });
  if (isKnown) return 'announced twice';
  return maxSeconds > 0 ? '' : 'no time for it';
}

function start(
  open: Map<string, WrapUp>,
  calls: CallParts,
  event: CentreEvent,
): string | undefined {
  const started = payloadOf(event, userWrapUpStarted);
  if (started === undefined) return undefined;
  const wrapUp = open.get(started.wrapUpId);
  if (wrapUp === undefined || wrapUp.userId !== started.userId)
    return 'neither enabled nor asked for';
  if (wrapUp.startedAt !== undefined) return 'started twice';
  wrapUp.startedAt = event.at;
  if (calls.active(started.userId).size > 0) return 'started during a call';
  return wrapUp.callId === started.callId ? '' : 'belongs to another call';
}

function terminate(open: Map<string, WrapUp>, event: CentreEvent): string | undefined {
  const request = payloadOf(event, userWrapUpRequestTerminate);
  if (request !== undefined) {
    const wrapUp = [...open].find(
      ([id, { userId, startedAt }]) =>
        userId === request.userId && startedAt !== undefined && id === (request.wrapUpId ?? id),
    );
    if (wrapUp === undefined) return 'nothing to terminate';
    wrapUp[1].requestedAt = event.at;
    return '';
  }
  const ended = payloadOf(event, userWrapUpTerminated);
  if (ended === undefined) return undefined;
  const wrapUp = open.get(ended.wrapUpId);
  open.delete(ended.wrapUpId);
  if (wrapUp?.startedAt === undefined) return 'never started';
  const elapsedMs = event.at - wrapUp.startedAt;
  if (Math.abs(elapsedMs - ended.elapsedTimeSec * 1000) > 500) return 'elapsed time is wrong';
  if (elapsedMs > wrapUp.maxSeconds * 1000) return 'took too long';
  if (ended.reason === 'manual') return wrapUp.requestedAt === undefined ? 'not asked for' : '';
  const isTimeUp = elapsedMs === wrapUp.maxSeconds * 1000;
  return ended.reason === 'timer' && isTimeUp ? '' : `${ended.reason} before the time was up`;
}
