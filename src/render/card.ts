import type { EventDefinition } from '../events/definition.ts';
import { envelopeFields } from '../events/envelope.ts';
import type { Message } from '../events/message.ts';
import { safe, sanitize, type SafeText } from '../terminal/safe-text.ts';
import { finiteTable } from './finite-table.ts';
import { linesRenderer } from './lines.ts';
import { familyPaint } from './palette.ts';
import type { Renderer, RenderOptions } from './renderer.ts';
import { nameText, valueText } from './values.ts';

const widestCard = 160;
/** More than a person reads; documented events have up to 40. */
const mostFields = 1_000;

/** A card an event: its line as a heading, then its fields, with known values spelt out. */
export function cardRenderer(options: RenderOptions): Renderer {
  const lines = linesRenderer(options);
  const cardWidth = Math.min(options.width, widestCard);
  return {
    ...lines,
    event(message, reception) {
      const heading = lines.event(message, reception);
      const changed = reception.changes && new Set(reception.changes.map(({ field }) => field));
      const rows = fieldRows(message, changed, options);
      const table = rows.length > 0 && finiteTable({ rows, width: cardWidth, indent: 2 });
      return table ? safe`${heading}${table}\n\n` : safe`${heading}\n`;
    },
  };
}

function fieldRows(
  message: Message,
  changed: ReadonlySet<string> | undefined,
  { colours, names }: RenderOptions,
): [SafeText, SafeText][] {
  const { data, definition } = message;
  const paint = familyPaint(colours, definition?.family);
  const shown = Object.keys(data).filter((name) =>
    changed === undefined ? !Object.hasOwn(envelopeFields, name) : changed.has(name),
  );
  const rows = shown.slice(0, mostFields).map((name): [SafeText, SafeText] => {
    const value = data[name];
    const note = noteOn(name, value, definition);
    const aside = note === undefined ? safe`` : colours.dim(safe`  ${sanitize(note)}`);
    return [paint(nameText(name)), safe`${valueText(value, names)}${aside}`];
  });
  const left = shown.length - rows.length;
  return left > 0 ? [...rows, [safe`…`, safe`${left} more fields`]] : rows;
}

/** What a value means, where the specification says so. */
function noteOn(
  name: string,
  value: unknown,
  definition: EventDefinition | undefined,
): string | undefined {
  if (definition === undefined || !Object.hasOwn(definition.fields, name)) return 'not documented';
  const { type, values } = definition.fields[name] ?? {};
  if (type === undefined || values === undefined) return undefined;
  // No list or object is one, and each would be written out to see that.
  if (typeof value === 'object') return undefined;
  const written = typeof value === 'string' ? value : JSON.stringify(value);
  if (Object.hasOwn(values, written)) return values[written];
  // Of a moment, or where one value is special, any other is an ordinary one.
  const isList = type !== 'DateTime' && Object.keys(values).length > 1;
  return isList ? 'value not documented' : undefined;
}
