import type { Colours } from '../../render/colours.ts';
import type { Rejection } from '../../hub/subscriptions.ts';
import type { SessionEvent } from '../../hub/hub-session.ts';
import type { SignsOfLife } from '../../hub/open-connection.ts';
import { formatBytes } from '../../render/byte-size.ts';
import { timeSpan } from '../../render/time-span.ts';
import { nameText } from '../../render/values.ts';
import { clockTime, momentText } from '../../render/timestamps.ts';
import { join, knownSafe, safe, sanitize, type SafeText } from '../../terminal/safe-text.ts';
import { shortened } from '../../terminal/shorten.ts';
import type { Output } from '../../terminal/terminal.ts';
import type { Summary } from './tally.ts';

/** How much is said on stderr besides errors. */
export type Loudness = 'quiet' | 'normal' | 'verbose';

export interface NotesOptions {
  stderr: Output;
  /** Those of stderr. */
  colours: Colours;
  loudness: Loudness;
  utc: boolean;
  /** Who is connected; undefined when only a token is known. */
  user: string | undefined;
  nameOf(id: string): string;
}

const mostRejectionsListed = 8;

/** What a run tells the person on stderr, beside the events on stdout. */
export class Notes {
  readonly #options: NotesOptions;

  constructor(options: NotesOptions) {
    this.#options = options;
  }

  session(event: SessionEvent): void {
    const { colours } = this;
    switch (event.kind) {
      case 'opening':
        return this.step(`opening a connection to ${event.hubUrl}`);
      case 'subscribing':
        return this.step(`subscribing to ${count(event.requested, 'event')}`);
      case 'connected': {
        const { user } = this.#options;
        const who = user === undefined ? safe`` : safe` as ${sanitize(user)}`;
        const of = event.accepted === event.requested ? safe`` : safe` of ${event.requested}`;
        const host = sanitize(new URL(event.hubUrl).host);
        const noun = event.requested === 1 ? safe`subscription` : safe`subscriptions`;
        return this.#say(
          colours.green(safe`●`),
          safe`connected to ${host}${who} · ${event.accepted}${of} ${noun}`,
        );
      }
      case 'rejected':
        return this.#rejected(event.rejections);
      case 'reconnecting':
        return this.#say(
          colours.orange(safe`▲`),
          safe`not connected: ${causeText(event.cause)} · attempt ${event.attempt} in ${timeSpan(event.waitMs)}`,
        );
      case 'gap': {
        const { utc } = this.#options;
        const [from, to] = [clockTime(event.from, utc), clockTime(event.to, utc)];
        return this.#say(
          colours.orange(safe`▲`),
          safe`gap of ${timeSpan(event.to - event.from)}: events from ${from} to ${to} may be missing (${causeText(event.cause)})`,
        );
      }
    }
  }

  /** A step on the way, told with `-v`. */
  step(text: string): void {
    if (this.#options.loudness === 'verbose')
      this.#say(this.colours.dim(safe`·`), this.colours.dim(sanitize(text)));
  }

  undecodable(text: string): void {
    const start = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    this.#say(
      this.colours.orange(safe`▲`),
      safe`a message could not be decoded and is shown as it came: ${sanitize(start)}`,
    );
  }

  tooLong(bytes: number): void {
    this.#say(
      this.colours.orange(safe`▲`),
      safe`a message of ${formatBytes(bytes)} was skipped: it is longer than --max-message allows`,
    );
  }

  /**
   * Nothing was printed for a while, and yet all is well.
   *
   * @param now by `performance.now`, as the signs are.
   */
  quiet(silenceMs: number, { connectedAt, lastPingAt }: SignsOfLife, now: number): void {
    const today = Date.now();
    const connected = new Date(today - (now - connectedAt)).toISOString();
    const since = sanitize(momentText(connected, today, this.#options.utc));
    const ping =
      lastPingAt === undefined
        ? safe`no ping yet`
        : safe`last ping ${timeSpan(now - lastPingAt)} ago`;
    const text = safe`quiet for ${timeSpan(silenceMs)} · connected since ${since}, ${ping}`;
    this.#say(this.colours.dim(safe`·`), this.colours.dim(text));
  }

  /** @param leftOut how many events the form had nothing to show of. */
  summary({ events, durationMs, gaps, gapMs, longestSilenceMs }: Summary, leftOut = 0): void {
    const rate = events / Math.max(durationMs / 1000, 0.001);
    const parts = [
      safe`${count(events, 'event')} in ${timeSpan(durationMs)} (${knownSafe(rate.toFixed(rate < 10 ? 1 : 0))}/s)`,
      gaps === 0 ? safe`no gap` : safe`${count(gaps, 'gap')} (${timeSpan(gapMs)})`,
      safe`longest silence ${timeSpan(longestSilenceMs)}`,
      ...(leftOut > 0 ? [safe`${count(leftOut, 'event')} without these fields left out`] : []),
    ];
    this.#say(this.colours.dim(safe`■`), join(parts, safe` · `));
  }

  get colours(): Colours {
    return this.#options.colours;
  }

  #rejected(rejections: readonly Rejection[]): void {
    const byReason = new Map<string, Rejection[]>();
    for (const each of rejections)
      byReason.set(each.reason, [...(byReason.get(each.reason) ?? []), each]);
    for (const [reason, each] of byReason) {
      const most = this.#options.loudness === 'verbose' ? each.length : mostRejectionsListed;
      const listed = each
        .slice(0, most)
        .map(
          ({ eventName, entityId }) =>
            safe`${nameText(eventName)} of ${nameText(this.#options.nameOf(entityId))}`,
        );
      const more =
        each.length > most ? safe`, and ${each.length - most} more (-v lists all)` : safe``;
      this.#say(
        this.colours.red(safe`✖`),
        safe`${count(each.length, 'subscription')} rejected: ${sanitize(reason)} · ${join(listed, safe`, `)}${more}`,
      );
    }
  }

  #say(mark: SafeText, text: SafeText): void {
    if (this.#options.loudness !== 'quiet') this.#options.stderr.write(safe`${mark} ${text}\n`);
  }
}

function count(number: number, noun: 'event' | 'gap' | 'subscription'): SafeText {
  return safe`${number} ${sanitize(noun)}${number === 1 ? safe`` : safe`s`}`;
}

/** More than anybody reads of what a hub says as its last word. */
const longestCause = 500;

function causeText(cause: string): SafeText {
  return sanitize(shortened(cause, longestCause));
}
