import type { Centre } from './centre.ts';
import type { Conversation } from './entities.ts';
import { endHold, startHold } from './hold.ts';
import { offerToMonitor } from './monitoring.ts';
import { transcribe } from './transcript.ts';

/** Who talks, and over what. */
export type Parties = Omit<Conversation, 'startedAt' | 'endsAt' | 'hold'>;

const medianMs = 18_000;

/**
 * Carries on a conversation that begins now: hold, transcript, listening in. All of it is over
 * when `then` is called.
 */
export function converse(
  centre: Centre,
  parties: Parties,
  then: (conversation: Conversation) => void,
): void {
  const lengthMs = Math.round(centre.random.around(medianMs, 0.6));
  const conversation: Conversation = {
    ...parties,
    startedAt: centre.now,
    endsAt: centre.now + lengthMs,
    hold: planHold(centre, parties.direction, lengthMs),
  };
  offerToMonitor(centre, conversation);
  if (isTranscribed(centre, conversation)) transcribe(centre, conversation);
  if (conversation.hold !== null) {
    centre.after(conversation.hold.from - centre.now, () => startHold(centre, conversation));
    centre.after(conversation.hold.to - centre.now, () => endHold(centre, conversation));
  }
  centre.after(lengthMs, () => then(conversation));
}

function isTranscribed(centre: Centre, { queue, callList }: Conversation): boolean {
  if (queue !== null) return queue.isTranscribed && centre.shares.take('transcript', 0.9);
  return callList !== null && centre.shares.take('callback transcript', 0.4);
}

function planHold(
  centre: Centre,
  direction: Conversation['direction'],
  lengthMs: number,
): Conversation['hold'] {
  if (lengthMs < 15_000 || !centre.shares.take(`hold ${direction}`, 0.22)) return null;
  const from = centre.now + Math.round(lengthMs * (0.2 + 0.4 * centre.random.fraction()));
  return { from, to: from + Math.round(lengthMs * (0.1 + 0.2 * centre.random.fraction())) };
}
