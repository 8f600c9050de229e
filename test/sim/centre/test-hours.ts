import { describe, expect, it } from 'vitest';
import { eventNames } from '../../../src/events/catalogue.ts';
import { whatFails } from './checks/every-check.ts';
import { hourOf } from './hour.ts';
import { livelinessOf } from './liveliness.ts';

/** Tests an hour of the default contact centre for each seed from one up to but not including the other. */
export function testHours(from: number, to: number): void {
  const seeds = Array.from({ length: to - from }, (_, index) => from + index);
  describe.each(seeds)('an hour of the contact centre with seed %i', (seed) => {
    it('holds together, is lively, and has all kinds of event', () => {
      const story = hourOf({ seed });
      expect(whatFails(story)).toEqual({});
      const kinds = new Set(story.events.map(({ definition }) => definition.name));
      expect([...kinds].toSorted()).toEqual(eventNames.toSorted());
      expectLively(livelinessOf(story.events));
    });
  });
}

function expectLively({
  eventsPerSecond,
  freeShare,
  waitingShare,
  snapshotShare,
  openStatuses,
}: ReturnType<typeof livelinessOf>): void {
  expect(eventsPerSecond).toBeGreaterThan(4);
  expect(eventsPerSecond).toBeLessThan(8);
  expect(freeShare).toBeGreaterThan(0.35);
  expect(freeShare).toBeLessThan(0.7);
  expect(waitingShare).toBeGreaterThan(0.2);
  expect(snapshotShare).toBeLessThan(0.5);
  expect([...openStatuses]).toEqual(expect.arrayContaining([3, 4, 5, 6]));
}
