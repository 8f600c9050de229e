import { coloursOf, type Colours } from '../../render/colours.ts';
import { didYouMean } from '../../did-you-mean.ts';
import { usageError } from '../../errors.ts';
import { eventNames, findEvent, nestedTypes } from '../../events/catalogue.ts';
import {
  isNullable,
  type EventDefinition,
  type Fields,
  type NestedDefinition,
} from '../../events/definition.ts';
import { envelopeFields, samplePayload } from '../../events/envelope.ts';
import { eventSchema, nestedTypeSchema } from '../../events/schema.ts';
import { familyPaint } from '../../render/palette.ts';
import type { CommandContext } from '../context.ts';
import { entityFlags, kindWords } from '../entities.ts';

/** The flags of `rte describe`. */
export interface DescribeFlags {
  output: 'text' | 'json';
  schema?: boolean;
}

/**
 * Prints what the catalogue knows of an event, or of an object that occurs inside events.
 *
 * @throws RteError usage, when there is none of that name.
 */
export async function describeEvent(
  name: string,
  { output, schema }: DescribeFlags,
  { terminal: { stdout } }: CommandContext,
): Promise<void> {
  const event = findEvent(name);
  const nested = nestedTypes.find((each) => each.name.toLowerCase() === name.toLowerCase());
  const found = event ?? nested;
  if (found === undefined) {
    throw usageError(
      `There is no documented event '${name}'.`,
      `${didYouMean(name, [...eventNames, ...nestedTypes.map((each) => each.name)])}rte list-events shows all there are.`,
    );
  }
  if (schema) {
    stdout.write(pretty(event ? eventSchema(event) : nestedTypeSchema(nested as NestedDefinition)));
  } else if (output === 'json') {
    stdout.write(pretty(event ? eventForm(event) : nestedForm(nested as NestedDefinition)));
  } else {
    const colours = await coloursOf(stdout.colorLevel);
    const width = stdout.isTTY ? stdout.columns : 120;
    stdout.write(
      event
        ? await eventText(event, colours, width)
        : await nestedText(nested as NestedDefinition, colours, width),
    );
  }
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function eventForm(event: EventDefinition): object {
  const { name, aliases, entity, family, summary, snapshotOf, messageTTLSeconds } = event;
  return {
    name,
    aliases,
    entity,
    family,
    summary,
    snapshot: snapshotOf !== undefined,
    messageTTLSeconds,
    fields: [...fieldForms(event.fields, false), ...fieldForms(envelopeFields, true)],
    sample: samplePayload(event),
  };
}

function nestedForm({ name, summary, fields, sample }: NestedDefinition): object {
  return { name, summary, fields: fieldForms(fields, false), sample: sample() };
}

function fieldForms(fields: Fields, envelope: boolean): object[] {
  return Object.entries(fields).map(([name, one]) => ({
    name,
    type: one.type,
    nullable: isNullable(one),
    meaning: one.meaning,
    ...(one.values && { values: one.values }),
    ...(envelope && { envelope: true }),
  }));
}

async function eventText(event: EventDefinition, colours: Colours, width: number): Promise<string> {
  const paint = familyPaint(colours, event.family);
  const kind = kindWords[event.entity];
  const ttl = event.messageTTLSeconds;
  const facts = [
    `${colours.dim('asked of')}   a ${kind}: rte tail ${entityFlags[event.entity]} <id> --event ${event.name}`,
    ...(event.aliases.length > 0
      ? [`${colours.dim('also named')} ${event.aliases.join(', ')}`]
      : []),
    ...(event.snapshotOf
      ? [
          `${colours.dim('snapshot')}   of ${event.snapshotOf.join(', ')}: --changes shows what differs`,
        ]
      : []),
    ...(ttl > 0 ? [`${colours.dim('lifetime')}   ${ttl} s`] : []),
  ];
  return [
    `${colours.bold(paint(event.name))}  ${event.summary}`,
    '',
    ...facts,
    '',
    await fieldTable(event.fields, colours, width),
    '',
    colours.bold('Every event has these, too:'),
    await fieldTable(envelopeFields, colours, width),
    '',
    colours.bold('A sample of its data:'),
    JSON.stringify(samplePayload(event), null, 2),
    '',
  ].join('\n');
}

async function nestedText(
  nested: NestedDefinition,
  colours: Colours,
  width: number,
): Promise<string> {
  return [
    `${colours.bold(nested.name)}  ${nested.summary}`,
    '',
    await fieldTable(nested.fields, colours, width),
    '',
    colours.bold('A sample:'),
    JSON.stringify(nested.sample(), null, 2),
    '',
  ].join('\n');
}

async function fieldTable(fields: Fields, colours: Colours, width: number): Promise<string> {
  const { finiteTable } = await import('../../render/finite-table.ts');
  const rows = Object.entries(fields).map(([name, one]) => {
    const values = Object.entries(one.values ?? {}).map(
      ([value, meaning]) => `${value}: ${meaning}`,
    );
    return [colours.cyan(name), colours.dim(one.type), [one.meaning, ...values].join('\n')];
  });
  return finiteTable({
    rows,
    width,
    head: ['field', 'type', 'meaning'].map((each) => colours.bold(each)),
  });
}
