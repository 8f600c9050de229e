import { occupy, release } from './agent-state.ts';
import type { Centre } from './centre.ts';
import type { Agent, IncomingCall } from './entities.ts';
import { tellAllocated } from './incoming-call.ts';
import { moveTo } from './waiting-line.ts';

/** How an offer to an agent ends. */
export type RingOutcome = 'answered' | 'declined' | 'unanswered' | 'caller gone';

const ringTimeoutMs = 18_000;

/**
 * Offers a call to an agent, who is on it from now on. When it is not answered the agent is let
 * go before `then`; where the call goes is for the caller of this function to say and tell.
 */
export function ring(
  centre: Centre,
  call: IncomingCall,
  agent: Agent,
  detailedReason: string | null,
  then: (outcome: RingOutcome) => void,
): void {
  occupy(centre, agent, { queue: call.queue, callList: null });
  moveTo(centre, call, 'allocated');
  tellAllocated(centre, call, agent, detailedReason);

  const [outcome, afterMs] = offer(centre, call.queue === null ? 'direct' : 'queue');
  const isGone = centre.now + afterMs >= call.givesUpAt;
  const endsAt = isGone ? Math.max(call.givesUpAt, centre.now + 200) : centre.now + afterMs;
  centre.after(endsAt - centre.now, () => {
    if (isGone || outcome !== 'answered') release(centre, agent);
    then(isGone ? 'caller gone' : outcome);
  });
}

function offer(centre: Centre, kind: 'direct' | 'queue'): readonly [RingOutcome, number] {
  const { random, shares } = centre;
  if (shares.take(`declined ${kind}`, kind === 'direct' ? 0.15 : 0.05))
    return ['declined', random.between(1_500, 6_000)];
  if (shares.take(`unanswered ${kind}`, kind === 'direct' ? 0.12 : 0.05)) {
    return ['unanswered', ringTimeoutMs];
  }
  return ['answered', Math.min(random.around(3_600, 0.5), ringTimeoutMs - 1_000)];
}
