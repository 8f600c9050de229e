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
      return `${heading}${finiteTable({ rows, width: cardWidth, indent: 2 })}\n\n`;
    },
  };
}

function fieldRows(
  message: Message,
  changed: readonly string[] | undefined,
  { chalk, names }: RenderOptions,
): [string, string][] {
  const { data, definition } = message;
  const paint = familyPaint(chalk, definition?.family);
  return Object.keys(data)
    .filter((name) => changed?.includes(name) ?? !Object.hasOwn(envelopeFields, name))
    .map((name) => {
      const value = data[name];
      const meaning = definition?.fields[name]?.values?.[String(value)];
      const isKnown = definition !== undefined && Object.hasOwn(definition.fields, name);
      const notes = [meaning, isKnown ? undefined : 'not documented'].filter(
        (note) => note !== undefined,
      );
      const aside = notes.length === 0 ? '' : chalk.dim(`  ${notes.join(', ')}`);
      return [paint(sanitize(name)), valueText(value, names) + aside];
    });
}
