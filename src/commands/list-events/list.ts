import { coloursOf, type Colours } from '../../render/colours.ts';
import { usageError } from '../../errors.ts';
import { events, findEvent } from '../../events/catalogue.ts';
import { listing } from '../../render/listing.ts';
import { familyPaint } from '../../render/palette.ts';
import { join, jsonText, safe, sanitize, type SafeText } from '../../terminal/safe-text.ts';
import { layoutWidth } from '../../terminal/layout-width.ts';
import type { CommandContext } from '../context.ts';
import { entityKindOf } from '../entities.ts';
import { readEventPattern } from '../event-pattern.ts';
import type { SourceFlags } from '../source.ts';

/** The flags of `rte list-events`. */
export interface ListEventsFlags extends SourceFlags {
  output: 'table' | 'json';
  offline?: boolean;
}

/** One event of the list; the machine form is a list of these. */
interface ListedEvent {
  name: string;
  entity: string | null;
  family: string | null;
  summary: string | null;
  /** How many fields it has of its own. */
  fields: number | null;
  documented: boolean;
  /** Whether the server offers it; null when no server was asked. */
  offered: boolean | null;
}

/**
 * Prints the catalogue, with what the server offers beside it when one can be asked.
 *
 * @throws RteError usage, for a pattern that matches nothing.
 */
export async function listEvents(
  pattern: string | undefined,
  flags: ListEventsFlags,
  context: CommandContext,
): Promise<void> {
  const { terminal } = context;
  const { stdout, stderr } = terminal;
  const offered = flags.offline ? undefined : await askServer(flags, context);
  const listed = merge(offered).filter(await matcher(pattern));
  if (listed.length === 0) {
    throw usageError(
      `No event matches '${pattern}'.`,
      'rte list-events without a pattern shows all there are.',
    );
  }
  if (flags.output === 'json') {
    stdout.write(safe`${jsonText(listed)}\n`);
    return;
  }
  const colours = await coloursOf(stdout.colorLevel);
  stdout.write(await table(listed, colours, layoutWidth(terminal, 120)));
  stderr.write(safe`${summary(listed)}\n`);
}

/** Loaded only when a server is asked: the hub connection is most of what there is to load. */
async function askServer(
  flags: SourceFlags,
  context: CommandContext,
): Promise<string[] | undefined> {
  const { offeredEvents } = await import('./offered-events.ts');
  return offeredEvents(flags, context);
}

function merge(offered: readonly string[] | undefined): ListedEvent[] {
  const offeredNames = new Set(offered?.map((name) => findEvent(name)?.name ?? name));
  const documented = events.map(({ name, entity, family, summary, fields }) => ({
    name,
    entity,
    family,
    summary,
    fields: Object.keys(fields).length,
    documented: true,
    offered: offered === undefined ? null : offeredNames.has(name),
  }));
  const others = [...offeredNames].filter((name) => findEvent(name) === undefined);
  return [
    ...documented,
    ...others.map((name) => ({
      name,
      entity: entityKindOf(name) ?? null,
      family: null,
      summary: null,
      fields: null,
      documented: false,
      offered: true,
    })),
  ];
}

async function matcher(text: string | undefined): Promise<(event: ListedEvent) => boolean> {
  if (text === undefined) return () => true;
  const pattern = await readEventPattern(text);
  if (pattern.isGlob) return ({ name }) => pattern.matches(name);
  const part = text.toLowerCase();
  return ({ name }) => name.toLowerCase().includes(part);
}

async function table(
  listed: readonly ListedEvent[],
  colours: Colours,
  width: number,
): Promise<SafeText> {
  const isAsked = listed.some(({ offered }) => offered !== null);
  const head = [
    safe`event`,
    safe`entity`,
    safe`fields`,
    ...(isAsked ? [safe`offered`] : []),
    safe`what it tells`,
  ];
  const rows = listed.map((event) => [
    familyPaint(colours, findEvent(event.name)?.family)(sanitize(event.name)),
    sanitize(event.entity ?? '?'),
    sanitize(String(event.fields ?? '?')),
    ...(isAsked ? [event.offered ? colours.green(safe`yes`) : colours.dim(safe`no`)] : []),
    event.summary === null ? colours.dim(safe`not documented`) : sanitize(event.summary),
  ]);
  return safe`${await listing({ rows, head: head.map((each) => colours.bold(each)), width })}\n`;
}

function summary(listed: readonly ListedEvent[]): SafeText {
  const count = (test: (event: ListedEvent) => boolean): number => listed.filter(test).length;
  const all = safe`${listed.length} ${listed.length === 1 ? safe`event` : safe`events`}`;
  if (listed.every(({ offered }) => offered === null))
    return safe`${all}; rte describe <event> shows one in full.`;
  const parts = [
    safe`${count(({ documented, offered }) => documented && offered === true)} documented and offered`,
    safe`${count(({ offered }) => offered === false)} documented only`,
    safe`${count(({ documented }) => !documented)} offered only`,
  ];
  return safe`${all}: ${join(parts, safe`, `)}.`;
}
