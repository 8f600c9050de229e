import { canCall, isIdle } from './agent-state.ts';
import { callbackByHand } from './callback.ts';
import type { Centre } from './centre.ts';
import type { Agent } from './entities.ts';
import { leaveQueues } from './leave-queues.ts';
import { callQueue, takeNextCall } from './queue-call.ts';
import { changeSetting } from './settings.ts';
import { dropTerminal } from './terminals.ts';
import { requestWrapUp } from './wrap-up.ts';

/** Returns whether it could happen. */
type Happening = (centre: Centre, agent: Agent) => boolean;

/** With the default number of agents one of them comes about this often. */
const meanPauseMs = 24_000;
const usualAgents = 12;
const tries = 12;

/**
 * What would be rare if it were left to chance. They come in turn, so that an hour has all of
 * them.
 */
const happenings: readonly Happening[] = [
  setting,
  rush,
  wrapUpWithoutCall,
  dropTerminal,
  noteCallback,
  fetchMode,
  setting,
  pause,
];

/** Starts the round, which goes on for ever. */
export function planHappenings(centre: Centre): void {
  const pauseMs = (meanPauseMs * usualAgents) / centre.agents.length;
  const next = (turn: number): void =>
    centre.after(centre.random.around(pauseMs, 0.4), () => {
      const happening = happenings[turn % happenings.length];
      // What finds nobody to happen to keeps its turn.
      const happened = happening === undefined || happenToSomebody(centre, happening);
      next(happened ? turn + 1 : turn);
    });
  next(centre.random.between(0, happenings.length - 1));
}

function happenToSomebody(centre: Centre, happening: Happening): boolean {
  for (let count = 0; count < tries; count += 1) {
    if (happening(centre, centre.random.pick(centre.agents))) return true;
  }
  return false;
}

function setting(centre: Centre, agent: Agent): boolean {
  changeSetting(centre, agent);
  return true;
}

/** Many customers have the same question at once: more than there are free agents. */
function rush(centre: Centre): boolean {
  const queue = centre.random.pick(centre.queues);
  if (centre.busyness <= 0) return true;
  const calls =
    queue.members.filter(({ agent }) => isIdle(agent)).length + queue.alert.threshold + 1;
  for (let count = 1; count <= calls; count += 1) {
    centre.after(count * 450, () => callQueue(centre, queue));
  }
  return true;
}

function wrapUpWithoutCall(centre: Centre, agent: Agent): boolean {
  if (!agent.serving || !canCall(agent)) return false;
  requestWrapUp(centre, agent, {
    callId: null,
    legId: null,
    queueId: null,
    callListId: null,
    callBackId: null,
    maxSeconds: 60,
  });
  return true;
}

function noteCallback(centre: Centre, agent: Agent): boolean {
  const list = agent.callLists[0];
  return list !== undefined && agent.serving && callbackByHand(centre, list, agent);
}

/** For some minutes the agent picks calls instead of being given them. */
function fetchMode(centre: Centre, agent: Agent): boolean {
  if (agent.fetchMode || !agent.serving || !canCall(agent)) return false;
  const endsAt = centre.now + centre.random.between(90, 200) * 1000;
  agent.fetchMode = true;
  centre.touchedAgents.add(agent);
  const look = (): void =>
    centre.after(centre.random.between(3_000, 9_000), () => {
      if (!agent.fetchMode) return;
      if (centre.now < endsAt) {
        takeNextCall(centre, agent);
        look();
      } else {
        agent.fetchMode = false;
        centre.touchedAgents.add(agent);
      }
    });
  look();
  return true;
}

/** The agent has a moment without calls. */
function pause(centre: Centre, agent: Agent): boolean {
  if (!agent.serving || !canCall(agent)) return false;
  leaveQueues(centre, agent, centre.now + centre.random.between(30, 100) * 1000);
  return true;
}
