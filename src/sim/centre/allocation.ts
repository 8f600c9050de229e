import { isFree } from './agent-state.ts';
import type { Agent, IncomingCall, Queue } from './entities.ts';

/**
 * The free agent to offer a call to: of those with the highest priority in the queue, the one who
 * has been without a call for longest. Null when nobody is free who hasn't refused it.
 */
export function bestAgent(queue: Queue, call: IncomingCall): Agent | null {
  let best: Agent | null = null;
  let bestPriority = Number.POSITIVE_INFINITY;
  // Members are sorted by priority.
  for (const { agent, priority } of queue.members) {
    if (priority > bestPriority) break;
    if (!isFree(agent) || call.refusedBy.has(agent)) continue;
    if (best !== null && best.idleSince <= agent.idleSince) continue;
    best = agent;
    bestPriority = priority;
  }
  return best;
}

/** The waiting call for an agent: from the queue with the highest priority, the longest wait. */
export function bestCall(agent: Agent): IncomingCall | null {
  let best: IncomingCall | null = null;
  let bestPriority = Number.POSITIVE_INFINITY;
  for (const { queue, priority } of agent.attachments) {
    const call = queue.waiting.find((waiting) => !waiting.refusedBy.has(agent));
    if (call === undefined || priority > bestPriority) continue;
    const isEarlier = best === null || call.enteredQueueAt < best.enteredQueueAt;
    if (priority < bestPriority || isEarlier) {
      best = call;
      bestPriority = priority;
    }
  }
  return best;
}
