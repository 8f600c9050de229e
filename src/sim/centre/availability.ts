import { userAvailability } from '../../events/agent.ts';
import { type Absence, longAbsences, shortAbsences } from './absences.ts';
import { isIdle } from './agent-state.ts';
import type { Centre } from './centre.ts';
import { dateTime, endOfTime } from './date-time.ts';
import type { Agent } from './entities.ts';
import { connectTerminals, disconnectTerminals } from './terminals.ts';

const minuteMs = 60_000;
/** So many may be away at once, as a share of all. */
const mostAway = 0.2;

/** The agent comes to work: terminals, availability, queues. Absences follow from here on. */
export function checkIn(centre: Centre, agent: Agent): void {
  connectTerminals(centre, agent);
  agent.serving = true;
  becomeAvailable(centre, agent, 'User');
}

function becomeAvailable(centre: Centre, agent: Agent, eventSource: string): void {
  const note = centre.random.pick([null, null, 'At the Helsinki office', 'Working from home']);
  centre.away.delete(agent);
  agent.availability = { state: 'Available', note, transferNumber: null };
  tell(centre, agent, eventSource, endOfTime);
  planAbsence(centre, agent, centre.random.around(30 * minuteMs));
}

function planAbsence(centre: Centre, agent: Agent, inMs: number): void {
  centre.after(inMs, () => {
    const isTooEmpty = centre.away.size + 1 > centre.agents.length * mostAway;
    if (isTooEmpty || !isIdle(agent) || agent.comingWrapUp !== null) {
      planAbsence(centre, agent, centre.random.between(10, 30) * 1000);
      return;
    }
    goAway(centre, agent, pickAbsence(centre, agent));
  });
}

function pickAbsence(centre: Centre, agent: Agent): Absence {
  // Whoever logs in is agent number one, and would see little from an empty chair.
  const isLogin = agent === centre.agents[0];
  const isLong = !isLogin && centre.shares.take('long absence', 0.25);
  return centre.random.pick(isLong ? longAbsences : shortAbsences);
}

function goAway(centre: Centre, agent: Agent, absence: Absence): void {
  const [shortest, longest] = absence.minutes;
  const lengthMs = centre.random.between(shortest, longest) * minuteMs;
  centre.away.add(agent);
  agent.availability = {
    state: absence.state,
    note: centre.random.pick(absence.notes),
    transferNumber: absence.callsTo === 'mobile' ? agent.mobile : null,
  };
  const end = absence.hasEnd ? dateTime(centre.now + lengthMs) : endOfTime;
  tell(centre, agent, absence.eventSource, end);
  if (absence.state === 'OffWork') leave(centre, agent, lengthMs);
  else {
    const endedBy = absence.hasEnd ? 'Schedule' : 'User';
    centre.after(lengthMs, () => becomeAvailable(centre, agent, endedBy));
  }
}

function leave(centre: Centre, agent: Agent, lengthMs: number): void {
  agent.serving = false;
  agent.fetchMode = false;
  disconnectTerminals(centre, agent);
  centre.after(lengthMs, () => checkIn(centre, agent));
}

function tell(centre: Centre, agent: Agent, eventSource: string, endTime: string): void {
  const { state, note, transferNumber } = agent.availability;
  centre.touchedAgents.add(agent);
  centre.emit(userAvailability, agent.id, {
    userId: agent.id,
    organizationId: centre.organizationId,
    userName: agent.email,
    profileId: agent.profileIds[state],
    availability: state,
    startTime: dateTime(centre.now),
    endTime,
    note,
    eventSource,
    transferNumber,
  });
}
