import { userAlert } from '../../events/agent.ts';
import type { Centre } from './centre.ts';
import type { Queue } from './entities.ts';

/**
 * Sets off the alert on the queue's waiting calls once they reach its threshold; it is armed again
 * when they have fallen below. To be called when the queue's counters are told, so that the alert
 * has the value that everybody sees.
 */
export function checkAlert(centre: Centre, queue: Queue): void {
  const { alert } = queue;
  const isMet = queue.waiting.length >= alert.threshold;
  if (isMet && alert.armed) {
    centre.emit(userAlert, alert.user.id, {
      alertId: alert.id,
      userId: alert.user.id,
      organizationId: centre.organizationId,
      conditionName: `Calls waiting in ${queue.name}`,
      conditionValue: String(alert.threshold),
      conditionExpression: '>=',
      value: String(queue.waiting.length),
    });
  }
  alert.armed = !isMet;
}
