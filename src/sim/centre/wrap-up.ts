import {
  userWrapUpEnabled,
  userWrapUpRequestInitiate,
  userWrapUpRequestTerminate,
  userWrapUpStarted,
  userWrapUpTerminated,
} from '../../events/wrap-up.ts';
import type { Centre } from './centre.ts';
import type { Agent, WrapUp } from './entities.ts';

const wrapUpType = 'Unavailable';

/** What a wrap-up belongs to. */
export type WrapUpWork = Pick<
  WrapUp,
  'callId' | 'legId' | 'queueId' | 'callListId' | 'callBackId' | 'maxSeconds'
>;

/** Says that the present service call will be followed by a wrap-up. */
export function enableWrapUp(centre: Centre, agent: Agent, work: WrapUpWork): void {
  const wrapUp = createWrapUp(centre, work);
  agent.comingWrapUp = wrapUp;
  centre.emit(userWrapUpEnabled, agent.id, limited(centre, agent, wrapUp));
}

/** The agent asks for a wrap-up: after the present call, or at once when there is none. */
export function requestWrapUp(centre: Centre, agent: Agent, work: WrapUpWork): void {
  const wrapUp = createWrapUp(centre, work);
  agent.comingWrapUp = wrapUp;
  centre.emit(userWrapUpRequestInitiate, agent.id, {
    organizationId: centre.organizationId,
    callId: wrapUp.callId,
    legId: wrapUp.legId,
    userId: agent.id,
    queueId: wrapUp.queueId,
    callBackListId: wrapUp.callListId,
    callBackId: wrapUp.callBackId,
    maxWrapUpTimeSec: wrapUp.maxSeconds,
    allowWithoutCall: wrapUp.callId === null ? 2 : 0,
    wrapUpId: wrapUp.id,
  });
  if (agent.occupation === null) begin(centre, agent, wrapUp);
}

/** To be called when a call of the agent's has ended. */
export function startComingWrapUp(centre: Centre, agent: Agent): void {
  if (agent.comingWrapUp !== null) begin(centre, agent, agent.comingWrapUp);
}

function begin(centre: Centre, agent: Agent, wrapUp: WrapUp): void {
  agent.comingWrapUp = null;
  agent.wrapUp = wrapUp;
  wrapUp.startedAt = centre.now;
  centre.touchedAgents.add(agent);
  centre.emit(userWrapUpStarted, agent.id, limited(centre, agent, wrapUp));

  const neededMs = centre.random.around(wrapUp.maxSeconds * 650, 0.6);
  const limitMs = wrapUp.maxSeconds * 1000;
  if (neededMs + 1000 < limitMs) centre.after(neededMs, () => endByHand(centre, agent, wrapUp));
  else centre.after(limitMs, () => terminate(centre, agent, wrapUp, 'timer'));
}

function endByHand(centre: Centre, agent: Agent, wrapUp: WrapUp): void {
  centre.emit(userWrapUpRequestTerminate, agent.id, {
    userId: agent.id,
    organizationId: centre.organizationId,
    reason: 'manual',
    wrapUpId: centre.random.chance(0.7) ? wrapUp.id : null,
  });
  centre.after(centre.random.between(40, 300), () => terminate(centre, agent, wrapUp, 'manual'));
}

function terminate(centre: Centre, agent: Agent, wrapUp: WrapUp, reason: 'manual' | 'timer'): void {
  const elapsedMs = centre.now - (wrapUp.startedAt ?? centre.now);
  agent.wrapUp = null;
  centre.touchedAgents.add(agent);
  centre.emit(userWrapUpTerminated, agent.id, {
    ...subject(centre, agent, wrapUp),
    reason,
    elapsedTimeSec: Math.round(elapsedMs / 1000),
    wrapUpType,
    wrapUpId: wrapUp.id,
  });
}

function createWrapUp(centre: Centre, work: WrapUpWork): WrapUp {
  return { id: centre.random.guid(), ...work, startedAt: null };
}

function limited(centre: Centre, agent: Agent, wrapUp: WrapUp) {
  return {
    ...subject(centre, agent, wrapUp),
    maxWrapUpDurationSec: wrapUp.maxSeconds,
    wrapUpType,
    wrapUpId: wrapUp.id,
  };
}

function subject(centre: Centre, agent: Agent, wrapUp: WrapUp) {
  return {
    organizationId: centre.organizationId,
    callId: wrapUp.callId,
    legId: wrapUp.legId,
    userId: agent.id,
    queueId: wrapUp.queueId,
    callListId: wrapUp.callListId,
    callBackId: wrapUp.callBackId,
  };
}
