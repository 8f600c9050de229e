import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  type CentreEvent,
  type CentreOptions,
  ContactCentre,
} from '../../../src/sim/centre/contact-centre.ts';

const startAt = Date.parse('2026-03-02T08:00:00Z');
const minuteMs = 60_000;
const tenMinutesOn = startAt + 10 * minuteMs;
const anHourOn = startAt + 60 * minuteMs;

function create(options: Partial<CentreOptions> = {}): ContactCentre {
  return new ContactCentre({ seed: 'again', startAt, ...options });
}

function payloads(events: readonly CentreEvent[]): string {
  return events.map(({ data }) => JSON.stringify(data)).join('\n');
}

it.each([0, 1, 2, 'again'])('tells the same hour, byte for byte, for the same seed: %s', (seed) => {
  const first = payloads(create({ seed }).advanceTo(anHourOn));
  const second = payloads(create({ seed }).advanceTo(anHourOn));

  expect(second).toBe(first);
});

it('tells a story of its own for each seed', () => {
  const stories = Array.from({ length: 10 }, (_, seed) =>
    payloads(create({ seed }).advanceTo(startAt + minuteMs)),
  );

  expect(new Set(stories).size).toBe(10);
});

it('tells the story that it told when it was written', () => {
  // Changes whenever the simulation does; on another machine, never.
  const story = payloads(create().advanceTo(tenMinutesOn));

  expect(createHash('sha256').update(story).digest('hex').slice(0, 16)).toMatchInlineSnapshot(
    `"af7ae048f86a6d92"`,
  );
});

it('takes a seed as number or text', () => {
  const number = payloads(create({ seed: 7 }).advanceTo(tenMinutesOn));

  expect(payloads(create({ seed: '7' }).advanceTo(tenMinutesOn))).toBe(number);
});

it.each([{ seed: 'other' }, { agents: 13 }, { busyness: 2 }, { startAt: startAt + 1 }])(
  'tells another story with %o',
  (other) => {
    const usual = payloads(create().advanceTo(tenMinutesOn));

    expect(payloads(create(other).advanceTo(tenMinutesOn))).not.toBe(usual);
  },
);

it('tells the same story in whatever steps it is asked to advance', () => {
  const whole = payloads(create().advanceTo(tenMinutesOn));

  const inSteps = create();
  const events: CentreEvent[] = [];
  for (let at = startAt; at < tenMinutesOn; at += 777) events.push(...inSteps.advanceTo(at));
  events.push(...inSteps.advanceTo(tenMinutesOn));
  expect(payloads(events)).toBe(whole);

  const byOccasion = create();
  const occasions: CentreEvent[] = [];
  while (byOccasion.nextAt() <= tenMinutesOn) {
    occasions.push(...byOccasion.advanceTo(byOccasion.nextAt()));
  }
  expect(payloads(occasions)).toBe(whole);
});

it('goes on after a warm-up as if all had been told', () => {
  const told = create();
  told.advanceTo(startAt + 5 * minuteMs);
  const warmedUp = create();
  warmedUp.warmUp(5 * minuteMs);

  const expected = payloads(told.advanceTo(tenMinutesOn));
  expect(payloads(warmedUp.advanceTo(tenMinutesOn))).toBe(expected);
  expect(warmedUp.agents.some(({ occupation }) => occupation !== null)).toBe(true);
});

it('returns nothing for a time that is past', () => {
  const centre = create();
  centre.advanceTo(tenMinutesOn);

  expect(centre.advanceTo(startAt)).toEqual([]);
  expect(centre.nextAt()).toBeGreaterThan(tenMinutesOn);
});
