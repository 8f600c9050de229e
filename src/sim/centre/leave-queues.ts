import type { Centre } from './centre.ts';
import type { Agent } from './entities.ts';

/** The agent, who must be serving and idle, leaves the queues without being away, until then. */
export function leaveQueues(centre: Centre, agent: Agent, until: number): void {
  agent.serving = false;
  centre.touchedAgents.add(agent);
  centre.after(until - centre.now, () => {
    if (agent.availability.state === 'OffWork') return;
    agent.serving = true;
    centre.touchedAgents.add(agent);
  });
}
