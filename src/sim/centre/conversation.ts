import type { Centre } from './centre.ts';
import type { Conversation } from './entities.ts';
import { endHold, startHold } from './hold.ts';
import { offerToMonitor } from './monitoring.ts';
import { transcribe } from './transcript.ts';

/** Who talks, and over what. */
export type Parties = Omit<Conversation, 'startedAt' | 'endsAt' | 'isHeld'>;

const medianMs = 28_000;

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
    isHeld: false,
  };
  offerToMonitor(centre, conversation);
  if (isTranscribed(centre, conversation)) transcribe(centre, conversation);
  if (lengthMs > 15_000 && centre.shares.take(`hold ${parties.direction}`, 0.22)) {
    planHold(centre, conversation, lengthMs);
  }
  centre.after(lengthMs, () => then(conversation));
}

function isTranscribed(centre: Centre, { queue, callList }: Conversation): boolean {
  if (queue !== null) return queue.isTranscribed && centre.shares.take('transcript', 0.75);
  return callList !== null && centre.shares.take('callback transcript', 0.4);
}

function planHold(centre: Centre, conversation: Conversation, lengthMs: number): void {
  const beginsIn = lengthMs * (0.2 + 0.4 * centre.random.fraction());
  const lasts = lengthMs * (0.1 + 0.2 * centre.random.fraction());
  centre.after(beginsIn, () => startHold(centre, conversation));
  centre.after(beginsIn + lasts, () => endHold(centre, conversation));
}
