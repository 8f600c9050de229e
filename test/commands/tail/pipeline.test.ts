import { noColours } from '../../../src/render/colours.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';

import { Pipeline, type PipelineOptions } from '../../../src/commands/tail/pipeline.ts';
import { events } from '../../../src/events/catalogue.ts';
import { samplePayload } from '../../../src/events/envelope.ts';
import { EntityNames } from '../../../src/events/entity-names.ts';
import { parseCondition } from '../../../src/events/filter.ts';
import { recordsIn, WireRecord } from '../../../src/hub/wire-record.ts';
import { createRenderer } from '../../../src/render/output-form.ts';
import type { OutputForm, RenderOptions } from '../../../src/render/renderer.ts';

type Options = Partial<PipelineOptions> &
  Partial<Pick<RenderOptions, 'fields' | 'meta'>> & { form?: OutputForm };

async function pipelineOf({
  form = 'ndjson',
  fields = [],
  meta = false,
  ...options
}: Options = {}): Promise<Pipeline> {
  return new Pipeline({
    renderer: await createRenderer(form, {
      colours: noColours,
      width: Number.POSITIVE_INFINITY,
      overflow: 'run on',
      rows: Number.POSITIVE_INFINITY,
      isMixed: false,
      timestamps: 'short',
      utc: true,
      names: new EntityNames(),
      fields,
      meta,
    }),
    conditions: [],
    changesOnly: false,
    readsContent: false,
    mostEvents: Number.POSITIVE_INFINITY,
    onUndecodable: () => {},
    onTooLong: () => {},
    ...options,
  });
}

const receivedAt = new Date('2026-03-02T08:15:04.261Z');

function printed(pipeline: Pipeline, records: readonly WireRecord[]): string {
  const pieces = pipeline.print(records, receivedAt, 1).take();
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece))).toString('utf8');
}

/** Messages as one read brings them: each in a frame, or several. */
function frames(texts: readonly Buffer[]): { bytes: Buffer; spans: number[] } {
  const spans: number[] = [];
  let bytes = Buffer.alloc(0);
  for (const text of texts) {
    bytes = Buffer.concat([bytes, Buffer.from([0x81, 0x02]), text]);
    spans.push(bytes.length - text.length, bytes.length);
  }
  return { bytes, spans };
}

/** As it comes, and as it would be if nothing were known to be plain. */
async function bothWays(
  texts: readonly Buffer[],
  options: Options = {},
): Promise<[string, string]> {
  const records = recordsIn([frames(texts)]);
  const slow = records.map(
    ({ source, start, end }) => new WireRecord(Buffer.from(source.subarray(start, end))),
  );
  const expected = printed(await pipelineOf(options), slow);
  return [printed(await pipelineOf(options), records), expected];
}

function invocation(argument: string): Buffer {
  return Buffer.from(`{"type":1,"target":"MessageReceived","arguments":[${argument}]}\u001e`);
}

const samples = events.map((event) => {
  const data = samplePayload(event);
  const subscription = { entityId: data['entityId'], eventName: event.name };
  return JSON.stringify({ subscription, data });
});

it('passes the messages of all events on as they came', async () => {
  const records = recordsIn([frames(samples.map(invocation))]);
  expect(records.map(({ isPlain }) => isPlain)).toEqual(events.map(() => true));
  expect(printed(await pipelineOf(), records)).toBe(samples.map((each) => `${each}\n`).join(''));
});

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '\u001b[2J',
    '\u202e',
    '\u009b',
    'å',
    '\\',
    '"',
    '}',
    '{',
    '\n',
    '\ud800',
    ',"A":1',
  ),
);
const anyValue = fc.oneof(
  anyText,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 3 }),
);
const anyKey = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('entityId', 'note', 'talking', 'a', 'messageTTLSeconds'),
  },
  fc.constantFrom('Note', 'EntityId', '_x', 'x y', 'å', '__proto__'),
  anyText,
);
const anyMessage = fc
  .record({ subscription: fc.dictionary(anyKey, anyValue), data: fc.dictionary(anyKey, anyValue) })
  .map((message) => JSON.stringify(message));

