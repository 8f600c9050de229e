import type { Message } from '../events/message.ts';
import { join, knownSafe, safe, sanitize, type SafeText } from '../terminal/safe-text.ts';
import { shortened } from '../terminal/shorten.ts';
import { formatBytes } from './byte-size.ts';
import { unpainted, type Paint } from './colours.ts';
import { entityPaint } from './palette.ts';
import { eventInstant } from './lines.ts';
import { columnsOf, padded } from './text-width.ts';
import type { Renderer, RenderOptions } from './renderer.ts';
import { Timestamps } from './timestamps.ts';
import { nameText, valueText } from './values.ts';

/** As wide as 'false'. */
const leastWidth = 5;
/** As wide as a usual name, so that most rows line up from the first one on. */
const leastIdWidth = 16;
/** As wide as an id; a longer value moves its own row, and not all that follow. */
const widestColumn = 36;

/**
 * A table without end: the chosen fields as columns under a header, a row an event. A column
 * grows when a value needs it, within reason, and stays so.
 */
export function columnsRenderer(options: RenderOptions): Renderer {
  const { colours, names, fields } = options;
  const timestamps = new Timestamps(options.timestamps, options.utc);
  const widths = fields.map((name) =>
    Math.max(columnsOf(name), /id$/i.test(name) ? leastIdWidth : leastWidth),
  );
  let isHeaderWritten = false;

  const row = (time: SafeText, cells: readonly SafeText[], paints: readonly Paint[]): SafeText => {
    const painted = cells.map((cell, at) => {
      const width = Math.max(widths[at] ?? 0, Math.min(columnsOf(cell), widestColumn));
      widths[at] = width;
      const isLast = at === cells.length - 1;
      return (paints[at] ?? unpainted)(isLast ? cell : padded(cell, width));
    });
    const lead =
      timestamps.width === 0 ? safe`` : safe`${colours.dim(padded(time, timestamps.width))}  `;
    const line = safe`${lead}${join(painted, safe`  `)}`;
    return safe`${knownSafe(line.trimEnd())}\n`;
  };
  /** The header comes with the first row, so that it is as wide as that needs. */
  const underHeader = (text: SafeText): SafeText => {
    if (isHeaderWritten) return text;
    isHeaderWritten = true;
    const header = row(
      safe`time`,
      fields.map(sanitize),
      fields.map(() => colours.bold),
    );
    return safe`${header}${text}`;
  };

  /** A row about what is no event. */
  const special = (name: SafeText, text: string): SafeText =>
    underHeader(safe`${colours.red(name)}  ${sanitize(shortened(text))}\n`);

  return {
    event(message, reception) {
      names.learn(message.data);
      const changed = new Set(reception.changes?.map(({ field }) => field));
      return underHeader(
        row(
          timestamps.next(eventInstant(message, reception)),
          fields.map((name) => valueText(message.data[name], names)),
          fields.map((name) => cellPaint(message, name, changed.has(name), options)),
        ),
      );
    },
    invocation: (target, argumentsJson) => special(nameText(target), argumentsJson),
    undecodable: (text) => special(safe`(not decodable)`, text),
    tooLong: ({ bytes, beginning }) =>
      special(safe`(too long)`, `${formatBytes(bytes)}: ${beginning}…`),
  };
}

function cellPaint(
  message: Message,
  name: string,
  isChanged: boolean,
  { colours }: RenderOptions,
): Paint {
  if (isChanged) return (text) => colours.bold(colours.yellow(text));
  const value = message.data[name];
  if (value === true) return colours.green;
  if (value === false || value === null) return colours.dim;
  if (typeof value === 'string' && /id$/i.test(name))
    return entityPaint(colours, value.toLowerCase());
  return unpainted;
}
