import { Chalk } from 'chalk';

import { messageOf, RteError, usageError } from '../../errors.ts';
import { EntityNames } from '../../events/entity-names.ts';
import { findEvent } from '../../events/catalogue.ts';
import {
  findFieldName,
  parseCondition,
  suggestField,
  type Condition,
} from '../../events/filter.ts';
import { HubSession, type SessionEvent } from '../../hub/hub-session.ts';
import { availableSubscriptions } from '../../hub/subscriptions.ts';
import type { WireRecord } from '../../hub/wire-record.ts';
import { metaRecord } from '../../render/ndjson.ts';
import { createRenderer, type OutputForm } from '../../render/output-form.ts';
import { shortName } from '../../render/values.ts';
import { Interrupted } from '../../terminal/interrupt.ts';
import type { Output } from '../../terminal/terminal.ts';
import type { CommandContext } from '../context.ts';
import { openSource, type Source } from '../source.ts';
import { Notes } from './notes.ts';
import type { TailOptions } from './options.ts';
import { Pipeline } from './pipeline.ts';
import { planSubscriptions, readSelection } from './selection.ts';
import { Tally } from './tally.ts';

/** The reason of the signal when a run has done what was asked. */
class Done extends Error {}

const quietAfterMs = 30_000;

/**
 * Streams events until the count or time asked for is reached, or somebody stops it.
 *
 * @throws RteError, or the reason of the context's signal.
 */
export async function runTail(options: TailOptions, context: CommandContext): Promise<void> {
  checkCombinations(options);
  const source = await openSource(options, context);
  try {
    await stream(options, source, context);
  } finally {
    await source.close();
  }
}

function checkCombinations({ meta, output, quiet, verbose }: TailOptions): void {
  if (meta && output !== undefined && output !== 'ndjson') {
    throw usageError(`--meta has no place in -o ${output}.`, 'It goes with -o ndjson.');
  }
  if (quiet && verbose)
    throw usageError('--quiet and --verbose exclude each other.', 'Leave one of them out.');
}

async function stream(
  options: TailOptions,
  source: Source,
  context: CommandContext,
): Promise<void> {
  const { terminal, signal } = context;
  const { stdout, stderr } = terminal;
  const form: OutputForm = options.output ?? (stdout.isTTY && !options.meta ? 'lines' : 'ndjson');
  const names = new EntityNames(source.names);
  const content = contentOptions(options, source);
  const selection = await readSelection(options, source, signal);

  const end = new AbortController();
  const ending = AbortSignal.any([signal, end.signal]);
  const tally = new Tally(Date.now());
  const notes = new Notes({
    stderr,
    loudness: options.quiet ? 'quiet' : options.verbose ? 'verbose' : 'normal',
    utc: options.utc ?? false,
    user: source.user,
    nameOf: (id) => shortName(id, names),
  });
  const pipeline = new Pipeline({
    renderer: await createRenderer(form, {
      chalk: new Chalk({ level: stdout.colorLevel }),
      width: stdout.isTTY ? stdout.columns : Number.POSITIVE_INFINITY,
      timestamps: options.timestamps,
      utc: options.utc ?? false,
      names,
      fields: content.fields,
      meta: options.meta ?? false,
    }),
    conditions: content.conditions,
    changesOnly: options.changes ?? false,
    readsContent: form !== 'ndjson' || content.conditions.length > 0 || Boolean(options.changes),
    mostEvents: options.count ?? Number.POSITIVE_INFINITY,
    onUndecodable: (text) => notes.undecodable(text),
  });

  let connection = 0;
  const session: HubSession = new HubSession({
    getTicket: (use, ticketSignal) => {
      notes.step(use === 'stored' ? 'getting an access token' : 'getting a fresh access token');
      return source.getTicket(use, ticketSignal);
    },
    plan: async (hub) => {
      const offered = await availableSubscriptions((...invocation) =>
        hub.invoke(...invocation),
      ).catch((error: unknown) => {
        notes.step(`the hub did not say which events it offers: ${messageOf(error)}`);
        return [];
      });
      return planSubscriptions(selection, offered);
    },
    onRecords,
    onEvent,
    wait: options.wait ?? false,
    maxReconnects: options.maxReconnects ?? Number.POSITIVE_INFINITY,
    strict: options.strict ?? false,
    random: Math.random,
    signal: ending,
  });

  function onRecords(records: WireRecord[]): void {
    const before = pipeline.printed;
    // While the first subscriptions are being made, events come already: of connection 1.
    const text = pipeline.text(records, terminal.now(), Math.max(connection, 1));
    if (pipeline.printed > before) tally.countEvents(pipeline.printed - before, Date.now());
    if (text !== '') print(text);
    if (pipeline.isDone) end.abort(new Done());
  }

  function print(text: string): void {
    if (stdout.write(text)) return;
    session.pause();
    void stdout.drained().then(() => session.resume());
  }

  function onEvent(event: SessionEvent): void {
    if (event.kind === 'connected') {
      ({ connection } = event);
      source.subscribed?.();
    }
    notes.session(event);
    if (options.meta) {
      const record = sessionRecord(event, terminal.now());
      if (record !== undefined) print(record);
    }
    if (event.kind !== 'gap') return;
    tally.countGap(event.to - event.from);
    if (options.failOnGap) end.abort(gapError(event.cause));
  }

  const timers = startTimers(options, { end, tally, session, notes, stderr });
  try {
    await session.run();
  } catch (reason) {
    if (!(reason instanceof Done) && !(reason instanceof Interrupted)) throw reason;
    if (!stdout.closed.aborted) {
      const summary = tally.summary(Date.now());
      notes.summary(summary);
      if (options.meta) print(metaRecord('summary', terminal.now(), { ...summary }));
    }
    if (options.failOnGap && tally.gaps > 0) throw gapError('the connection was lost');
    if (reason instanceof Interrupted) throw reason;
  } finally {
    timers.forEach(clearTimeout);
  }
}

