import { queueStatus } from '../../../../src/events/queue.ts';
import { type Findings, label, payloadOf, type Story } from './story.ts';

/** Who refused a call gets it again after some seconds; no call waits much longer for a free agent. */
const longestMs = 15_000;

/** No call goes on waiting in a queue that has a free agent. */
export function checkAllocation({ events }: Story): Findings {
  const findings: Findings = [];
  const freeSince = new Map<string, number>();
  for (const event of events) {
    const counters = payloadOf(event, queueStatus);
    if (counters === undefined) continue;
    const { queueId, nbrOfQueuingRequesters, nbrOfAgentsImmediatelyFree, maxWaitTime } = counters;
    if (nbrOfQueuingRequesters === 0 || nbrOfAgentsImmediatelyFree === 0) {
      freeSince.delete(queueId);
      continue;
    }
    const since = freeSince.get(queueId) ?? event.at;
    freeSince.set(queueId, since);
    const bothMs = Math.min(event.at - since, maxWaitTime * 1000);
    if (bothMs > longestMs) findings.push(`${label(event)}: a call waits ${bothMs} ms`);
  }
  return findings;
}
