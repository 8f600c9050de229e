import { expect, it } from 'vitest';
import { ContactCentre } from '../../../src/sim/centre/contact-centre.ts';

const startAt = Date.parse('2026-03-02T08:00:00Z');
const hourMs = 3_600_000;

it('is as lively after a day as on the first, and keeps nothing that is over', () => {
  const centre = new ContactCentre({ seed: 'days', startAt, agents: 6, queues: 2 });
  const eventsOf = (hour: number) => centre.advanceTo(startAt + hour * hourMs).length;
  eventsOf(1);
  const second = eventsOf(2);
  centre.warmUp(22 * hourMs);
  const last = eventsOf(25);

  expect(last / second).toBeGreaterThan(0.75);
  expect(last / second).toBeLessThan(1.33);
  for (const { open, members } of centre.callLists) {
    expect(open.size).toBeLessThanOrEqual(4 * members.length);
    expect([...open.values()].every(({ isClosed }) => !isClosed)).toBe(true);
  }
  for (const queue of centre.queues) {
    expect(queue.waiting.length).toBeLessThanOrEqual(queue.capacity);
  }
});
