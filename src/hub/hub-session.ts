import { setTimeout as delay } from 'node:timers/promises';

import { unlessAborted, withDeadline } from '../abort.ts';
import { messageOf, RteError } from '../errors.ts';
import type { RouteOptions } from '../http/route.ts';
import { BackOff } from './back-off.ts';
import { Cookies } from './cookies.ts';
import { openConnection, type OpenConnection, type SignsOfLife } from './open-connection.ts';
import type { RecordHandlers } from './record-protocol.ts';
import { subscribe, type EntitySubscription, type Rejection } from './subscriptions.ts';

/** Longer than the slowest ticket takes that comes at all: three requests, with waits between. */
const ticketTimeoutMs = 90_000;

/** Where the hub is and what opens it. */
export interface Ticket {
  hubUrl: string;
  accessToken: string;
}

/**
 * A time in which events may have been missed. Moments are milliseconds since the epoch; how far they
 * are apart was measured by a clock that never steps.
 */
export interface Gap {
  /** Up to when all that the hub sent had been heard. */
  from: number;
  /** When the last subscription stood again, or the run ended. */
  to: number;
  cause: string;
  /** Attempts that it took to connect again. */
  attempts: number;
  /** How many subscriptions stand again. */
  subscriptions: number;
}

/** What happens to the connection, as it is told to a person or written between the events. */
export type SessionEvent =
  | {
      kind: 'connected';
      hubUrl: string;
      connectionId: string | null;
      /** 1 for the first connection, 2 after the first reconnect … */
      connection: number;
      accepted: number;
      requested: number;
    }
  | { kind: 'opening'; hubUrl: string }
  /** Events of the connection may come from now on. */
  | { kind: 'subscribing'; requested: number; connection: number }
  | { kind: 'rejected'; rejections: Rejection[] }
  | { kind: 'reconnecting'; cause: string; attempt: number; waitMs: number }
  | ({ kind: 'gap' } & Gap);

export interface SessionOptions {
  /**
   * Gets a ticket for one connection.
   *
   * @param use `stored` allows one kept from an earlier run; `fresh` asks for a new one.
   */
  getTicket(use: 'stored' | 'fresh', signal: AbortSignal): Promise<Ticket>;
  /** What to subscribe to; asked once, on the first connection. */
  plan(connection: OpenConnection): Promise<EntitySubscription[]>;
  route?: RouteOptions | undefined;
  onRecords: RecordHandlers['onRecords'];
  /** As for `openConnection`. */
  maxMessageBytes?: number | undefined;
  onEvent(event: SessionEvent): void;
  /** Keep trying when the very first connection fails. */
  wait: boolean;
  /** Attempts to reconnect in a row before giving up; Infinity for ever. */
  maxReconnects: number;
  /** Any rejected subscription ends the session. */
  strict: boolean;
  /** A number from 0 up to 1, for the jitter. */
  random: () => number;
  signal: AbortSignal;
}

interface Loss {
  /** By `performance.now`. */
  from: number;
  cause: string;
}

/**
 * Keeps the subscriptions standing for as long as it runs: connects, subscribes, and when the
 * connection is lost starts over, with a fresh ticket, until it is told to stop.
 */
