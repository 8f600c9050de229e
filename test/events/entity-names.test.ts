import { expect, it } from 'vitest';

import { EntityNames } from '../../src/events/entity-names.ts';

const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

it.each([
  ['a user', { userId: id, userName: 'Aino' }],
  ['a user, spelt in another way', { userId: id, username: 'Aino' }],
  ['a target', { targetUserId: id, targetUserName: 'Aino' }],
  ['a supervisor', { supervisorUserId: id, supervisorUserName: 'Aino' }],
  ['a queue', { queueId: id, queueName: 'Aino' }],
  ['a technical queue', { techQueueId: id, techQueueName: 'Aino' }],
])('learns the name of %s from an event', (_name, data) => {
  const names = new EntityNames();
  expect(names.nameOf(id)).toBeUndefined();
  names.learn(data);
  expect(names.nameOf(id)).toBe('Aino');
});

it('knows ids in any case', () => {
  const names = new EntityNames([{ id: id.toUpperCase(), name: 'Aino' }]);
  expect(names.nameOf(id)).toBe('Aino');
  names.learn({ queueId: 'ABC', queueName: 'Sales' });
  expect(names.nameOf('abc')).toBe('Sales');
});

it('keeps the name that a person gave', () => {
  const names = new EntityNames([{ id, name: 'Mine' }]);
  names.learn({ userId: id, userName: 'Theirs' });
  expect(names.nameOf(id)).toBe('Mine');
});

it('takes the newest of the names that events bring', () => {
  const names = new EntityNames();
  names.learn({ queueId: id, queueName: 'Sales' });
  names.learn({ queueId: id, queueName: 'Sales and service' });
  expect(names.nameOf(id)).toBe('Sales and service');
});

it.each([
  ['an empty name', { queueId: id, queueName: '' }],
  ['a name of another type', { queueId: id, queueName: 7 }],
  ['an id of another type', { queueId: null, queueName: 'Sales' }],
  ['no name', { queueId: id }],
  ['the name of something else', { queueId: id, userName: 'Aino' }],
])('does not learn from %s', (_name, data) => {
  const names = new EntityNames();
  names.learn(data);
  expect(names.nameOf(id)).toBeUndefined();
});
