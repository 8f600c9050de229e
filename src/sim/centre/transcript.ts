import { userRealTimeTranscriptPhrase } from '../../events/transcript.ts';
import type { Centre } from './centre.ts';
import { callbackDialogues, incomingDialogues, type Line, speakerRoles } from './dialogues.ts';
import type { Conversation } from './entities.ts';

/** Speech in milliseconds a character. */
const paceMs = 65;
/** How long the recognition takes. */
const lagMs = 250;

/** A phrase as it is being said. */
interface Phrase {
  readonly line: Line;
  readonly startsAt: number;
  readonly durationMs: number;
}

/** Tells what is said on a call, phrase by phrase, until the call or the text is at its end. */
export function transcribe(centre: Centre, conversation: Conversation): void {
  const dialogues = conversation.direction === 'in' ? incomingDialogues : callbackDialogues;
  sayNext(centre, conversation, centre.random.pick(dialogues), 0);
}

function sayNext(
  centre: Centre,
  conversation: Conversation,
  lines: readonly Line[],
  index: number,
): void {
  const line = lines[index];
  if (line === undefined) return;
  const pauseMs = Math.round(centre.random.around(2_200, 0.4));
  const durationMs = line.text.length * paceMs;
  const startsAt = centre.now + pauseMs;
  const toldAt = startsAt + durationMs + lagMs;
  if (toldAt >= conversation.endsAt) return;

  centre.after(pauseMs, () => {
    // Nobody hears anybody while the call is on hold.
    if (conversation.isHeld) {
      sayNext(centre, conversation, lines, index);
      return;
    }
    const phrase = { line, startsAt, durationMs };
    centre.after(durationMs / 2 + lagMs, () => tellHalf(centre, conversation, phrase));
    centre.after(durationMs + lagMs, () => {
      tell(centre, conversation, phrase, phrase.line.text, durationMs, false);
      sayNext(centre, conversation, lines, index + 1);
    });
  });
}

/** A longer phrase is told once while it is still being said. */
function tellHalf(centre: Centre, conversation: Conversation, phrase: Phrase): void {
  const words = phrase.line.text.split(' ');
  if (words.length < 6) return;
  const half = words
    .slice(0, Math.ceil(words.length / 2))
    .join(' ')
    .replace(/[,.?!]$/u, '');
  tell(centre, conversation, phrase, half, Math.round(phrase.durationMs / 2), true);
}

function tell(
  centre: Centre,
  { agent, callId, legId, queue, callList, startedAt }: Conversation,
  { line, startsAt }: Phrase,
  phrase: string,
  duration: number,
  isIntermediate: boolean,
): void {
  centre.emit(userRealTimeTranscriptPhrase, agent.id, {
    callId,
    legId,
    userId: agent.id,
    organizationId: centre.organizationId,
    queueId: queue?.id ?? null,
    callListId: callList?.id ?? null,
    speakerRole: speakerRoles[line.speaker],
    phrase,
    confidence: centre.random.between(isIntermediate ? 55 : 78, isIntermediate ? 84 : 98) / 100,
    duration,
    offsetMilliseconds: startsAt - startedAt,
    isIntermediate,
    realtimeType: 'Unknown',
  });
}
