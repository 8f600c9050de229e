import { describe, expect, it } from 'vitest';
import { eventNames, events, findEvent, nestedTypes } from '../../src/events/catalogue.ts';

describe('lookup', () => {
  it.each([
    ['UserStatus', 'UserStatus'],
    ['userstatus', 'UserStatus'],
    ['USERCALLINCOMING', 'UserCallInComing'],
    ['UserTerminalStatusEvent', 'UserTerminalStatus'],
    ['userterminalstatus', 'UserTerminalStatus'],
    ['QueueCallIncoming', undefined],
    ['constructor', undefined],
    ['', undefined],
  ])('finds %j as %j', (name, expected) => {
    expect(findEvent(name)?.name).toBe(expected);
  });

  it('tells no two events by one name', () => {
    const names = events.flatMap((event) => [event.name, ...event.aliases]);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining([...eventNames]));
  });

  it('keeps families together', () => {
    const families = events.map((event) => event.family);
    const changes = families.filter((family, at) => family !== families[at - 1]);
    expect(changes).toEqual([...new Set(families)]);
  });
});

describe.each([...events, ...nestedTypes])('$name', ({ summary, fields, sample }) => {
  const sentence = /^[A-Z].*[^.]\.$/;

  it('is summed up in a sentence, and so is each field', () => {
    expect(summary).toMatch(sentence);
    for (const [name, { meaning }] of Object.entries(fields)) {
      expect(meaning, name).toMatch(sentence);
    }
  });

  it('explains known values in a few words', () => {
    const explained = Object.values(fields).flatMap(({ values }) => Object.values(values ?? {}));
    for (const meaning of explained) expect(meaning).toMatch(/^[a-z].*[^.]$/);
  });

  it('has a sample with exactly its fields, in their order', () => {
    expect(Object.keys(sample())).toEqual(Object.keys(fields));
  });
});

it('has well-formed ids in the samples', () => {
  const versionFour = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
  for (const { name, fields, ...one } of [...events, ...nestedTypes]) {
    const sample = one.sample();
    for (const [field, { type }] of Object.entries(fields)) {
      if (!type.startsWith('Guid') || sample[field] === null) continue;
      expect(sample[field], `${name}.${field}`).toMatch(versionFour);
    }
  }
});

it('compares snapshots by fields that the event has', () => {
  const compared = events.filter((event) => event.snapshotOf !== undefined);
  for (const { fields, snapshotOf = [] } of compared) {
    expect(Object.keys(fields)).toEqual(expect.arrayContaining([...snapshotOf]));
  }
  expect(compared.map((event) => event.name)).toEqual([
    'UserStatus',
    'UserAvailability',
    'UserTerminalStatus',
    'UserSetting',
    'UserSupervisionStatus',
    'QueueStatus',
    'CallbackChanged',
  ]);
});

it('lets only the frequent state events expire', () => {
  const expiring = events.filter((event) => event.messageTTLSeconds !== -1);
  expect(expiring.map((event) => [event.name, event.messageTTLSeconds])).toEqual([
    ['UserStatus', 60],
    ['QueueStatus', 60],
    ['CallbackChanged', 120],
  ]);
});
