import { findEvent } from '../events/catalogue.ts';
import { emptyGuid } from '../events/headline-parts.ts';
import type { Change } from '../events/changes.ts';
import { envelopeFields } from '../events/envelope.ts';
import type { Data, Message } from '../events/message.ts';
import { instantOf } from '../events/moment.ts';
import { join, knownSafe, safe, sanitize, type SafeText } from '../terminal/safe-text.ts';
import { mostShownCharacters, shortened } from '../terminal/shorten.ts';
import { formatBytes } from './byte-size.ts';
import { cut, padded } from './text-width.ts';
import type { Colours } from './colours.ts';
import { fitLine } from './fit-line.ts';
import { entityPaint, familyPaint } from './palette.ts';
import type { Renderer, RenderOptions, Reception } from './renderer.ts';
import { momentText, Timestamps } from './timestamps.ts';
import { nameText, shortId, shortName, valueText } from './values.ts';

/** One line an event: time, event, entity, headline. */
export function linesRenderer(options: RenderOptions): Renderer {
  const { colours, names, utc } = options;
  const timestamps = new Timestamps(options.timestamps, utc);
  let columns = columnsFor(options);
  /** Where lines are cut, so are names: else there would be nothing left of some headlines. */
  const cell = (text: SafeText, width: number): SafeText =>
    padded(options.overflow === 'cut' ? cut(text, width) : text, width);
  const eventCell = remembered((eventType, name) =>
    familyPaint(
      colours,
      findEvent(eventType)?.family,
    )(cell(nameText(name ?? eventType), columns.event)),
  );
  const entityCell = remembered((entityId, name) =>
    entityPaint(colours, entityId)(cell(nameText(name ?? shortId(entityId)), columns.entity)),
  );
  const followResize = (): void => {
    if (options.width === columns.width) return;
    columns = columnsFor(options);
    eventCell.forget();
    entityCell.forget();
  };

  const line = (instant: number, event: SafeText, entity: SafeText, rest: SafeText): SafeText => {
    const time = timestamps.next(instant);
    const start = time === '' ? '' : `${colours.dim(time)}  `;
    // All of it is safe; as a tagged template it would take a twentieth of a line's time.
    const lead = knownSafe(`${start}${event}  ${entity}${rest === '' ? '' : '  '}`);
    return knownSafe(`${fitLine(lead, rest, options)}\n`);
  };

  /** A line about what is no event. */
  const special = (receivedAt: Date, name: SafeText, text: string): SafeText =>
    line(
      receivedAt.getTime(),
      colours.red(padded(name, columns.event)),
      padded(safe``, columns.entity),
      sanitize(shortened(text)),
    );

  return {
    event(message, reception) {
      followResize();
      const { data, entityId } = message;
      names.learn(data);
      const instant = eventInstant(message, reception);
      return line(
        instant,
        eventCell(message.eventType, message.eventName),
        entityCell(entityId, names.nameOf(entityId)),
        reception.changes === undefined
          ? headline(message, instant, options)
          : changeList(reception.changes, instant, options),
      );
    },
    invocation(target, argumentsJson, { receivedAt }) {
      return special(receivedAt, nameText(target), argumentsJson);
    },
    undecodable: (text, { receivedAt }) => special(receivedAt, safe`(not decodable)`, text),
    tooLong: ({ bytes, beginning }, { receivedAt }) =>
      special(receivedAt, safe`(too long)`, `${formatBytes(bytes)}: ${beginning}…`),
  };
}

/** Columns of the event's name and of the entity's, for a width. */
function columnsFor({ width }: RenderOptions): { width: number; event: number; entity: number } {
  return width < 110 ? { width, event: 20, entity: 12 } : { width, event: 30, entity: 22 };
}

type Make = (key: string, name: string | undefined) => SafeText;

const mostRemembered = 10_000;
/** Longer than any event's name, and than an id. */
const longestRemembered = 100;

/** The same function, which remembers what it gave last for a key: most lines have the cells of an earlier one. */
function remembered(make: Make): Make & { forget(): void } {
  const given = new Map<string, { name: string | undefined; text: SafeText }>();
  const remembering: Make = (key, name) => {
    if (key.length > longestRemembered) return make(key, name);
    const before = given.get(key);
    if (before !== undefined && before.name === name) return before.text;
    const text = make(key, name);
    if (given.size >= mostRemembered) given.clear();
    given.set(key, { name, text });
    return text;
  };
  return Object.assign(remembering, { forget: () => given.clear() });
}

/** The moment that an event is shown with: its own, or else that of its arrival. */
export function eventInstant(message: Message, { receivedAt }: Reception): number {
  const instant = instantOf(message.timestamp);
  return instant !== undefined && Number.isFinite(instant) ? instant : receivedAt.getTime();
}

/** 'talking false → true · canBeAllocatedTo true → false' */
function changeList(
  changes: readonly Change[],
  instant: number,
  { colours, names, utc }: RenderOptions,
): SafeText {
  const shown = (value: unknown): SafeText =>
    instantOf(value) === undefined
      ? valueText(value, names)
      : sanitize(momentText(value, instant, utc));
  const listed = changes
    .slice(0, mostChanges)
    .map(
      ({ field, from, to }) =>
        safe`${nameText(field)} ${colours.dim(shown(from))} → ${colours.bold(shown(to))}`,
    );
  if (changes.length > mostChanges) listed.push(safe`… ${changes.length - mostChanges} more`);
  return join(listed, safe` · `);
}

/** More than any event has fields. */
const mostChanges = 100;

function headline(
  message: Message,
  instant: number,
  { colours, names, utc, fields }: RenderOptions,
): SafeText {
  const { data, definition } = message;
  if (fields.length > 0) return fieldList(data, fields, names);
  if (definition === undefined) {
    const list = fieldList(data, ownFields(data), names);
    return safe`${list}${list === '' ? safe`` : safe` `}${colours.dim(safe`(not documented)`)}`;
  }
  try {
    const text = definition.headline(data, {
      name: (id) => shortName(id, names),
      time: (dateTime) => momentText(dateTime, instant, utc),
    });
    return safe`${callMark(text, data, colours)}${sanitize(shortened(text))}`;
  } catch {
    // A field of a type that the headline didn't expect: the plain values tell as much.
    return fieldList(data, ownFields(data), names);
  }
}

/**
 * Events of one call begin with the first digits of its id, in a colour of its own, unless the
 * headline has them already.
 */
function callMark(headline: string, { callId }: Data, colours: Colours): SafeText {
  if (typeof callId !== 'string' || callId === emptyGuid) return safe``;
  const call = shortId(callId);
  if (call === callId || headline.includes(call)) return safe``;
  return safe`${entityPaint(colours, callId)(sanitize(call))} `;
}

function ownFields(data: Data): string[] {
  return Object.keys(data).filter((name) => !Object.hasOwn(envelopeFields, name));
}

/** As many fields as a person reads. */
function fieldList(data: Data, fields: readonly string[], names: RenderOptions['names']): SafeText {
  const list: SafeText[] = [];
  let characters = 0;
  for (const name of fields) {
    if (data[name] === undefined) continue;
    if (characters > mostShownCharacters) {
      list.push(safe`…`);
      break;
    }
    const field = safe`${nameText(name)}=${valueText(data[name], names)}`;
    characters += field.length;
    list.push(field);
  }
  return join(list, safe` `);
}
