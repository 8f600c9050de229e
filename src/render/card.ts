import type { EventDefinition } from '../events/definition.ts';
import { envelopeFields } from '../events/envelope.ts';
import type { Message } from '../events/message.ts';
import { sanitize } from '../terminal/sanitize.ts';
import { finiteTable } from './finite-table.ts';
import { linesRenderer } from './lines.ts';
import { familyPaint } from './palette.ts';
import type { Renderer, RenderOptions } from './renderer.ts';
import { valueText } from './values.ts';

const widestCard = 160;

/** A card an event: its line as a heading, then its fields, with known values spelt out. */
export function cardRenderer(options: RenderOptions): Renderer {
  const lines = linesRenderer(options);
  const cardWidth = Math.min(options.width, widestCard);
  return {
    ...lines,
    event(message, reception) {
      const heading = lines.event(message, reception);
      const changed = reception.changes?.map(({ field }) => field);
      const rows = fieldRows(message, changed, options);
      const table = rows.length > 0 && finiteTable({ rows, width: cardWidth, indent: 2 });
      return table ? `${heading}${table}\n\n` : `${heading}\n`;
    },
  };
}

function fieldRows(
  message: Message,
  changed: readonly string[] | undefined,
  { colours, names }: RenderOptions,
): [string, string][] {
  const { data, definition } = message;
  const paint = familyPaint(colours, definition?.family);
  return Object.keys(data)
    .filter((name) => changed?.includes(name) ?? !Object.hasOwn(envelopeFields, name))
    .map((name) => {
      const value = data[name];
      const note = noteOn(name, value, definition);
      const aside = note === undefined ? '' : colours.dim(`  ${note}`);
      return [paint(sanitize(name)), valueText(value, names) + aside];
    });
}

/** What a value means, where the specification says so. */
function noteOn(
  name: string,
  value: unknown,
  definition: EventDefinition | undefined,
): string | undefined {
  if (definition === undefined || !Object.hasOwn(definition.fields, name)) return 'not documented';
  const values = definition.fields[name]?.values ?? {};
  const written = typeof value === 'string' ? value : JSON.stringify(value);
  return Object.hasOwn(values, written) ? values[written] : undefined;
}
