import { coloursOf } from '../../src/render/colours.ts';
import { describe, expect, it } from 'vitest';

import { EntityNames } from '../../src/events/entity-names.ts';
import { sampleIds } from '../../src/events/sample-ids.ts';
import { linesRenderer } from '../../src/render/lines.ts';
import { messageOf, reception, renderOptions, sampleMessage } from '../support/rendering.ts';

const someEvents = [
  sampleMessage('UserStatus'),
  sampleMessage('QueueStatus'),
  sampleMessage('UserCallInUserConnected'),
  sampleMessage('CallbackChanged'),
];

const names = (): EntityNames =>
  new EntityNames([
    { id: sampleIds.user, name: 'Aino' },
    { id: sampleIds.callList, name: 'Callbacks' },
  ]);

describe('lines', () => {
  it('have time, event, entity and a headline', () => {
    const renderer = linesRenderer(renderOptions({ names: names() }));
    const text = someEvents.map((message) => renderer.event(message, reception)).join('');
    expect(text).toMatchInlineSnapshot(`
      "08:15:04.261  UserStatus                      Aino                    talking · in c9eeb030
      08:15:04.261  QueueStatus                     Sales                   waiting 2 · free 2 of 5 · talking 1
      08:15:04.261  UserCallInUserConnected         Aino                    +358401234567 → +358201234500 connected · at +358501112233
      08:15:04.261  CallbackChanged                 Callbacks               changed · +358401234567 · due 10:00:00 · for Aino
      "
    `);
  });

  it('are narrower on a narrow terminal', () => {
    const renderer = linesRenderer(renderOptions({ names: names(), width: 80 }));
    const text = someEvents.map((message) => renderer.event(message, reception)).join('');
    expect(text).toMatchInlineSnapshot(`
      "08:15:04.261  UserStatus              Aino            talking · in c9eeb030
      08:15:04.261  QueueStatus             Sales           waiting 2 · free 2 of 5 · talking 1
      08:15:04.261  UserCallInUserConnected  Aino            +358401234567 → +358201234500 connected · at +358501112233
      08:15:04.261  CallbackChanged         Callbacks       changed · +358401234567 · due 10:00:00 · for Aino
      "
    `);
  });

  it('show ids in short where no name is known, and learn names from events', () => {
    const renderer = linesRenderer(renderOptions());
    const before = renderer.event(sampleMessage('UserStatus'), reception);
    renderer.event(messageOf({ data: { userId: sampleIds.user, userName: 'Aino' } }), reception);
    const after = renderer.event(sampleMessage('UserStatus'), reception);
    expect(before + after).toMatchInlineSnapshot(`
      "08:15:04.261  UserStatus                      aa9730c4                talking · in c9eeb030
      08:15:04.261  UserStatus                      Aino                    talking · in c9eeb030
      "
    `);
  });

  it('have no time when none is asked for', () => {
    const renderer = linesRenderer(renderOptions({ timestamps: 'none', names: names() }));
    expect(renderer.event(sampleMessage('UserStatus'), reception)).toMatchInlineSnapshot(`
      "UserStatus                      Aino                    talking · in c9eeb030
      "
    `);
  });

  it('show the fields that are asked for', () => {
    const fields = ['talking', 'note', 'userId', 'queueName', 'activeQueueId'];
    const renderer = linesRenderer(renderOptions({ fields, names: names() }));
    expect(renderer.event(sampleMessage('UserStatus'), reception)).toMatchInlineSnapshot(`
      "08:15:04.261  UserStatus                      Aino                    talking=true note=– userId=Aino activeQueueId=c9eeb030-ff4b-4a11-ac9c-00155d4fdcf3
      "
    `);
  });

  it('show what changed', () => {
    const renderer = linesRenderer(renderOptions({ names: names() }));
    const changes = [
      { field: 'talking', from: false, to: true },
      { field: 'activeQueueId', from: null, to: sampleIds.user },
      { field: 'note', from: undefined, to: 'Lunch' },
    ];
    expect(renderer.event(sampleMessage('UserStatus'), { ...reception, changes }))
      .toMatchInlineSnapshot(`
      "08:15:04.261  UserStatus                      Aino                    talking false → true · activeQueueId – → Aino · note  → Lunch
      "
    `);
  });

  it('show the fields of an event that is not documented', () => {
    const renderer = linesRenderer(renderOptions({ names: names() }));
    const data = {
      eventType: 'UserDance',
      entityId: sampleIds.user,
      style: 'tango',
      steps: 12,
      partner: null,
      list: [{ a: 1 }],
    };
    expect(renderer.event(messageOf({ data }), reception)).toMatchInlineSnapshot(`
      "08:15:04.761  UserDance                       Aino                    style=tango steps=12 partner=– list=[{"a":1}] (not documented)
      "
    `);
  });

  it('show something of an event that says nothing', () => {
    const renderer = linesRenderer(renderOptions());
    expect(renderer.event(messageOf({ data: {} }), reception)).toMatchInlineSnapshot(`
      "08:15:04.761  ?                               –                       (not documented)
      "
    `);
  });

  it('show other targets, and what can not be decoded', () => {
    const renderer = linesRenderer(renderOptions());
    const text =
      renderer.invocation('SomethingNew', '[1,{"a":"b"}]', reception) +
      renderer.undecodable('{"type":1,', reception);
    expect(text).toMatchInlineSnapshot(`
      "08:15:04.761  SomethingNew                                            [1,{"a":"b"}]
      08:15:04.761  (not decodable)                                         {"type":1,
      "
    `);
  });

  it('line up when names are of wide characters', () => {
    const wide = new EntityNames([{ id: sampleIds.user, name: '佐藤' }]);
    const renderer = linesRenderer(renderOptions({ names: wide }));
    const text = ['UserStatus', 'QueueStatus']
      .map((name) => renderer.event(sampleMessage(name), reception))
      .join('');
    expect(text).toMatchInlineSnapshot(`
      "08:15:04.261  UserStatus                      佐藤                    talking · in c9eeb030
      08:15:04.261  QueueStatus                     Sales                   waiting 2 · free 2 of 5 · talking 1
      "
    `);
  });

  it('have colours where there are any', async () => {
    const renderer = linesRenderer(renderOptions({ names: names(), colours: await coloursOf(1) }));
    const text = someEvents.map((message) => renderer.event(message, reception)).join('');
    expect(text.replaceAll('\u001b', '␛')).toMatchInlineSnapshot(`
      "␛[2m08:15:04.261␛[22m  ␛[32mUserStatus                    ␛[39m  ␛[36mAino                  ␛[39m  talking · in c9eeb030
      ␛[2m08:15:04.261␛[22m  ␛[35mQueueStatus                   ␛[39m  ␛[34mSales                 ␛[39m  waiting 2 · free 2 of 5 · talking 1
      ␛[2m08:15:04.261␛[22m  ␛[36mUserCallInUserConnected       ␛[39m  ␛[36mAino                  ␛[39m  +358401234567 → +358201234500 connected · at +358501112233
      ␛[2m08:15:04.261␛[22m  ␛[95mCallbackChanged               ␛[39m  ␛[33mCallbacks             ␛[39m  changed · +358401234567 · due 10:00:00 · for Aino
      "
    `);
  });

  it('give an entity the same colour every time, and others another', async () => {
    const colours = await coloursOf(2);
    const colourOf = (userId: string): string | undefined => {
      const renderer = linesRenderer(renderOptions({ colours }));
      const text = renderer.event(messageOf({ data: { entityId: userId } }), reception);
      // eslint-disable-next-line no-control-regex -- it is the colour that is looked for
      return /\u001b\[38;5;(\d+)m/.exec(text)?.[1];
    };
    expect(colourOf(sampleIds.user)).toBeDefined();
    expect(colourOf(sampleIds.user.toUpperCase())).toBe(colourOf(sampleIds.user));
    const others = [sampleIds.queue, sampleIds.callList, sampleIds.supervisor].map(colourOf);
    expect(new Set([...others, colourOf(sampleIds.user)]).size).toBeGreaterThan(1);
  });
});