/** Bytes with something changed, put in or left out here and there. */
const anyDamage = fc.array(
  fc.record({
    place: fc.nat(),
    remove: fc.nat({ max: 3 }),
    insert: fc.oneof(
      fc.constantFrom(
        '"',
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '\\',
        ' ',
        '\n',
        '\u001b',
        'A',
        '1',
        '\u001e',
      ),
      fc.constantFrom('},{', '"A":', ',"B":1', '{"Data":', '\\u001b', '\u00e5', '\u007f'),
    ),
  }),
  { maxLength: 3 },
);

function damaged(
  bytes: Buffer,
  damages: readonly { place: number; remove: number; insert: string }[],
): Buffer {
  return damages.reduce((whole, { place, remove, insert }) => {
    const at = place % whole.length;
    return Buffer.concat([
      whole.subarray(0, at),
      Buffer.from(insert, 'latin1'),
      whole.subarray(at + remove),
    ]);
  }, bytes);
}

const anyArgument = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...samples) },
  anyMessage,
  fc.json(),
);

it('prints the same, byte for byte, whether or not a message is known to be plain', async () => {
  let plain = 0;
  let all = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(anyArgument, anyDamage), {
        maxLength: 8,
      }),
      async (messages) => {
        const texts = messages.map(([text, damages]) => damaged(invocation(text), damages));
        const [fast, slow] = await bothWays(texts);
        expect(fast).toBe(slow);
        const records = recordsIn([frames(texts)]);
        all += records.length;
        plain += records.filter(({ isPlain }) => isPlain).length;
      },
    ),
    { numRuns: 2_000 },
  );
  // Both ways were taken, each often enough to tell something.
  expect(plain).toBeGreaterThan(all / 10);
  expect(plain).toBeLessThan(all * 0.9);
});

const anyExtra = fc.constantFrom(',"extra":{"a":1}', ',"data":{"a":2}', ',"data":5', ',"a":3');
const anyOf = fc.oneof(
  fc.constantFrom(...samples),
  anyMessage,
  fc.tuple(anyMessage, anyExtra).map(([text, extra]) => `${text.slice(0, -1)}${extra}}`),
  fc.constantFrom('{"a":1}', '{"data":null}', '{"subscription":{"data":{"talking":true}}}'),
);

it('prints the same under a condition, too', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyOf), async (messages) => {
      const conditions = ['talking!=false', 'messageTTLSeconds<100'].map((text) =>
        parseCondition(text, { idOf: () => undefined, allowUnknownFields: false }),
      );
      const [fast, slow] = await bothWays(messages.map(invocation), {
        conditions,
        readsContent: true,
      });
      expect(fast).toBe(slow);
    }),
    { numRuns: 500 },
  );
});

it.each([[['talking', 'note', 'entityId', 'a']], [['messageTTLSeconds', '_x', 'x y']]])(
  'prints the same of chosen fields, too (%s)',
  async (fields) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anyOf, anyDamage)), async (messages) => {
        const texts = messages.map(([text, damages]) => damaged(invocation(text), damages));
        const [fast, slow] = await bothWays(texts, { fields });
        expect(fast).toBe(slow);
      }),
      { numRuns: 1_000 },
    );
  },
);

it.each<[string, Options]>([
  ['as lines', { form: 'lines', readsContent: true }],
  ['as lines of changes', { form: 'lines', changesOnly: true, readsContent: true }],
  ['as cards', { form: 'table', readsContent: true }],
  ['as columns', { form: 'table', fields: ['talking', 'note', 'a'], readsContent: true }],
  ['with --meta', { meta: true }],
  ['of changes, with --meta', { meta: true, changesOnly: true, readsContent: true }],
])('prints the same %s, too', async (_name, options) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(anyOf, anyDamage)), async (messages) => {
      const texts = messages.map(([text, damages]) => damaged(invocation(text), damages));
      const [fast, slow] = await bothWays(texts, options);
      expect(fast).toBe(slow);
    }),
    { numRuns: 500 },
  );
});

it('leaves out what comes behind the last message wanted', async () => {
  const records = recordsIn([frames(samples.map(invocation))]);
  const pipeline = await pipelineOf({ mostEvents: 2 });
  expect(printed(pipeline, records)).toBe(`${samples[0]}\n${samples[1]}\n`);
  expect(pipeline.isDone).toBe(true);
});
