import { expect, it } from 'vitest';
import { queueStatus } from '../../../src/events/queue.ts';
import { Centre } from '../../../src/sim/centre/centre.ts';
import type { Queue } from '../../../src/sim/centre/entities.ts';
import { createIncomingCall } from '../../../src/sim/centre/incoming-call.ts';
import { canTake, openStatusOf } from '../../../src/sim/centre/opening.ts';
import { callQueue, enterQueue } from '../../../src/sim/centre/queue-call.ts';
import { payloadOf } from './checks/story.ts';
import { hourOf } from './hour.ts';

function centreWithQueues(): { centre: Centre; plain: Queue; scripted: Queue } {
  const centre = new Centre({ seed: 'opening', startAt: 10_000 });
  const [plain, , , scripted] = centre.queues as readonly [Queue, Queue, Queue, Queue];
  return { centre, plain, scripted };
}

function checkIn({ members }: Queue): void {
  for (const { agent } of members) agent.serving = true;
}

/** Carries out what is planned for some time. */
function pass(centre: Centre, ms: number): void {
  const until = centre.now + ms;
  while (centre.agenda.nextAt <= until) {
    const task = centre.agenda.next();
    centre.now = task?.at ?? until;
    task?.run();
  }
}

it('has no active handler until somebody checks in, and says when it is closed', () => {
  const { plain, scripted } = centreWithQueues();
  expect([plain, scripted].map(openStatusOf)).toEqual([1, 2]);

  for (const queue of [plain, scripted]) queue.isClosed = true;
  expect([plain, scripted].map(openStatusOf)).toEqual([3, 4]);

  for (const queue of [plain, scripted]) checkIn(queue);
  expect([plain, scripted].map(openStatusOf)).toEqual([3, 4]);

  for (const queue of [plain, scripted]) queue.isClosed = false;
  expect([plain, scripted].map(openStatusOf)).toEqual([5, 6]);
});

it('takes calls only while it is open and has room', () => {
  const { centre, plain } = centreWithQueues();
  expect(canTake(plain)).toBe(false);
  checkIn(plain);
  expect(canTake(plain)).toBe(true);
  plain.isClosed = true;
  expect(canTake(plain)).toBe(false);
  plain.isClosed = false;
  for (let calls = 0; calls < plain.capacity; calls += 1) callQueue(centre, plain);
  expect(canTake(plain)).toBe(false);
});

it('leaves those waiting who came before it closed, and lets nobody follow', () => {
  const { centre, plain } = centreWithQueues();
  checkIn(plain);
  const early = createIncomingCall(centre, plain.number, 60_000);
  enterQueue(centre, early, plain);
  plain.isClosed = true;
  enterQueue(centre, createIncomingCall(centre, plain.number, 60_000), plain);

  expect(plain.waiting).toEqual([early]);
});

it('puts callers of a closed queue through to an open one, or has them called back', () => {
  const { centre, plain, scripted } = centreWithQueues();
  checkIn(scripted);
  plain.isClosed = true;
  let passedOn = 0;
  for (let calls = 0; calls < 40; calls += 1) {
    callQueue(centre, plain);
    pass(centre, 10_000);
    passedOn = Math.max(passedOn, scripted.waiting.length);
  }
  const callbacks = centre.callLists.flatMap(({ open }) => [...open.values()]);

  expect(plain.waiting).toEqual([]);
  expect(passedOn).toBeGreaterThan(0);
  expect(callbacks.length).toBeGreaterThan(0);
  expect(callbacks.some(({ queue, typeId }) => queue === plain && typeId === 1)).toBe(true);
});

it('shows every state of a queue within some hours', () => {
  const told = new Set<number>();
  for (const seed of [0, 1, 2, 3, 4, 5]) {
    for (const event of hourOf({ seed }).events) {
      const counters = payloadOf(event, queueStatus);
      if (counters !== undefined) told.add(counters.openStatus);
    }
  }

  expect(told).toEqual(new Set([1, 2, 3, 4, 5, 6]));
});
