import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { coloursOf } from '../../src/render/colours.ts';
import type { Overflow } from '../../src/render/fit-line.ts';
import { columnsOf } from '../../src/render/text-width.ts';

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
      08:15:04.261  UserCallInUserConnected         Aino                    7e0c2f5d +358401234567 → +358201234500 connected · at +358501112233
      08:15:04.261  CallbackChanged                 Callbacks               41d3f2a7 changed · +358401234567 · due 10:00:00 · for Aino
      "
    `);
  });

  it('are narrower on a narrow terminal', () => {
    const renderer = linesRenderer(renderOptions({ names: names(), width: 80 }));
    const text = someEvents.map((message) => renderer.event(message, reception)).join('');
    expect(text).toMatchInlineSnapshot(`
      "08:15:04.261  UserStatus            Aino          talking · in c9eeb030
      08:15:04.261  QueueStatus           Sales         waiting 2 · free 2 of 5 · talking 1
      08:15:04.261  UserCallInUserConnected  Aino          7e0c2f5d +358401234567 → +358201234500 connected · at +358501112233
      08:15:04.261  CallbackChanged       Callbacks     41d3f2a7 changed · +358401234567 · due 10:00:00 · for Aino
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
    const renderer = linesRenderer(renderOptions({ names: names(), colours: await coloursOf(2) }));
    const text = someEvents.map((message) => renderer.event(message, reception)).join('');
    expect(text.replaceAll('\u001b', '␛')).toMatchInlineSnapshot(`
      "␛[38;5;243m08:15:04.261␛[39m  ␛[38;5;29mUserStatus                    ␛[39m  ␛[38;5;63mAino                  ␛[39m  talking · in c9eeb030
      ␛[38;5;243m08:15:04.261␛[39m  ␛[38;5;163mQueueStatus                   ␛[39m  ␛[38;5;63mSales                 ␛[39m  waiting 2 · free 2 of 5 · talking 1
      ␛[38;5;243m08:15:04.261␛[39m  ␛[38;5;63mUserCallInUserConnected       ␛[39m  ␛[38;5;63mAino                  ␛[39m  ␛[38;5;98m7e0c2f5d␛[39m +358401234567 → +358201234500 connected · at +358501112233
      ␛[38;5;243m08:15:04.261␛[39m  ␛[38;5;163mCallbackChanged               ␛[39m  ␛[38;5;131mCallbacks             ␛[39m  ␛[38;5;163m41d3f2a7␛[39m changed · +358401234567 · due 10:00:00 · for Aino
      "
    `);
  });

  it('are bold in places where a terminal has no colours that can be read on any ground', async () => {
    const renderer = linesRenderer(renderOptions({ names: names(), colours: await coloursOf(1) }));
    const text = someEvents.map((message) => renderer.event(message, reception)).join('');
    expect(text.replaceAll('\u001b', '␛').split('\n')[0]).toMatchInlineSnapshot(
      `"08:15:04.261  ␛[1mUserStatus                    ␛[22m  Aino                    talking · in c9eeb030"`,
    );
  });

  it('give an entity the same colour every time, and others another', async () => {
    const colours = await coloursOf(2);
    const colourOf = (userId: string): string | undefined => {
      const renderer = linesRenderer(renderOptions({ colours }));
      const text = renderer.event(messageOf({ data: { entityId: userId } }), reception);
      // eslint-disable-next-line no-control-regex -- it is the colour that is looked for
      return [...text.matchAll(/\u001b\[38;5;(\d+)m/g)][2]?.[1];
    };
    expect(colourOf(sampleIds.user)).toBeDefined();
    expect(colourOf(sampleIds.user.toUpperCase())).toBe(colourOf(sampleIds.user));
    const others = [sampleIds.queue, sampleIds.callList, sampleIds.supervisor].map(colourOf);
    expect(new Set([...others, colourOf(sampleIds.user)]).size).toBeGreaterThan(1);
  });

  describe('that are longer than a terminal of 80 columns', () => {
    const events = ['UserCallInUserConnected', 'UserRealTimeTranscriptPhrase', 'QueueStatus'];
    const shown = (overflow: Overflow): string => {
      const renderer = linesRenderer(renderOptions({ names: names(), width: 80, overflow }));
      return events.map((each) => renderer.event(sampleMessage(each), reception)).join('');
    };

    it('are cut', () => {
      expect(shown('cut')).toMatchInlineSnapshot(`
        "08:15:04.261  UserCallInUserConne…  Aino          7e0c2f5d +358401234567 → +358…
        08:15:04.261  UserRealTimeTranscr…  Aino          7e0c2f5d speaker 0: I would l…
        08:15:04.261  QueueStatus           Sales         waiting 2 · free 2 of 5 · tal…
        "
      `);
    });

    it('are continued under the headline', () => {
      expect(shown('wrap')).toMatchInlineSnapshot(`
        "08:15:04.261  UserCallInUserConnected  Aino          7e0c2f5d +358401234567 →
                                                             +358201234500 connected ·
                                                             at +358501112233
        08:15:04.261  UserRealTimeTranscriptPhrase  Aino          7e0c2f5d speaker 0: I
                                                                  would like to change
                                                                  my order. · in
                                                                  c9eeb030
        08:15:04.261  QueueStatus           Sales         waiting 2 · free 2 of 5 ·
                                                          talking 1
        "
      `);
    });

    it('never take more columns, whatever is in them, nor lose anything when they are continued', () => {
      const text = fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: fc.constantFrom('日', 'é', '👩‍💻', '❤️', '🇫🇮', ' ', '→', 'word ') }),
      );
      fc.assert(
        fc.property(text, text, fc.integer({ min: 40, max: 140 }), (note, userName, width) => {
          const message = messageOf({
            data: { eventType: 'UserAlert', userName, alertText: note },
          });
          for (const overflow of ['cut', 'wrap'] as const) {
            const renderer = linesRenderer(renderOptions({ width, overflow }));
            const lines = renderer.event(message, reception).trimEnd().split('\n');
            for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(width);
            if (overflow === 'cut') expect(lines).toHaveLength(1);
          }
        }),
      );
    });

    it('follow a terminal that is made wider', () => {
      const options = { ...renderOptions({ names: names(), overflow: 'cut' }), width: 60 };
      const renderer = linesRenderer(options);
      const message = sampleMessage('UserCallInUserConnected');
      const narrow = renderer.event(message, reception);
      options.width = 160;
      expect(narrow.length).toBeLessThan(65);
      expect(renderer.event(message, reception)).toContain('at +358501112233\n');
    });
  });

  it.each([
    ['UserCallInUserConnected', '7e0c2f5d '],
    ['UserCallInHoldStart', 'on hold · call 7e0c2f5d'],
    ['UserRealTimeTranscriptPhrase', '7e0c2f5d '],
    ['UserWrapUpEnabled', '7e0c2f5d '],
  ])('tell of which call %s is', (event, expected) => {
    const line = linesRenderer(renderOptions()).event(sampleMessage(event), reception);
    expect(line).toContain(expected);
    expect(line.match(/7e0c2f5d/g)).toHaveLength(1);
  });
});
