import { coloursOf } from '../../src/render/colours.ts';
import { expect, it } from 'vitest';

import { EntityNames } from '../../src/events/entity-names.ts';
import { sampleIds } from '../../src/events/sample-ids.ts';
import { createRenderer } from '../../src/render/output-form.ts';
import type { RenderOptions } from '../../src/render/renderer.ts';
import { messageOf, reception, renderOptions, sampleMessage } from '../support/rendering.ts';

const fields = ['userId', 'talking', 'parkedCalls', 'note', 'availabilityStatus'];

async function rowsOf(options: Partial<RenderOptions> = {}): Promise<string> {
  const names = new EntityNames([{ id: sampleIds.user, name: 'Aino' }]);
  const renderer = await createRenderer('table', renderOptions({ fields, names, ...options }));
  return [
    renderer.event(sampleMessage('UserStatus'), reception),
    renderer.event(
      sampleMessage('UserStatus', { talking: false, note: 'At lunch until two', parkedCalls: 12 }),
      reception,
    ),
    renderer.event(sampleMessage('UserAvailability'), reception),
    renderer.event(sampleMessage('UserStatus'), reception),
  ].join('');
}

it('puts fields into columns under a header, which grow as they must', async () => {
  expect(await rowsOf()).toMatchInlineSnapshot(`
    "time          userId            talking  parkedCalls  note   availabilityStatus
    08:15:04.261  Aino              true     0            –      Available
    08:15:04.261  Aino              false    12           At lunch until two  Available
    08:15:04.261  Aino                                    At the Helsinki office
    08:15:04.261  Aino              true     0            –                       Available
    "
  `);
});

it.each(['iso', 'delta', 'none'] as const)(
  'puts times before them in the form %s',
  async (timestamps) => {
    const [header = '', first = ''] = (await rowsOf({ timestamps })).split('\n');
    const lead = { iso: '2026-03-02T08:15:04.261Z  ', delta: '   +0.000s  ', none: '' }[timestamps];
    expect(first.startsWith(`${lead}Aino`)).toBe(true);
    expect(header.indexOf('userId')).toBe(lead.length);
  },
);

it('lets a value that is too long move its own row alone', async () => {
  const renderer = await createRenderer(
    'table',
    renderOptions({ fields: ['note', 'talking'], timestamps: 'none' }),
  );
  const text = ['short', 'x'.repeat(50), 'short']
    .map((note) => renderer.event(sampleMessage('UserStatus', { note }), reception))
    .join('');
  expect(text).toMatchInlineSnapshot(`
    "note   talking
    short  true
    xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx  true
    short                                 true
    "
  `);
});

it('marks what changed', async () => {
  const renderer = await createRenderer(
    'table',
    renderOptions({
      fields: ['talking', 'note'],
      timestamps: 'none',
      colours: await coloursOf(1),
    }),
  );
  const changes = [{ field: 'talking', from: false, to: true }];
  const text = renderer.event(sampleMessage('UserStatus'), { ...reception, changes });
  expect(text.replaceAll('\u001b', '␛')).toMatchInlineSnapshot(`
    "␛[1mtalking␛[22m  ␛[1mnote␛[22m
    ␛[1m␛[33mtrue   ␛[39m␛[22m  ␛[2m–␛[22m
    "
  `);
});

it('shows other targets and what can not be decoded as they are', async () => {
  const renderer = await createRenderer('table', renderOptions({ fields: ['talking'] }));
  const text =
    renderer.invocation('SomethingNew', '[1,{"a":"b"}]', reception) +
    renderer.undecodable('{"type":1,', reception) +
    renderer.event(messageOf({ data: { talking: true } }), reception);
  expect(text).toMatchInlineSnapshot(`
    "time          talking
    SomethingNew  [1,{"a":"b"}]
    (not decodable)  {"type":1,
    08:15:04.761  true
    "
  `);
});
