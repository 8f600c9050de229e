import { describe, expect, test } from 'vitest';

import { Pipeline } from '../../src/commands/tail/pipeline.ts';
import { EntityNames } from '../../src/events/entity-names.ts';
import { parseCondition } from '../../src/events/filter.ts';
import { recordSeparator } from '../../src/hub/record-collector.ts';
import { recordsIn } from '../../src/hub/wire-record.ts';
import { createRenderer } from '../../src/render/output-form.ts';
import type { OutputForm, RenderOptions } from '../../src/render/renderer.ts';
import { hostileShapes } from '../support/hostile-shapes.js';
import { renderOptions } from '../support/rendering.ts';

interface Form {
  output: OutputForm;
  options?: Partial<RenderOptions>;
  changesOnly?: boolean;
  where?: string;
}

const forms: Record<string, Form> = {
  ndjson: { output: 'ndjson' },
  'ndjson --meta': { output: 'ndjson', options: { meta: true } },
  'ndjson --fields': { output: 'ndjson', options: { fields: ['note'] } },
  'ndjson --where': { output: 'ndjson', where: 'note~\\s+$' },
  lines: { output: 'lines' },
  'lines --changes': { output: 'lines', changesOnly: true },
  cards: { output: 'table', options: { width: 80 } },
  columns: { output: 'table', options: { width: 80, fields: ['note', 'entityId'] } },
};

async function newPipeline({
  output,
  options,
  changesOnly = false,
  where,
}: Form): Promise<Pipeline> {
  const conditions =
    where === undefined
      ? []
      : [parseCondition(where, { idOf: () => undefined, allowUnknownFields: false })];
  return new Pipeline({
    renderer: await createRenderer(output, renderOptions({ names: new EntityNames(), ...options })),
    conditions,
    changesOnly,
    readsContent: output !== 'ndjson' || conditions.length > 0 || changesOnly,
    mostEvents: Number.POSITIVE_INFINITY,
    onUndecodable: () => {},
    onTooLong: () => {},
  });
}

const receivedAt = new Date('2026-03-02T08:15:04.500Z');

/** The milliseconds of CPU that a record takes on its way to text, the quickest of some runs. */
function cpuMs(pipeline: Pipeline, record: string, runs: number): number {
  const text = Buffer.from(record);
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const bytes = Buffer.concat([text, Buffer.from([recordSeparator])]);
    const before = process.cpuUsage();
    const records = recordsIn([{ bytes, spans: [0, bytes.length] }]);
    for (const piece of pipeline.print(records, receivedAt, 1).take()) Buffer.byteLength(piece);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

const smallBytes = 64 * 1024;
const times = 16;
/** Of quadratic work it is 256, of linear work 16; garbage collection and a busy machine add to it. */
const mostTimes = 80;
/** What takes less is lost in the noise. */
const leastMs = 2;

describe.each(Object.entries(forms))('%s', (_name, form) => {
  test.each(Object.entries(hostileShapes))(
    'takes no more than linear time for a message of %s',
    async (_shape, make) => {
      const small = cpuMs(await newPipeline(form), make(smallBytes), 5);
      const large = cpuMs(await newPipeline(form), make(smallBytes * times), 3);
      expect(large / Math.max(small, leastMs)).toBeLessThan(mostTimes);
    },
  );
});
