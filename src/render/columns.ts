import type { Message } from '../events/message.ts';
import { join, knownSafe, safe, sanitize, type SafeText } from '../terminal/safe-text.ts';
import { shortened } from '../terminal/shorten.ts';
import { formatBytes } from './byte-size.ts';
import { unpainted, type Paint } from './colours.ts';
import { entityPaint, familyPaint } from './palette.ts';
import { eventInstant } from './lines.ts';
import { columnsOf, cut, padded } from './text-width.ts';
import type { Renderer, RenderOptions } from './renderer.ts';
import { Timestamps } from './timestamps.ts';
import { nameText, valueText } from './values.ts';

/** As wide as 'false'. */
const leastWidth = 5;
/** As wide as a usual name, so that most rows line up from the first one on. */
const leastIdWidth = 16;
/** As wide as an id; a longer value moves its own row, and not all that follow. */
const widestColumn = 36;
/** Where there is so little room that not even this is left, rows are cut as a whole. */
const narrowestColumn = 4;
const gap = 2;

/**
 * A table without end: the chosen fields as columns under a header, a row an event. A column
 * grows when a value needs it, within reason, and stays so; on a terminal all of them fit its width,
 * and the header comes again with each screen.
 */
export function columnsRenderer(options: RenderOptions): Renderer {
  const { colours, names, fields, overflow } = options;
  const timestamps = new Timestamps(options.timestamps, options.utc);
  // Without it nobody could tell whose fields they are.
  const hasEvent = options.isMixed && !fields.includes('eventType');
  const titles = [...(hasEvent ? ['event'] : []), ...fields];
  const natural = titles.map((name) =>
    Math.max(columnsOf(name), /id$/i.test(name) || name === 'event' ? leastIdWidth : leastWidth),
  );
  let rowsSinceHeader = Number.POSITIVE_INFINITY;

  const row = (time: SafeText, cells: readonly SafeText[], paints: readonly Paint[]): SafeText => {
    const isCut = overflow === 'cut';
    const lead =
      timestamps.width === 0 ? safe`` : safe`${colours.dim(padded(time, timestamps.width))}  `;
    const room = options.width - (timestamps.width === 0 ? 0 : timestamps.width + gap);
    cells.forEach((cell, at) => {
      natural[at] = Math.max(natural[at] ?? 0, Math.min(columnsOf(cell), widestColumn));
    });
    const widths = isCut ? fitted(natural, room - gap * (cells.length - 1)) : natural;
    const painted = cells.map((cell, at) => {
      const width = widths[at] ?? 0;
      const text = isCut ? cut(cell, width) : cell;
      const isLast = at === cells.length - 1;
      return (paints[at] ?? unpainted)(isLast ? text : padded(text, width));
    });
    const line = knownSafe(safe`${lead}${join(painted, safe`  `)}`.trimEnd());
    return safe`${isCut ? cut(line, options.width) : line}\n`;
  };
  /** The header comes with the first row, so that it is as wide as that needs. */
  const underHeader = (text: SafeText): SafeText => {
    rowsSinceHeader++;
    if (rowsSinceHeader < options.rows - 1) return text;
    rowsSinceHeader = 1;
    const header = row(
      safe`time`,
      titles.map(sanitize),
      titles.map(() => colours.bold),
    );
    return safe`${header}${text}`;
  };
  /** A row about what is no event. */
  const special = (name: SafeText, text: string): SafeText => {
    const line = safe`${colours.red(name)}  ${sanitize(shortened(text))}`;
    return underHeader(safe`${overflow === 'cut' ? cut(line, options.width) : line}\n`);
  };

  return {
    event(message, reception) {
      names.learn(message.data);
      if (!fields.some((name) => Object.hasOwn(message.data, name))) return safe``;
      const changed = new Set(reception.changes?.map(({ field }) => field));
      return underHeader(
        row(
          timestamps.next(eventInstant(message, reception)),
          [
            ...(hasEvent ? [nameText(message.eventName)] : []),
            ...fields.map((name) => valueText(message.data[name], names)),
          ],
          [
            ...(hasEvent ? [familyPaint(colours, message.definition?.family)] : []),
            ...fields.map((name) => cellPaint(message, name, changed.has(name), options)),
          ],
        ),
      );
    },
    invocation: (target, argumentsJson) => special(nameText(target), argumentsJson),
    undecodable: (text) => special(safe`(not decodable)`, text),
    tooLong: ({ bytes, beginning }) =>
      special(safe`(too long)`, `${formatBytes(bytes)}: ${beginning}…`),
  };
}

/** Widths that fit into so many columns together: the widest give way. */
function fitted(natural: readonly number[], room: number): readonly number[] {
  const taken = (most: number): number =>
    natural.reduce((sum, each) => sum + Math.min(each, most), 0);
  let most = widestColumn;
  while (most > narrowestColumn && taken(most) > room) most--;
  return natural.map((each) => Math.min(each, most));
}

function cellPaint(
  message: Message,
  name: string,
  isChanged: boolean,
  { colours }: RenderOptions,
): Paint {
  if (isChanged) return (text) => colours.bold(colours.orange(text));
  const value = message.data[name];
  if (value === true) return colours.green;
  if (value === false || value === null) return colours.dim;
  if (typeof value === 'string' && /id$/i.test(name))
    return entityPaint(colours, value.toLowerCase());
  return unpainted;
}
