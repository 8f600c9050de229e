import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Message } from '../../src/events/message.ts';
import { metaRecord, ndjsonRenderer } from '../../src/render/ndjson.ts';
import { messageOf, reception, renderOptions, sampleMessage } from '../support/rendering.ts';

const plain = ndjsonRenderer(renderOptions());
const withMeta = ndjsonRenderer(renderOptions({ meta: true }));

describe('ndjson', () => {
  it('is the message as it came, on one line', () => {
    const text = '{"subscription":{"entityId":"u1"},"data":{"n":12345678901234567890,"x":1.0}}';
    expect(plain.event(new Message(text), reception)).toBe(`${text}\n`);
  });

  it('has names in camelCase', () => {
    const text =
      '{"Subscription":{"EntityId":"u1"},"Data":{"EventType":"UserStatus","Talking":true}}';
    expect(plain.event(new Message(text), reception)).toBe(
      '{"subscription":{"entityId":"u1"},"data":{"eventType":"UserStatus","talking":true}}\n',
    );
  });

  it('is one line of a message of several', () => {
    const message = new Message(JSON.stringify({ data: { talking: true } }, undefined, 2));
    expect(plain.event(message, reception)).toBe('{   "data": {     "talking": true   } }\n');
  });

  it('shows other targets with their arguments', () => {
    expect(plain.invocation('Some"thing', '[1,{"a":12345678901234567890}]', reception)).toBe(
      '{"target":"Some\\"thing","arguments":[1,{"a":12345678901234567890}]}\n',
    );
  });

  it('shows what can not be decoded as text', () => {
    expect(plain.undecodable('{"type":1,\u001b', reception)).toMatchInlineSnapshot(`
      "{"_rte":{"kind":"undecodable","at":"2026-03-02T08:15:04.761Z","text":"{\\"type\\":1,\\u001b"}}
      "
    `);
  });
});

describe('ndjson with fields', () => {
  const fields = ['talking', 'queueName', 'userId'];
  const chosen = ndjsonRenderer(renderOptions({ fields }));

  it('has those alone, in the order in which they were asked for, as they came', () => {
    const text = '{"data":{"userId":"u1","other":1,"talking":1.00,"userid":"x"}}';
    expect(chosen.event(new Message(text), reception)).toBe(
      '{"data":{"talking":1.00,"userId":"u1"}}\n',
    );
  });

  it('has none that an event has not', () => {
    expect(chosen.event(messageOf({ data: {} }), reception)).toBe('{"data":{}}\n');
  });

  it('finds them in data that is a JSON text', () => {
    const message = messageOf({ data: JSON.stringify({ UserId: 'u1', talking: true }) });
    expect(chosen.event(message, reception)).toBe('{"data":{"talking":true,"userId":"u1"}}\n');
  });
});

describe('ndjson with meta', () => {
  it('adds when a message came, as what, how old, and over which connection', () => {
    expect(withMeta.event(messageOf({ data: { timestamp: '2026-03-02T08:15:04Z' } }), reception))
      .toMatchInlineSnapshot(`
      "{"data":{"timestamp":"2026-03-02T08:15:04Z"},"_rte":{"receivedAt":"2026-03-02T08:15:04.761Z","sequence":7,"ageMs":761,"connection":1}}
      "
    `);
  });

  it.each([
    ['no time', {}],
    ['a time that stands for none', { timestamp: '0001-01-01T00:00:00' }],
    ['a time that can not be read', { timestamp: 'yesterday' }],
  ])('does not know the age of a message with %s', (_name, data) => {
    const line = withMeta.event(messageOf({ data }), reception);
    expect(JSON.parse(line)).toMatchObject({ data, _rte: { ageMs: null } });
  });

  it('adds what changed', () => {
    const changes = [
      { field: 'talking', from: false, to: true },
      { field: 'note', from: undefined, to: 'Lunch' },
    ];
    const line = withMeta.event(messageOf({ data: {} }), { ...reception, changes });
    expect(line).toMatchInlineSnapshot(`
      "{"data":{},"_rte":{"receivedAt":"2026-03-02T08:15:04.761Z","sequence":7,"ageMs":null,"connection":1,"changes":{"talking":{"from":false,"to":true},"note":{"to":"Lunch"}}}}
      "
    `);
  });

  it('adds to other targets, too', () => {
    expect(withMeta.invocation('SomethingNew', '[]', reception)).toMatchInlineSnapshot(`
      "{"target":"SomethingNew","arguments":[],"_rte":{"receivedAt":"2026-03-02T08:15:04.761Z","sequence":7,"connection":1}}
      "
    `);
  });

  it('adds to an object that is empty, or ends in white space', () => {
    expect(withMeta.event(new Message('{}'), reception)).toMatch(/^\{"_rte":\{.*\}\}\n$/);
    expect(withMeta.event(new Message('{"data":{} } \n'), reception)).toMatch(
      /^\{"data":\{\},"_rte":\{.*\}\}\n$/,
    );
  });

  it('has lines of its own for what happens to the connection', () => {
    const at = new Date('2026-03-02T08:15:04.761Z');
    const line = metaRecord('gap', at, { cause: 'the line\nwas cut\u202e', attempts: 2 });
    expect(line).toMatchInlineSnapshot(`
      "{"_rte":{"kind":"gap","at":"2026-03-02T08:15:04.761Z","cause":"the line\\nwas cut\\u202e","attempts":2}}
      "
    `);
  });

  it('leaves the message as it is, whatever it says', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (data) => {
        const message = sampleMessage('UserStatus', { extra: data });
        const { _rte, ...rest } = JSON.parse(withMeta.event(message, reception)) as Record<
          string,
          unknown
        >;
        expect(_rte).toMatchObject({ sequence: 7, ageMs: 500, connection: 1 });
        expect(rest).toEqual(JSON.parse(message.text));
      }),
    );
  });
});
