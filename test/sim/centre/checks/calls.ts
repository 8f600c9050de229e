import { CallParts } from './call-parts.ts';
import { type Findings, label, type Story } from './story.ts';

/** No user's part in a call is left alone for longer while it goes on. */
const longestSilenceMs = 10 * 60_000;

/** Each user's part in a call takes an allowed course and ends; a user has one call at a time. */
export function checkCalls({ events }: Story): Findings {
  const findings: Findings = [];
  const parts = new CallParts();
  for (const event of events) {
    const seen = parts.see(event);
    if (seen === undefined) continue;
    if (seen.wrong !== undefined) findings.push(`${label(event)}: ${seen.wrong}`);
    if (parts.active(seen.part.userId).size > 1) findings.push(`${label(event)}: a second call`);
  }
  const endAt = events.at(-1)?.at ?? 0;
  for (const { callId, stage, lastAt } of parts.all()) {
    const isEnded = stage === 'over' || stage === 'cancelled';
    if (!isEnded && endAt - lastAt > longestSilenceMs) findings.push(`${callId} stays ${stage}`);
  }
  return findings;
}
