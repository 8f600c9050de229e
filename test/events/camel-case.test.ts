import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { camelCase, camelCaseMessage } from '../../src/events/camel-case.ts';
import { events } from '../../src/events/catalogue.ts';
import type { Fields } from '../../src/events/definition.ts';
import { samplePayload } from '../../src/events/envelope.ts';

function pascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The same data as a hub would send it that keeps the names of the specification. */
function inPascalCase(data: Readonly<Record<string, unknown>>, fields: Fields): object {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => {
      const element = fields[name]?.element;
      const isList = element !== undefined && Array.isArray(value);
      return [
        pascalCase(name),
        isList
          ? value.map((each) => inPascalCase(each as Record<string, unknown>, element.fields))
          : value,
      ];
    }),
  );
}

describe.each(events)('$name', (event) => {
  const data = samplePayload(event);
  const message = { subscription: { entityId: data['entityId'], eventName: event.name }, data };
  const specified = {
    Subscription: { EntityId: data['entityId'], EventName: event.name },
    Data: inPascalCase(data, event.fields),
  };

  it.each([undefined, 2])(
    'comes out in camelCase when it came in PascalCase (indented by %s)',
    (indent) => {
      const text = JSON.stringify(specified, undefined, indent);
      expect(JSON.parse(camelCaseMessage(text))).toEqual(message);
    },
  );

  it.each([undefined, 2])('is left as it is in camelCase (indented by %s)', (indent) => {
    const text = JSON.stringify(message, undefined, indent);
    expect(camelCaseMessage(text)).toBe(text);
  });
});

it.each([
  ['UserId', 'userId'],
  ['NbrOfProviders', 'nbrOfProviders'],
  ['MessageTTLSeconds', 'messageTTLSeconds'],
  ['userId', 'userId'],
  ['', ''],
])('%s becomes %s', (name, expected) => {
  expect(camelCase(name)).toBe(expected);
});

function lowered(part: object): object {
  return Object.fromEntries(
    Object.entries(part).map(([key, each]) => [camelCase(key), each as unknown]),
  );
}