export class HubSession {
  readonly #options: SessionOptions;
  readonly #backOff: BackOff;
  /** A load balancer may keep a run on one server, over its reconnects too. */
  readonly #cookies = new Cookies();
  #connection: OpenConnection | undefined;
  #isPaused = false;
  #wanted: EntitySubscription[] | undefined;
  #connections = 0;
  #attempts = 0;
  #loss: Loss | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#backOff = new BackOff(options.random);
  }

  /** Stops reading from the hub, over reconnects too, until `resume`. */
  pause(): void {
    this.#isPaused = true;
    this.#connection?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#connection?.resume();
  }

  /** What shows that the connection is alive; undefined without one. */
  get signsOfLife(): SignsOfLife | undefined {
    return this.#connection?.signs;
  }

  /**
   * Runs until it can't go on.
   *
   * @throws RteError what ended it; the signal's reason when it was aborted.
   */
  async run(): Promise<never> {
    try {
      for (;;) await this.#connectOnce();
    } finally {
      this.#connection?.close();
      this.#reportGap(0);
    }
  }

  /** One connection from opening to loss, or one failed attempt, and the wait for the next. */
  async #connectOnce(): Promise<void> {
    const { cause, waitMs } = await this.#stand();
    await this.#waitForNextAttempt(cause, waitMs);
  }

  /** @returns why there is no connection any more, and how long the hub wants to be left alone. */
  async #stand(): Promise<{ cause: string; waitMs: number }> {
    const { signal } = this.#options;
    const startedAt = process.uptime();
    try {
      const connection = await this.#open();
      this.#connection = connection;
      if (this.#isPaused) connection.pause();
      await this.#subscribe(connection);
      const { heardUntil, cause } = await unlessAborted(signal, connection.ended);
      this.#loss ??= { from: heardUntil, cause };
      this.#backOff.connectionLasted((process.uptime() - startedAt) * 1_000);
      this.#attempts = 0;
      return { cause, waitMs: 0 };
    } catch (error) {
      signal.throwIfAborted();
      if (!this.#mayTryAgain(error)) throw error;
      const waitMs = error instanceof RteError ? (error.retryAfterMs ?? 0) : 0;
      return { cause: withoutFullStop(messageOf(error)), waitMs };
    } finally {
      this.#connection?.close();
      this.#connection = undefined;
    }
  }

  async #open(): Promise<OpenConnection> {
    try {
      return await this.#openWith(this.#connections === 0 ? 'stored' : 'fresh');
    } catch (error) {
      if (!(error instanceof RefusedToken)) throw error;
      // The token may have been revoked before its time: a new one settles it.
      return this.#openWith('fresh').catch((again: unknown) => {
        throw again instanceof RefusedToken ? again.error : again;
      });
    }
  }

  async #openWith(use: 'stored' | 'fresh'): Promise<OpenConnection> {
    const { getTicket, route, onRecords, maxMessageBytes, onEvent, signal } = this.#options;
    const ticket = await withDeadline(ticketTimeoutMs, signal, noTicket, (inTime) =>
      getTicket(use, inTime),
    );
    onEvent({ kind: 'opening', hubUrl: ticket.hubUrl });
    try {
      return await openConnection({
        ...ticket,
        route,
        cookies: this.#cookies,
        onRecords,
        maxMessageBytes,
        signal,
      });
    } catch (error) {
      const isRefused = error instanceof RteError && error.kind === 'unauthorized';
      throw isRefused ? new RefusedToken(error) : error;
    }
  }

  async #subscribe(connection: OpenConnection): Promise<void> {
    const { plan, onEvent, strict } = this.#options;
    const isFirst = this.#wanted === undefined;
    const requested = this.#wanted ?? (await this.#unlessEnded(connection, plan(connection)));
    const number = this.#connections + 1;
    onEvent({ kind: 'subscribing', requested: requested.length, connection: number });
    const { accepted, rejected } = await this.#unlessEnded(
      connection,
      subscribe((...invocation) => connection.invoke(...invocation), requested),
    );
    if (rejected.length > 0) onEvent({ kind: 'rejected', rejections: rejected });
    if (accepted.length === 0 && requested.length > 0) throw allRejected(rejected);
    if (strict && rejected.length > 0) throw strictlyRejected(rejected, requested.length);
    // What was granted once is asked for again each time, even if it was refused in between.
    if (isFirst) this.#wanted = accepted;
    this.#connections = number;
    this.#reportGap(accepted.length);
    onEvent({
      kind: 'connected',
      hubUrl: connection.hubUrl,
      connectionId: connection.connectionId,
      connection: number,
      accepted: accepted.length,
      requested: requested.length,
    });
  }

  /** A failing invocation on a connection that has ended is told as what ended the connection. */
  async #unlessEnded<T>(connection: OpenConnection, work: Promise<T>): Promise<T> {
    try {
      return await unlessAborted(this.#options.signal, work);
    } catch (error) {
      this.#options.signal.throwIfAborted();
      if (error instanceof RteError) throw error;
      const end = await Promise.race([connection.ended, delay(50, undefined)]);
      const cause = end?.cause ?? withoutFullStop(messageOf(error));
      throw new RteError('connection', `Subscribing failed: ${cause}.`, { cause: error });
    }
  }

  /**
   * In mid-run whatever a server answers may be a proxy's answer, or a restart's, and passes: only
   * a refusal ends the run.
   */
  #mayTryAgain(error: unknown): boolean {
    if (!(error instanceof RteError)) return false;
    const { wait, strict } = this.#options;
    if (this.#connections === 0) return error.kind === 'connection' && wait;
    return error.kind !== 'unauthorized' && !(error.kind === 'rejected' && strict);
  }

  async #waitForNextAttempt(cause: string, atLeastMs: number): Promise<void> {
    const { maxReconnects, onEvent, signal } = this.#options;
    if (this.#attempts >= maxReconnects) {
      throw new RteError(
        'connection',
        `Gave up after ${maxReconnects} attempts to reconnect: ${cause}.`,
        {
          hint: 'Without --max-reconnects it goes on for ever.',
        },
      );
    }
    this.#attempts++;
    const waitMs = Math.max(atLeastMs, this.#backOff.nextDelayMs());
    onEvent({ kind: 'reconnecting', cause, attempt: this.#attempts, waitMs });
    await delay(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }

  #reportGap(subscriptions: number): void {
    if (this.#loss === undefined) return;
    const { from, cause } = this.#loss;
    this.#loss = undefined;
    const to = Date.now();
    this.#options.onEvent({
      kind: 'gap',
      from: Math.round(to - (performance.now() - from)),
      to,
      cause,
      attempts: this.#attempts,
      subscriptions,
    });
  }
}

/** The hub refused the token, as distinct from the REST API refusing the key. */
class RefusedToken extends Error {
  readonly error: RteError;

  constructor(error: RteError) {
    super(error.message);
    this.error = error;
  }
}

function noTicket(): RteError {
  return new RteError('connection', `No access token came within ${ticketTimeoutMs / 1000} s.`, {
    hint: 'The fault is on the other side: try again later.',
  });
}

/** For a text that is put into a sentence. */
function withoutFullStop(text: string): string {
  return text.replace(/\.$/, '');
}

function allRejected(rejections: readonly Rejection[]): RteError {
  const reasons = [...new Set(rejections.map(({ reason }) => reason))].join(', ');
  return new RteError(
    'rejected',
    `The hub rejected all subscriptions (${rejections.length}): ${reasons}.`,
    {
      hint: 'Check the ids and event names, and the rights of the user.',
    },
  );
}

function strictlyRejected(rejections: readonly Rejection[], requested: number): RteError {
  return new RteError(
    'rejected',
    `The hub rejected ${rejections.length} of ${requested} subscriptions, and --strict allows none.`,
    { hint: 'Leave out --strict to go on with the others.' },
  );
}
