import stringWidth from 'fast-string-width';
import { expect, it } from 'vitest';

import { EntityNames } from '../../src/events/entity-names.ts';
import { sampleIds } from '../../src/events/sample-ids.ts';
import { createRenderer } from '../../src/render/output-form.ts';
import type { Renderer, RenderOptions } from '../../src/render/renderer.ts';
import { messageOf, reception, renderOptions, sampleMessage } from '../support/rendering.ts';

function cards(options: Partial<RenderOptions> = {}): Promise<Renderer> {
  const names = new EntityNames([{ id: sampleIds.queue, name: 'Sales' }]);
  return createRenderer('table', renderOptions({ names, ...options }));
}

it('shows all fields of an event under its line, and spells out what is known of values', async () => {
  const renderer = await cards();
  expect(renderer.event(sampleMessage('QueueStatus'), reception)).toMatchInlineSnapshot(`
    "08:15:04.261  QueueStatus                     Sales                   waiting 2 · free 2 of 5 · talking 1
      queueId                     Sales
      organizationId              29f6e823-b484-4611-80c9-00505689257e
      queueName                   Sales
      nbrOfProviders              5
      nbrOfRequesters             4
      nbrOfServingAgentsEstimate  4
      nbrOfAllocated              1
      nbrOfConnected              1
      nbrOfQueuingRequesters      2
      nbrOfNotServedRequesters    3
      nbrOfAgentsLongTermAway     1
      nbrOfAgentsShortTermAway    2
      nbrOfAgentsImmediatelyFree  2
      nbrOfAgentsCheckedInQueue   4
      nbrOfAgentsOnWrapUp         0
      nbrOfAgentsOnFetchMode      0
      maxWaitTime                 42
      openStatus                  5  open

    "
  `);
});

it('wraps what is too long for the terminal', async () => {
  const renderer = await cards({ width: 70 });
  const note = 'Away until the afternoon because of a training day in the other building.';
  const message = messageOf({ data: { eventType: 'UserStatus', talking: false, note } });
  expect(renderer.event(message, reception)).toMatchInlineSnapshot(`
    "08:15:04.761  UserStatus            –             ? · Away until the afternoon because of a training day in the other building.
      talking  false
      note     Away until the afternoon because of a training day in the
               other building.

    "
  `);
});

it('breaks what is too long for a line, and loses nothing of it', async () => {
  const renderer = await cards({ width: 60 });
  const note = 'x'.repeat(60) + '日本語'.repeat(20) + '👩‍💻'.repeat(20);
  const message = messageOf({ data: { eventType: 'UserStatus', note, more: [note] } });
  const card = renderer.event(message, reception).split('\n').slice(1).join('\n');
  expect(card).not.toContain('…');
  expect(card.replaceAll(/\s/g, '')).toBe(`note${note}more["${note}"]notdocumented`);
  for (const line of card.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(60);
});

it('says which fields are not documented', async () => {
  const renderer = await cards();
  const message = messageOf({
    data: { eventType: 'UserStatus', talking: true, newField: [1, { a: 'b' }] },
  });
  expect(renderer.event(message, reception)).toMatchInlineSnapshot(`
    "08:15:04.761  UserStatus                      –                       talking
      talking   true
      newField  [1,{"a":"b"}]  not documented

    "
  `);
});

it('shows only what changed, when that is asked for', async () => {
  const renderer = await cards();
  const changes = [{ field: 'talking', from: false, to: true }];
  const text = renderer.event(sampleMessage('UserStatus'), { ...reception, changes });
  expect(text).toMatchInlineSnapshot(`
    "08:15:04.261  UserStatus                      aa9730c4                talking false → true
      talking  true

    "
  `);
});

it('shows an event without fields', async () => {
  const renderer = await cards();
  const message = messageOf({ data: { eventType: 'UserStatus', entityId: sampleIds.user } });
  expect(renderer.event(message, reception)).toMatchInlineSnapshot(`
    "08:15:04.761  UserStatus                      aa9730c4                ?

    "
  `);
});

it.each([
  ['a field named like something that every object has', { constructor: 'name', toString: 'x' }],
  ['a value named likewise', { openStatus: 'constructor' }],
  ['a value that can not be made a text of', { openStatus: { toString: 1, valueOf: 1 } }],
])('is not led astray by %s', async (_name, data) => {
  const renderer = await cards();
  const text = renderer.event(
    messageOf({ data: { eventType: 'QueueStatus', ...data } }),
    reception,
  );
  expect(text).not.toContain('function');
  for (const value of Object.values(data)) {
    expect(text).toContain(typeof value === 'string' ? value : JSON.stringify(value));
  }
});
