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
  const durationMs = line.text.length * paceMs;
  const startsAt = nextStart(centre, conversation, durationMs);
  const phrase = { line, startsAt, durationMs };
  const saidInMs = startsAt + durationMs + lagMs - centre.now;
  if (centre.now + saidInMs >= conversation.endsAt) return;
  centre.after(saidInMs - durationMs / 2, () => tellHalf(centre, conversation, phrase));
  centre.after(saidInMs, () => {
    tell(centre, conversation, phrase, line.text, durationMs, false);
    sayNext(centre, conversation, lines, index + 1);
  });
}

/** After a short silence; once the hold is over when the phrase would fall into it. */
function nextStart(centre: Centre, { hold }: Conversation, durationMs: number): number {
  const pauseMs = Math.round(centre.random.around(1_600, 0.4));
  const startsAt = centre.now + pauseMs;
  const overlapsHold =
    hold !== null && startsAt <= hold.to && startsAt + durationMs + lagMs >= hold.from;
  return overlapsHold ? hold.to + pauseMs : startsAt;
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
  { agent, callId, legId, queue, callList, callStartedAt }: Conversation,
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
    offsetMilliseconds: startsAt - callStartedAt,
    isIntermediate,
    realtimeType: 'Unknown',
  });
}