describe('of a message', () => {
  it.each([
    [
      'numbers keep all their digits',
      '{"Data":{"Id":12345678901234567890,"X":1.10}}',
      '{"data":{"id":12345678901234567890,"x":1.10}}',
    ],
    ['escapes in values stay', '{"Data":{"Note":"\\u00e4\\n"}}', '{"data":{"note":"\\u00e4\\n"}}'],
    [
      'capital names in strings stay',
      '{"data":{"note":"{\\"A\\":1}"}}',
      '{"data":{"note":"{\\"A\\":1}"}}',
    ],
    [
      'keys of a dictionary stay, whose names are data',
      '{"Data":{"EventType":"UserSetting","Values":{"Greeting":"Hi","B":"C"}}}',
      '{"data":{"eventType":"UserSetting","values":{"Greeting":"Hi","B":"C"}}}',
    ],
    [
      'keys of a dictionary stay when everything else is in camelCase',
      '{"data": {"eventType": "UserSetting", "values": { "Greeting": "Hi" } } }',
      '{"data": {"eventType": "UserSetting", "values": { "Greeting": "Hi" } } }',
    ],
    [
      'white space stays between the elements of a list',
      '{"data":{"eventType":"CallbackChanged","callbackExtras":[ {"id":1} , {"id":2}\n],"x":{"A":1}}}',
      '{"data":{"eventType":"CallbackChanged","callbackExtras":[ {"id":1} , {"id":2}\n],"x":{"A":1}}}',
    ],
    [
      'elements of a list are written in camelCase',
      '{"Data":{"EventType":"callbackchanged","CallbackExtras":[{"Id":1,"Name":"N"},null]}}',
      '{"data":{"eventType":"callbackchanged","callbackExtras":[{"id":1,"name":"N"},null]}}',
    ],
    [
      'what is not known within values stays',
      '{"Data":{"New":{"Inner":1}}}',
      '{"data":{"new":{"Inner":1}}}',
    ],
    ['what is not known beside them stays', '{"Other":{"Inner":1}}', '{"other":{"Inner":1}}'],
    [
      'an event type that is no text does no harm',
      '{"Data":{"EventType":7,"A":1}}',
      '{"data":{"eventType":7,"a":1}}',
    ],
    ['a list stays as it is', '[{"A":1}]', '[{"A":1}]'],
    ['broken text stays as it is', '{"Data":{"A":1}', '{"Data":{"A":1}'],
  ])('%s', (_name, text, expected) => {
    expect(camelCaseMessage(text)).toBe(expected);
  });

  it('in camelCase not a byte changes', () => {
    const name = fc.string({ unit: 'grapheme' }).map((text) => `a${text}`);
    const values = fc.jsonValue();
    const part = fc.dictionary(fc.oneof(name, fc.constantFrom('values', 'callbackExtras')), values);
    const message = fc.record({ subscription: part, data: part });
    fc.assert(
      fc.property(message, fc.constantFrom(undefined, 1), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        expect(camelCaseMessage(text)).toBe(text);
      }),
    );
  });

  it('only names change, whatever it says', () => {
    const value = fc.record({
      Subscription: fc.dictionary(fc.string(), fc.jsonValue()),
      Data: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())),
    });
    fc.assert(
      fc.property(value, ({ Subscription, Data }) => {
        expect(JSON.parse(camelCaseMessage(JSON.stringify({ Subscription, Data })))).toEqual(
          JSON.parse(JSON.stringify({ subscription: lowered(Subscription), data: lowered(Data) })),
        );
      }),
    );
  });

  it('millions of members are no hindrance', () => {
    const [upper, lower] = ['B', 'b'].map(
      (name) => `{"${name}":0${`,"${name}":"\\n"`.repeat(2_000_000)}}`,
    );
    expect(camelCaseMessage(`{"Data":${upper}}`) === `{"data":${lower}}`).toBe(true);
  });

  const fragment = fc.string({
    unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '"A"', '"data"', '\\', '1', ' '),
  });

  it('the same comes out with a blank before it, which keeps it from being taken for simple', () => {
    const name = fc.constantFrom('Talking', 'note', 'A', 'x_Y', '', 'a b', '\u00c5', 'EventType');
    const word = fc.oneof(
      fragment,
      fc.string(),
      fc.constantFrom('{"A', ',"A', '\\', 'UserSetting'),
    );
    const value = fc.oneof(word, fc.integer(), fc.constant(null), fc.dictionary(name, word));
    const part = fc.dictionary(name, value);
    const message = fc
      .record({ Subscription: part, data: part, Other: value })
      .map((each) => JSON.stringify(each));
    fc.assert(
      fc.property(message, fc.nat(), fragment, (text, place, inserted) => {
        const at = place % (text.length * 2);
        const damaged = text.slice(0, at) + inserted + text.slice(at);
        for (const each of [text, damaged].filter(isJson)) {
          expect(camelCaseMessage(each)).toBe(camelCaseMessage(` ${each}`).slice(1));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['{"_rte":{"kind":"gap"},"data":{}}', '{"hub_rte":{"kind":"gap"},"data":{}}'],
    ['{"\\u005frte":1,"Data":{"_rte":2}}', '{"hub_rte":1,"data":{"_rte":2}}'],
    ['{"data":{"note":"_rte"}}', '{"data":{"note":"_rte"}}'],
  ])('a key that only rte may write is moved aside, beside data alone: %s', (text, expected) => {
    expect(camelCaseMessage(text)).toBe(expected);
  });

  it('any text comes out as some text, JSON as JSON', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fragment), (text) => {
        const out = camelCaseMessage(text);
        expect(isJson(out)).toBe(isJson(text));
      }),
      { numRuns: 1_000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
