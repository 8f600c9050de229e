import { coloursOf, type Colours } from '../../render/colours.ts';
import { didYouMean } from '../../did-you-mean.ts';
import { usageError } from '../../errors.ts';
import { eventNames, findEvent, nestedTypes } from '../../events/catalogue.ts';
import {
  isEnumeration,
  isNullable,
  type EventDefinition,
  type Fields,
  type NestedDefinition,
} from '../../events/definition.ts';
import { envelopeFields, samplePayload } from '../../events/envelope.ts';
import { eventSchema, nestedTypeSchema } from '../../events/schema.ts';
import { findUndocumented } from '../../events/undocumented.ts';
import { familyPaint } from '../../render/palette.ts';
import { join, prettyJson, safe, sanitize, type SafeText } from '../../terminal/safe-text.ts';
import { layoutWidth } from '../../terminal/layout-width.ts';
import type { CommandContext } from '../context.ts';
import { entityFlags, entityKindOf, kindWords } from '../entities.ts';

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
  { terminal }: CommandContext,
): Promise<void> {
  const { stdout } = terminal;
  const event = findEvent(name);
  const nested = nestedTypes.find((each) => each.name.toLowerCase() === name.toLowerCase());
  const found = event ?? nested;
  const undocumented = findUndocumented(name);
  if (found === undefined && undocumented !== undefined) {
    throw usageError(
      `${undocumented} is known by name only: the specification doesn't list it.`,
      `Its fields show when it comes: rte tail ${entityFlags[entityKindOf(undocumented) ?? 'User']} <id> --event ${undocumented} -o table`,
    );
  }
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
    const width = layoutWidth(terminal, 120);
    stdout.write(
      event
        ? await eventText(event, colours, width)
        : await nestedText(nested as NestedDefinition, colours, width),
    );
  }
}

function pretty(value: unknown): SafeText {
  return safe`${prettyJson(value)}\n`;
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

async function eventText(
  event: EventDefinition,
  colours: Colours,
  width: number,
): Promise<SafeText> {
  const paint = familyPaint(colours, event.family);
  const name = sanitize(event.name);
  const kind = sanitize(kindWords[event.entity]);
  const flag = sanitize(entityFlags[event.entity]);
  const ttl = event.messageTTLSeconds;
  const facts = [
    safe`${colours.dim(safe`asked of`)}   a ${kind}: rte tail ${flag} <id> --event ${name}`,
    ...(event.aliases.length > 0
      ? [safe`${colours.dim(safe`also named`)} ${sanitize(event.aliases.join(', '))}`]
      : []),
    ...(event.snapshotOf
      ? [
          safe`${colours.dim(safe`snapshot`)}   of ${sanitize(event.snapshotOf.join(', '))}: --changes shows what differs`,
        ]
      : []),
    ...(ttl > 0 ? [safe`${colours.dim(safe`lifetime`)}   ${ttl} s`] : []),
  ];
  return linesOf(
    safe`${colours.bold(paint(name))}  ${sanitize(event.summary)}`,
    safe``,
    ...facts,
    safe``,
    await fieldTable(event.fields, colours, width),
    safe``,
    colours.bold(safe`Every event has these, too:`),
    await fieldTable(envelopeFields, colours, width),
    safe``,
    colours.bold(safe`A sample of its data:`),
    prettyJson(samplePayload(event)),
  );
}

async function nestedText(
  nested: NestedDefinition,
  colours: Colours,
  width: number,
): Promise<SafeText> {
  return linesOf(
    safe`${colours.bold(sanitize(nested.name))}  ${sanitize(nested.summary)}`,
    safe``,
    await fieldTable(nested.fields, colours, width),
    safe``,
    colours.bold(safe`A sample:`),
    prettyJson(nested.sample()),
  );
}

function linesOf(...lines: readonly SafeText[]): SafeText {
  return safe`${join(lines, safe`\n`)}\n`;
}

async function fieldTable(fields: Fields, colours: Colours, width: number): Promise<SafeText> {
  const { finiteTable } = await import('../../render/finite-table.ts');
  const rows = Object.entries(fields).map(([name, one]) => {
    const values = Object.entries(one.values ?? {}).map(([value, meaning]) =>
      sanitize(`${value}: ${meaning}`),
    );
    const unlisted = isEnumeration(one) ? [safe`(its values are not documented)`] : [];
    const meanings = join([sanitize(one.meaning), ...values, ...unlisted], safe`\n`);
    return [colours.teal(sanitize(name)), colours.dim(sanitize(one.type)), meanings];
  });
  return finiteTable({
    rows,
    width,
    head: [safe`field`, safe`type`, safe`meaning`].map((each) => colours.bold(each)),
  });
}
