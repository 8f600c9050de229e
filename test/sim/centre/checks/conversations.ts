import { userStatus } from '../../../../src/events/agent.ts';
import { userCallOutConnected, userCallOutGoing } from '../../../../src/events/outgoing-call.ts';
import { userSupervisionStatus } from '../../../../src/events/supervision.ts';
import { userRealTimeTranscriptPhrase } from '../../../../src/events/transcript.ts';
import { CallParts } from './call-parts.ts';
import { entry, type Findings, label, payloadOf, type Story } from './story.ts';

/** How much the recognition may take, beside what it always takes. */
const lagMs = 10;

/**
 * The phrases of a call follow each other, a longer one told by halves with the same beginning;
 * all offsets count from one moment, at which the call began.
 */
export function checkTranscripts({ events }: Story): Findings {
  const findings: Findings = [];
  const calls = new CallParts();
  const offsets = new Map<string, Spoken>();
  for (const event of events) {
    const part = calls.see(event)?.part;
    const phrase = payloadOf(event, userRealTimeTranscriptPhrase);
    if (phrase === undefined || part === undefined) continue;
    const spoken = entry(offsets, phrase.callId, () => ({
      final: -1,
      begunAt: undefined,
      half: undefined,
    }));
    const text = String(phrase.phrase);
    const { half } = spoken;
    const begunAt = event.at - phrase.offsetMilliseconds - phrase.duration;
    spoken.begunAt ??= begunAt;
    const wrong = [
      phrase.offsetMilliseconds > spoken.final ? '' : 'does not follow the one before',
      Math.abs(begunAt - spoken.begunAt) < lagMs ? '' : 'the call began at another moment',
      begunAt + phrase.offsetMilliseconds > part.connectedAt ? '' : 'said before the answer',
      half === undefined || half.offset === phrase.offsetMilliseconds ? '' : 'another beginning',
      half === undefined || text.startsWith(half.text) ? '' : 'other words',
    ].filter((one) => one !== '');
    findings.push(...wrong.map((one) => `${label(event)}: ${one}`));
    if (phrase.isIntermediate) spoken.half = { offset: phrase.offsetMilliseconds, text };
    else {
      spoken.final = phrase.offsetMilliseconds;
      spoken.half = undefined;
    }
  }
  return findings;
}

interface Spoken {
  /** Where the last complete phrase began. */
  final: number;
  begunAt: number | undefined;
  half: { readonly offset: number; readonly text: string } | undefined;
}

/** A supervisor listens in by a call of their own, and stops before either call ends. */
export function checkSupervision({ events }: Story): Findings {
  const findings: Findings = [];
  const calls = new CallParts();
  const legs = new Map<string, string>();
  const connected = new Set<string>();
  const supervised = new Map<string, { supervisorId: string; userId: string; callId: string }>();
  for (const event of events) {
    calls.see(event);
    const going = payloadOf(event, userCallOutGoing);
    if (going !== undefined) legs.set(String(going.legId), going.userId);
    const answered = payloadOf(event, userCallOutConnected);
    if (answered !== undefined) connected.add(String(answered.legId));
    const status = payloadOf(event, userSupervisionStatus);
    if (status !== undefined) {
      const leg = String(status.supervisorLegId);
      if (legs.get(leg) !== status.supervisorUserId || !connected.has(leg)) {
        findings.push(`${label(event)}: the supervisor has not called in`);
      }
      if (status.state === 0) supervised.delete(leg);
      else {
        const { supervisorUserId: supervisorId, targetUserId: userId, callId } = status;
        supervised.set(leg, { supervisorId, userId, callId });
      }
    }
    if (payloadOf(event, userStatus)?.talking !== false) continue;
    for (const { supervisorId, userId } of supervised.values()) {
      if (event.entityId === supervisorId || event.entityId === userId) {
        findings.push(`${label(event)}: still under supervision`);
      }
    }
  }
  return findings;
}
