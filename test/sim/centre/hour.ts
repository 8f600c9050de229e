import { type CentreOptions, ContactCentre } from '../../../src/sim/centre/contact-centre.ts';
import type { Story } from './checks/story.ts';

const startAt = Date.parse('2026-03-02T08:00:00Z');
const hourMs = 3_600_000;

/** The first hour of a contact centre. */
export function hourOf(options: Omit<CentreOptions, 'startAt'>): Story {
  const centre = new ContactCentre({ startAt, ...options });
  return { centre, events: centre.advanceTo(startAt + hourMs) };
}