interface TimedParts {
  end: AbortController;
  tally: Tally;
  session: HubSession;
  notes: Notes;
  stderr: Output;
}

function startTimers(
  options: TailOptions,
  { end, tally, session, notes, stderr }: TimedParts,
): NodeJS.Timeout[] {
  const timers: NodeJS.Timeout[] = [];
  if (options.for !== undefined) timers.push(setTimeout(() => end.abort(new Done()), options.for));
  const { timeout } = options;
  if (timeout !== undefined) {
    const expire = (): void => {
      if (tally.events === 0) end.abort(silenceError(timeout));
    };
    timers.push(setTimeout(expire, timeout));
  }
  if (stderr.isTTY) timers.push(quietTimer(tally, session, notes));
  return timers;
}

/** Tells of a silence after half a minute, and again each time that it has doubled. */
function quietTimer(tally: Tally, session: HubSession, notes: Notes): NodeJS.Timeout {
  let nextAtMs = quietAfterMs;
  return setInterval(() => {
    const now = Date.now();
    const silenceMs = tally.silenceMs(now);
    if (silenceMs < quietAfterMs) nextAtMs = quietAfterMs;
    const heardAt = session.lastReceivedAt;
    if (silenceMs < nextAtMs || heardAt === undefined) return;
    notes.quiet(silenceMs, now - heardAt);
    nextAtMs *= 2;
  }, 1_000);
}

/** Conditions and fields, with names in the catalogue's spelling. */
function contentOptions(
  { event = [], where = [], fields = [] }: TailOptions,
  source: Source,
): { conditions: Condition[]; fields: string[] } {
  // An event that is not documented may have fields that nobody knows of.
  const allowUnknownFields = event.some(
    (name) => !/[*?[\]{}()!]/.test(name) && findEvent(name) === undefined,
  );
  const idOf = (name: string): string | undefined =>
    source.names.find((each) => each.name.toLowerCase() === name.toLowerCase())?.id;
  return {
    conditions: where.map((text) => parseCondition(text, { idOf, allowUnknownFields })),
    fields: fields.map((written) => {
      const name = findFieldName(written);
      if (name !== undefined || allowUnknownFields) return name ?? written;
      throw usageError(
        `--fields: no event has a field '${written}'.`,
        `${suggestField(written)}rte describe <event> lists an event's fields.`,
      );
    }),
  };
}

/** What the connection does, as a line between the messages; undefined for mere steps. */
function sessionRecord(event: SessionEvent, at: Date): string | undefined {
  switch (event.kind) {
    case 'connected': {
      const { kind, ...rest } = event;
      return metaRecord(kind, at, rest);
    }
    case 'rejected':
      return metaRecord('rejected', at, { rejections: event.rejections });
    case 'gap': {
      const { kind, from, to, ...rest } = event;
      return metaRecord(kind, at, {
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        durationMs: to - from,
        ...rest,
      });
    }
    case 'opening':
    case 'subscribing':
    case 'reconnecting':
      return undefined;
  }
}

function silenceError(ms: number): RteError {
  return new RteError('silence', `No event came within ${ms / 1000} s.`, {
    hint: 'Is something happening there at the moment? A longer --timeout waits for more.',
  });
}

function gapError(cause: string): RteError {
  return new RteError('gap', `There was a gap: ${cause}.`, {
    hint: 'Without --fail-on-gap it is reported, and the stream goes on.',
  });
}
