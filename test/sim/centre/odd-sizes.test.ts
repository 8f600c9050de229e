import { expect, it } from 'vitest';
import { whatFails } from './checks/every-check.ts';
import { hourOf } from './hour.ts';

it.each([
  { seed: 'very busy', busyness: 4 },
  { seed: 'quiet', busyness: 0.25 },
  { seed: 'silent', busyness: 0 },
  { seed: 'alone', agents: 1, queues: 1, callLists: 1 },
  { seed: 'more queues than agents', agents: 3, queues: 9, callLists: 1 },
  { seed: 'larger', agents: 60, queues: 15, callLists: 5, busyness: 0.5 },
])('an hour of the contact centre holds together with %o', (options) => {
  expect(whatFails(hourOf(options))).toEqual({});
});
