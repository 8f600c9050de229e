import { userTerminalStatusEvent } from '../../events/agent.ts';
import { isIdle } from './agent-state.ts';
import type { Centre } from './centre.ts';
import { dateTime } from './date-time.ts';
import type { Agent, Terminal } from './entities.ts';

const registrationMs = 3_600_000;
const silo = 'silox';

/** Registers the agent's terminals at check-in. */
export function connectTerminals(centre: Centre, agent: Agent): void {
  for (const terminal of agent.terminals) if (!terminal.online) connect(centre, agent, terminal);
}

/** Takes all of the agent's terminals off. */
export function disconnectTerminals(centre: Centre, agent: Agent): void {
  for (const terminal of agent.terminals) {
    if (terminal.online) tell(centre, agent, terminal, false);
  }
}

/** A terminal loses its line for a while; only one that is not on a call does. */
export function dropTerminal(centre: Centre, agent: Agent): boolean {
  const terminal = agent.terminals.find(({ online }) => online);
  if (terminal === undefined || !isIdle(agent)) return false;
  tell(centre, agent, terminal, false);
  centre.after(centre.random.between(15, 50) * 1000, () => {
    const isAtWork = agent.availability.state !== 'OffWork';
    if (!terminal.online && isAtWork) connect(centre, agent, terminal);
  });
  return true;
}

function connect(centre: Centre, agent: Agent, terminal: Terminal): void {
  const session = centre.random.hex(6);
  terminal.session = session;
  tell(centre, agent, terminal, true);
  planRenewal(centre, agent, terminal, session);
}

/** A terminal renews its registration before it expires. */
function planRenewal(centre: Centre, agent: Agent, terminal: Terminal, session: string): void {
  const inMs = centre.random.between(70, 90) * (registrationMs / 100);
  centre.after(inMs, () => {
    if (!terminal.online || terminal.session !== session) return;
    tell(centre, agent, terminal, true);
    planRenewal(centre, agent, terminal, session);
  });
}

function tell(centre: Centre, agent: Agent, terminal: Terminal, online: boolean): void {
  if (terminal.online !== online) agent.serviceTerminals += online ? 1 : -1;
  terminal.online = online;
  centre.touchedAgents.add(agent);
  centre.emit(userTerminalStatusEvent, agent.id, {
    userId: agent.id,
    organizationId: centre.organizationId,
    silo,
    session: terminal.session,
    expires: dateTime(centre.now + (online ? registrationMs : 0)),
    terminalType: 'User',
    terminalStatus: online ? 'Online' : 'Offline',
  });
}
