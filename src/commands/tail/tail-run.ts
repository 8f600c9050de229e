import { messageOf, RteError, TimeIsUp } from '../../errors.ts';
import { HubSession, type SessionEvent } from '../../hub/hub-session.ts';
import type { OpenConnection } from '../../hub/open-connection.ts';
import { availableSubscriptions, type EntitySubscription } from '../../hub/subscriptions.ts';
import type { WireRecord } from '../../hub/wire-record.ts';
import { metaRecord } from '../../render/ndjson.ts';
import { Interrupted } from '../../terminal/interrupt.ts';
import type { SafeText } from '../../terminal/safe-text.ts';
import type { CommandContext } from '../context.ts';
import type { Source } from '../source.ts';
import type { ArmedLimits } from './limits.ts';
import type { Notes } from './notes.ts';
import type { TailOptions } from './options.ts';
import type { Pipeline } from './pipeline.ts';
import { dependsOnOffer, planSubscriptions, type Selection } from './selection.ts';
import { sessionRecord } from './session-record.ts';
import { Tally } from './tally.ts';

/** The reason of the signal when a run has done what was asked. */
class Done extends Error {}

const quietAfterMs = 30_000;
const quietCheckMs = 1_000;

/** What a run works with. */
export interface TailParts {
  options: TailOptions;
  limits: ArmedLimits;
  /** As for `openConnection`. */
  maxMessageBytes: number | undefined;
  selection: Selection;
  source: Source;
  pipeline: Pipeline;
  notes: Notes;
  context: CommandContext;
}

/** One run of `rte tail`, from the first connection to the summary. */
export class TailRun {
  readonly #parts: TailParts;
  readonly #session: HubSession;
  readonly #end = new AbortController();
  readonly #tally = new Tally(performance.now());
  #connection = 0;
  #isFull = false;

  constructor(parts: TailParts) {
    const { options, source, context } = parts;
    this.#parts = parts;
    this.#session = new HubSession({
      getTicket: (use, signal) => this.#getTicket(use, signal),
      route: source.route,
      plan: (connection) => this.#plan(connection),
      onRecords: (records, keep) => this.#onRecords(records, keep),
      maxMessageBytes: parts.maxMessageBytes,
      onEvent: (event) => this.#onEvent(event),
      wait: options.wait ?? false,
      maxReconnects: options.maxReconnects ?? Number.POSITIVE_INFINITY,
      strict: options.strict ?? false,
      random: Math.random,
      signal: AbortSignal.any([context.signal, this.#end.signal]),
    });
  }

  /**
   * Runs until the count or time asked for is reached, or somebody stops it.
   *
   * @throws RteError, or the reason of the context's signal.
   */
  async run(): Promise<void> {
    const quietTimer = this.#parts.context.terminal.stderr.isTTY ? this.#quietTimer() : undefined;
    try {
      await this.#session.run();
    } catch (reason) {
      const isEnd = [Done, TimeIsUp, Interrupted].some((each) => reason instanceof each);
      if (!isEnd) throw reason;
      this.#sumUp();
      if (reason instanceof Interrupted) throw reason;
    } finally {
      clearInterval(quietTimer);
    }
  }

  #getTicket(use: 'stored' | 'fresh', signal: AbortSignal): ReturnType<Source['getTicket']> {
    const { notes, source } = this.#parts;
    notes.step(use === 'stored' ? 'getting an access token' : 'getting a fresh access token');
    return source.getTicket(use, signal);
  }

  async #plan(connection: OpenConnection): Promise<EntitySubscription[]> {
    const { selection, notes } = this.#parts;
    if (!dependsOnOffer(selection)) return planSubscriptions(selection, []);
    const invoke: OpenConnection['invoke'] = (...invocation) => connection.invoke(...invocation);
    const offered = await availableSubscriptions(invoke).catch((error: unknown) => {
      notes.step(`the hub did not say which events it offers: ${messageOf(error)}`);
      return [];
    });
    return planSubscriptions(selection, offered);
  }

  #onRecords(records: WireRecord[], keep: () => void): void {
    const { pipeline, limits, context } = this.#parts;
    const before = pipeline.printed;
    const printout = pipeline.print(records, context.terminal.now(), this.#connection);
    limits.messages = pipeline.messages;
    if (pipeline.printed > before) {
      this.#tally.countEvents(pipeline.printed - before, performance.now());
      limits.eventCame();
    }
    this.#print(...printout.take());
    if (context.terminal.stdout.isPending) keep();
    if (pipeline.isDone) this.#end.abort(new Done());
  }

  #print(...chunks: (SafeText | Uint8Array)[]): void {
    const { stdout } = this.#parts.context.terminal;
    if (chunks.length === 0 || stdout.write(...chunks) || this.#isFull) return;
    this.#isFull = true;
    this.#session.pause();
    void stdout.drained().then(() => {
      this.#isFull = false;
      this.#session.resume();
    });
  }

  #onEvent(event: SessionEvent): void {
    const { options, source, notes, context } = this.#parts;
    if (event.kind === 'subscribing') this.#connection = event.connection;
    if (event.kind === 'connected') source.subscribed?.();
    notes.session(event);
    if (options.meta) this.#print(sessionRecord(event, context.terminal.now()));
    if (event.kind !== 'gap') return;
    this.#tally.countGap(event.to - event.from);
    if (options.failOnGap) this.#end.abort(gapError(event.cause));
  }

  #sumUp(): void {
    const { options, notes, context } = this.#parts;
    if (!context.terminal.stdout.closed.aborted) {
      const summary = this.#tally.summary(performance.now());
      notes.summary(summary, this.#parts.pipeline.leftOut);
      if (options.meta) this.#print(metaRecord('summary', context.terminal.now(), { ...summary }));
    }
    // The gap that a run ends in is known only now.
    if (options.failOnGap && this.#tally.gaps > 0) throw gapError('the connection was lost');
  }

  /** Tells of a silence after half a minute, and again each time that it has doubled. */
  #quietTimer(): NodeJS.Timeout {
    let nextAtMs = quietAfterMs;
    return setInterval(() => {
      const now = performance.now();
      const silenceMs = this.#tally.silenceMs(now);
      if (silenceMs < quietAfterMs) nextAtMs = quietAfterMs;
      const signs = this.#session.signsOfLife;
      // Who doesn't take what there is can't tell that there is nothing.
      if (silenceMs < nextAtMs || signs === undefined || this.#isFull) return;
      this.#parts.notes.quiet(silenceMs, signs, now);
      nextAtMs *= 2;
    }, quietCheckMs);
  }
}

function gapError(cause: string): RteError {
  return new RteError('gap', `There was a gap: ${cause} (--fail-on-gap).`, {
    hint: 'Without --fail-on-gap it is reported, and the stream goes on.',
  });
}
