import { describe, expect, it } from 'vitest';
import { eventNames } from '../../../src/events/catalogue.ts';
import { ContactCentre } from '../../../src/sim/centre/contact-centre.ts';
import { checkAllocation } from './checks/allocation.ts';
import { checkCallbacks } from './checks/callbacks.ts';
import { checkCalls } from './checks/calls.ts';
import { checkSupervision, checkTranscripts } from './checks/conversations.ts';
import { checkOrder, checkPayloads } from './checks/payloads.ts';
import { checkAlerts, checkQueueStatus } from './checks/queue-status.ts';
import type { Findings, Story } from './checks/story.ts';
import { checkUserStatus } from './checks/user-status.ts';
import { checkWrapUps } from './checks/wrap-ups.ts';

const startAt = Date.parse('2026-03-02T08:00:00Z');
const hourMs = 3_600_000;

const rules: readonly (readonly [string, (story: Story) => Findings])[] = [
  ['has rising timestamps', checkOrder],
  ['has complete payloads of the specified types', checkPayloads],
  ['takes each call through an allowed course to its end', checkCalls],
  ['tells of each user what the other events say', checkUserStatus],
  ['counts in queues what the other events say', checkQueueStatus],
  ['lets no call wait for an agent who is free', checkAllocation],
  ['sets off alerts only where their condition holds', checkAlerts],
  ['starts wrap-ups where they are due and ends them', checkWrapUps],
  ['takes callbacks from creation over attempts to their end', checkCallbacks],
  ['transcribes what is said, in order', checkTranscripts],
  ['has supervisors call in', checkSupervision],
];

const centres = [
  ...Array.from({ length: 10 }, (_, seed) => ({ seed, options: {} })),
  { seed: 'very busy', options: { busyness: 4 } },
  { seed: 'alone', options: { agents: 1, queues: 1, callLists: 1 } },
  { seed: 'larger', options: { agents: 60, queues: 15, callLists: 5, busyness: 0.5 } },
];

describe.each(centres)(
  'an hour of the contact centre, seed $seed $options',
  ({ seed, options }) => {
    const centre = new ContactCentre({ seed, startAt, ...options });
    const events = centre.advanceTo(startAt + hourMs);

    it.each(rules)('%s', (_, check) => {
      expect(check({ events, centre }).slice(0, 5)).toEqual([]);
    });

    if (Object.keys(options).length > 0) return;
    it('has all 36 kinds of event, and is lively', () => {
      const kinds = new Set(events.map(({ definition }) => definition.name));
      expect([...kinds].toSorted()).toEqual(eventNames.toSorted());

      const perSecond = events.length / (hourMs / 1000);
      expect(perSecond).toBeGreaterThan(4);
      expect(perSecond).toBeLessThan(8);
      const snapshots = events.filter(({ definition }) =>
        /^(User|Queue)Status$/u.test(definition.name),
      );
      expect(snapshots.length / events.length).toBeLessThan(0.5);
    });
  },
);
