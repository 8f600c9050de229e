import { expect, it } from 'vitest';
import { Agenda } from '../../../src/sim/centre/agenda.ts';
import { Random } from '../../../src/sim/centre/random.ts';

it('does what is due earliest first, and what is due together in the order of planning', () => {
  const agenda = new Agenda();
  const random = new Random('agenda');
  const planned = Array.from({ length: 500 }, (_, order) => ({ at: random.between(0, 50), order }));
  const done: typeof planned = [];
  for (const one of planned) agenda.plan(one.at, () => done.push(one));

  while (agenda.nextAt < Number.POSITIVE_INFINITY) agenda.next()?.run();

  const expected = planned.toSorted((one, other) => one.at - other.at || one.order - other.order);
  expect(done).toEqual(expected);
});

it('is empty at first and again at the end', () => {
  const agenda = new Agenda();
  expect(agenda.nextAt).toBe(Number.POSITIVE_INFINITY);
  expect(agenda.next()).toBeUndefined();

  agenda.plan(5, () => {});
  expect(agenda.nextAt).toBe(5);
  expect(agenda.next()?.at).toBe(5);
  expect(agenda.nextAt).toBe(Number.POSITIVE_INFINITY);
});
