import { describe, expect, it } from 'vitest';

import { EntityNames } from '../../src/events/entity-names.ts';
import type { Message } from '../../src/events/message.ts';
import { sampleIds } from '../../src/events/sample-ids.ts';
import { coloursOf } from '../../src/render/colours.ts';
import { createRenderer } from '../../src/render/output-form.ts';
import type { RenderOptions } from '../../src/render/renderer.ts';
import { columnsOf } from '../../src/render/text-width.ts';
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
      colours: await coloursOf(2),
    }),
  );
  const changes = [{ field: 'talking', from: false, to: true }];
  const text = renderer.event(sampleMessage('UserStatus'), { ...reception, changes });
  expect(text.replaceAll('\u001b', '␛')).toMatchInlineSnapshot(`
    "␛[1mtalking␛[22m  ␛[1mnote␛[22m
    ␛[1m␛[38;5;131mtrue   ␛[39m␛[22m  ␛[38;5;243m–␛[39m
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

describe('on a terminal of 60 columns', () => {
  const counters = [
    'queueName',
    'nbrOfQueuingRequesters',
    'nbrOfConnected',
    'maxWaitTime',
    'openStatus',
  ];

  async function shown(
    messages: readonly Message[],
    options: Partial<RenderOptions>,
  ): Promise<string> {
    const all = renderOptions({ width: 60, overflow: 'cut', fields: counters, ...options });
    const renderer = await createRenderer('table', all);
    return messages.map((message) => renderer.event(message, reception)).join('');
  }

  it('all columns are there, the widest cut', async () => {
    const long = sampleMessage('QueueStatus', { queueName: 'A queue with a long name' });
    const text = await shown([sampleMessage('QueueStatus'), long], {});
    expect(text).toMatchInlineSnapshot(`
      "time          queueN…  nbrOfQ…  nbrOfC…  maxWai…  openSt…
      08:15:04.261  Sales    2        1        42       5
      08:15:04.261  A queu…  2        1        42       5
      "
    `);
    for (const line of text.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(60);
  });

  it('the event is named where several kinds come, and those that have none of the fields are left out', async () => {
    const messages = ['QueueStatus', 'UserStatus', 'CallbackChanged'].map((each) =>
      sampleMessage(each),
    );
    const text = await shown(messages, { fields: ['queueName', 'talking'], isMixed: true });
    expect(text).toMatchInlineSnapshot(`
      "time          event             queueName  talking
      08:15:04.261  QueueStatus       Sales
      08:15:04.261  UserStatus                   true
      "
    `);
  });

  it('the header comes again with each screen', async () => {
    const messages = Array.from({ length: 9 }, () => sampleMessage('QueueStatus'));
    const text = await shown(messages, { fields: ['queueName'], rows: 5 });
    expect(text.split('\n').map((line) => line.includes('queueName'))).toEqual([
      true,
      false,
      false,
      false,
      true,
      false,
      false,
      false,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
