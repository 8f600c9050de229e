import { canCall } from './agent-state.ts';
import { tellCallback } from './callback-event.ts';
import type { Centre } from './centre.ts';
import { dateTime } from './date-time.ts';
import type { Agent, Callback } from './entities.ts';
import { type OutgoingResult, placeCall } from './outgoing-call.ts';

const mostAttempts = 3;
const retryMs = [150_000, 400_000] as const;

/** How an attempt went, as the lists number it; the specification names no numbers. */
const attemptType = { notReached: 1, reached: 2 } as const;

const notReachedNotes = ['No answer, will try again', 'Busy, will try again', null];
const reachedNotes = ['Done', 'Customer is happy now', 'Order changed', null];

/** Sees to it that somebody handles the callback, from then on. */
export function planHandling(centre: Centre, callback: Callback, inMs: number): void {
  centre.after(inMs, () => handle(centre, callback));
}

function handle(centre: Centre, callback: Callback): void {
  if (centre.now >= callback.expiresAt) {
    close(centre, callback, null);
    return;
  }
  const agent = callback.assignedTo ?? findAgent(centre, callback);
  if (agent === null) planHandling(centre, callback, centre.random.between(15, 30) * 1000);
  else if (callback.assignedTo === agent) attempt(centre, callback, agent);
  else {
    callback.assignedTo = agent;
    tellCallback(centre, callback, agent);
    centre.after(centre.random.between(800, 3_000), () => attempt(centre, callback, agent));
  }
}

/** An agent of the list with nothing else to do. */
function findAgent(centre: Centre, { list }: Callback): Agent | null {
  for (let tries = 0; tries < 4; tries += 1) {
    const agent = centre.random.pick(list.members);
    if (agent.serving && canCall(agent)) return agent;
  }
  return null;
}

function attempt(centre: Centre, callback: Callback, agent: Agent): void {
  if (canCall(agent)) {
    placeCall(centre, agent, callback.contactNumber, callback, (result) =>
      finish(centre, callback, agent, result),
    );
    return;
  }
  const isGone = !agent.serving || agent.availability.state !== 'Available';
  if (isGone && callback.personalTo === null) {
    callback.assignedTo = null;
    tellCallback(centre, callback, null);
  }
  planHandling(centre, callback, centre.random.between(8, 25) * 1000);
}

function finish(centre: Centre, callback: Callback, agent: Agent, result: OutgoingResult): void {
  const { random } = centre;
  callback.attempts = [
    ...callback.attempts,
    {
      id: random.guid(),
      userId: agent.id,
      timestamp: dateTime(centre.now),
      callbackAttemptTypeId: result.wasAnswered ? attemptType.reached : attemptType.notReached,
      note: random.pick(result.wasAnswered ? reachedNotes : notReachedNotes),
      recordingId: result.recordingId,
      callId: result.callId,
    },
  ];
  const isDone = result.wasAnswered || callback.attempts.length >= mostAttempts;
  const [soonest, latest] = retryMs;
  const pauseMs = random.between(soonest, latest);
  if (!isDone) {
    callback.assignedTo = callback.personalTo;
    callback.notBefore = centre.now + pauseMs;
  }
  tellCallback(centre, callback, agent);
  if (isDone) centre.after(random.between(3_000, 12_000), () => close(centre, callback, agent));
  else planHandling(centre, callback, pauseMs);
}

/** `by`: the agent who closes it; null when it lapses. */
function close(centre: Centre, callback: Callback, by: Agent | null): void {
  callback.isClosed = true;
  callback.classificationId = by === null ? null : centre.random.pick(centre.classificationIds);
  callback.list.open.delete(callback.id);
  tellCallback(centre, callback, by);
}
