import { expect, it } from 'vitest';
import { ContactCentre } from '../../../src/sim/centre/contact-centre.ts';
import { emailOf } from '../../../src/sim/centre/names.ts';

const startAt = Date.parse('2026-03-02T08:00:00Z');

it('has 12 agents, 4 queues and 2 call lists unless told otherwise', () => {
  const centre = new ContactCentre({ seed: 1, startAt });

  expect(centre.agents).toHaveLength(12);
  expect(centre.queues.map(({ name }) => name)).toEqual(['Sales', 'Support', 'Billing', 'Orders']);
  expect(centre.queues.map(({ number }) => number)).toEqual([
    '+358201234500',
    '+358201234501',
    '+358201234502',
    '+358201234503',
  ]);
  expect(centre.callLists.map(({ name }) => name)).toEqual([
    'Callbacks Sales',
    'Callbacks Support',
  ]);
});

it('logs in as the first agent, a supervisor', () => {
  const { login, agents } = new ContactCentre({ seed: 2, startAt });

  expect(login).toBe(agents[0]);
  expect(login).toMatchObject({
    name: 'Aino Virtanen',
    email: 'aino.virtanen@example.com',
    isSupervisor: true,
  });
});

it('gives 2,000 agents ids, addresses and numbers of their own, and one to three queues', () => {
  const { agents, queues } = new ContactCentre({
    seed: 3,
    startAt,
    agents: 2000,
    queues: 200,
    callLists: 20,
  });

  for (const key of ['id', 'name', 'email', 'number', 'mobile'] as const) {
    expect(new Set(agents.map((agent) => agent[key])).size).toBe(2000);
  }
  expect(agents.every(({ email }) => /^[a-z.-]+@example\.com$/u.test(email))).toBe(true);
  expect(new Set(agents.map(({ attachments }) => attachments.length))).toEqual(new Set([1, 2, 3]));
  expect(queues.every(({ members }) => members.length > 0)).toBe(true);
});

it('writes addresses in plain letters', () => {
  expect(emailOf('Päivi Jørgensen')).toBe('paivi.jorgensen@example.com');
  expect(emailOf('Åsa Öberg')).toBe('asa.oberg@example.com');
});

it.each([{ agents: 0 }, { queues: 0 }, { callLists: -1 }, { agents: 1.5 }])(
  'refuses %o',
  (options) => {
    expect(() => new ContactCentre({ seed: 4, startAt, ...options })).toThrow(RangeError);
  },
);
