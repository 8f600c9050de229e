import { expect, test } from 'vitest';

import {
  dependsOnOffer,
  planSubscriptions,
  type Selection,
} from '../../../src/commands/tail/selection.ts';
import { readEventPattern } from '../../../src/commands/event-pattern.ts';
import { eventNames, events } from '../../../src/events/catalogue.ts';

async function selectionOf(...names: string[]): Promise<Selection> {
  return {
    entities: (['User', 'Queue', 'CallList'] as const).map((kind) => ({ kind, id: `one ${kind}` })),
    patterns: await Promise.all(names.map(readEventPattern)),
    excluded: [],
    explicit: [],
  };
}

const offers: [string, readonly string[]][] = [
  ['nothing', []],
  ['everything', eventNames],
  ['everything by its other names', events.flatMap(({ name, aliases }) => aliases[0] ?? name)],
  ['everything in another case', eventNames.map((name) => name.toUpperCase())],
  ['what nobody knows', ['UserMood']],
];

test('where the offer is not asked for, it would change nothing', async () => {
  for (const name of eventNames) {
    const selection = await selectionOf(name);
    if (dependsOnOffer(selection)) continue;
    for (const [, offered] of offers)
      expect(planSubscriptions(selection, offered)).toEqual(planSubscriptions(selection, []));
  }
});

test('it is asked for only where one event has two names', async () => {
  const asking: string[] = [];
  for (const { name } of events) if (dependsOnOffer(await selectionOf(name))) asking.push(name);
  expect(asking).toEqual(
    events.filter(({ aliases }) => aliases.length > 0).map(({ name }) => name),
  );
});

test('it is asked for where all events are wanted', async () => {
  expect(dependsOnOffer(await selectionOf())).toBe(true);
});
