import { checkAllocation } from './allocation.ts';
import { checkCallbacks } from './callbacks.ts';
import { checkCalls } from './calls.ts';
import { checkSupervision, checkTranscripts } from './conversations.ts';
import { checkOpening } from './opening.ts';
import { checkOrder, checkPayloads } from './payloads.ts';
import { checkPriorities } from './priorities.ts';
import { checkAlerts, checkQueueStatus } from './queue-status.ts';
import type { Findings, Story } from './story.ts';
import { checkUserStatus } from './user-status.ts';
import { checkWrapUps } from './wrap-ups.ts';

const checks: Readonly<Record<string, (story: Story) => Findings>> = {
  'has rising timestamps': checkOrder,
  'has complete payloads of the specified types': checkPayloads,
  'takes each call through an allowed course to its end': checkCalls,
  'tells of each user what the other events say': checkUserStatus,
  'counts in queues what the other events say': checkQueueStatus,
  'lets no call wait for an agent who is free': checkAllocation,
  'offers calls to the best agent who is free': checkPriorities,
  'takes calls into a queue only while it is open': checkOpening,
  'sets off alerts only where their condition holds': checkAlerts,
  'starts wrap-ups where they are due and ends them': checkWrapUps,
  'takes callbacks from creation over attempts to their end': checkCallbacks,
  'transcribes what is said, in order': checkTranscripts,
  'has supervisors call in': checkSupervision,
};

const mostShown = 5;

/** What does not hold in a story, and the first findings of each; empty when all is well. */
export function whatFails(story: Story): Readonly<Record<string, Findings>> {
  const failed = Object.entries(checks)
    .map(([what, check]) => [what, check(story).slice(0, mostShown)] as const)
    .filter(([, findings]) => findings.length > 0);
  return Object.fromEntries(failed);
}
