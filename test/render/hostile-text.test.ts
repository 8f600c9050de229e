import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { events } from '../../src/events/catalogue.ts';
import { EntityNames } from '../../src/events/entity-names.ts';
import { samplePayload } from '../../src/events/envelope.ts';
import { Message } from '../../src/events/message.ts';
import { createRenderer } from '../../src/render/output-form.ts';
import type { OutputForm, Renderer, RenderOptions } from '../../src/render/renderer.ts';
import { reception, renderOptions } from '../support/rendering.ts';

/** What a terminal would obey, or what would make text read otherwise than it is; line ends aside. */
const unsafe = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029\p{Cs}]/u;

const hostile = fc.oneof(
  fc.constantFrom(
    '\u001b[2J',
    '\u009b31m',
    '\u001b]0;title\u0007',
    'a\nb',
    '\r',
    '\t',
    '\u2028',
    '\u202egnp',
    '\u2066',
    '\u0000',
    '\u007f',
    '\ud800',
    '"',
    '\\',
    '\\u001b',
    '__proto__',
    'constructor',
    'toString',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const value = fc.oneof(
  { weight: 3, arbitrary: hostile },
  fc.jsonValue({ stringUnit: 'binary', maxDepth: 2 }),
);

/** A documented event or another one, with hostile text for any of its values and names. */
const payload = fc
  .tuple(
    fc.constantFrom(...events),
    fc.dictionary(hostile, value, { maxKeys: 4 }),
    fc.array(value, { minLength: 10, maxLength: 10 }),
    fc.oneof(fc.constant(undefined), hostile),
    fc.dictionary(hostile, value, { maxKeys: 3 }),
  )
  .map(([event, extra, values, eventType, subscription]) => {
    const data: Record<string, unknown> = samplePayload(event);
    Object.keys(data).forEach((name, at) => {
      if (name !== 'eventType' && at % 2 === 0) data[name] = values[at % values.length];
    });
    return {
      subscription,
      data: { ...data, ...(eventType !== undefined && { eventType }), ...extra },
    };
  });

const change = fc.record({ field: hostile, from: value, to: value });

const forms: readonly [name: string, form: OutputForm, options: Partial<RenderOptions>][] = [
  ['lines', 'lines', {}],
  ['narrow lines', 'lines', { width: 40, utc: false }],
  ['lines of fields', 'lines', { fields: ['note', 'entityId', 'eventType', 'timestamp'] }],
  ['columns', 'table', { fields: ['note', 'entityId', 'eventType', 'timestamp'] }],
  ['cards', 'table', {}],
  ['NDJSON', 'ndjson', {}],
  ['NDJSON of fields', 'ndjson', { fields: ['note', 'entityId', 'eventType', 'timestamp'] }],
  ['NDJSON with meta', 'ndjson', { meta: true }],
];

async function newRenderer(form: OutputForm, options: Partial<RenderOptions>): Promise<Renderer> {
  const names = new EntityNames([{ id: 'u1', name: 'A\u001b[31mino\n' }]);
  return createRenderer(form, renderOptions({ names, ...options }));
}

describe.each(forms)('%s', (_name, form, options) => {
  it('let no hostile text of an event through', async () => {
    const renderer = await newRenderer(form, options);
    fc.assert(
      fc.property(payload, fc.option(fc.array(change)), (each, changes) => {
        const message = new Message(JSON.stringify(each));
        const text = renderer.event(message, { ...reception, ...(changes && { changes }) });
        expect(text).not.toMatch(unsafe);
        if (form !== 'table') expect(text.indexOf('\n')).toBe(text.length - 1);
        expect(text.endsWith('\n')).toBe(true);
      }),
    );
  });

  it('let no hostile target, argument or undecodable record through', async () => {
    const renderer = await newRenderer(form, options);
    fc.assert(
      fc.property(hostile, fc.array(value), (text, list) => {
        const printed =
          renderer.undecodable(text, reception) +
          renderer.invocation(text, JSON.stringify(list), reception);
        expect(printed).not.toMatch(unsafe);
        const lines = printed.split('\n');
        expect(lines.length).toBeLessThanOrEqual(form === 'table' ? 4 : 3);
      }),
    );
  });
});

it('NDJSON keeps the value of a message with hostile text', async () => {
  const renderer = await newRenderer('ndjson', {});
  fc.assert(
    fc.property(payload, (each) => {
      const json = JSON.stringify(each);
      const message = new Message(json);
      expect(JSON.parse(renderer.event(message, reception))).toEqual(JSON.parse(message.text));
    }),
  );
});

it('NDJSON keeps the value of hostile targets, arguments and records', async () => {
  const renderer = await newRenderer('ndjson', {});
  fc.assert(
    fc.property(hostile, fc.array(value), (text, list) => {
      expect(JSON.parse(renderer.invocation(text, JSON.stringify(list), reception))).toEqual(
        JSON.parse(JSON.stringify({ target: text, arguments: list })),
      );
      expect(JSON.parse(renderer.undecodable(text, reception))).toMatchObject({ _rte: { text } });
    }),
  );
});
