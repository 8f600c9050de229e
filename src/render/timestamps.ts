import { instantOf } from '../events/moment.ts';
import { knownSafe, safe, type SafeText } from '../terminal/safe-text.ts';
import type { TimestampForm } from './renderer.ts';

function padded(number: number, digits = 2): string {
  return String(number).padStart(digits, '0');
}

/** '14:05:12.345', in the local zone or in UTC. */
export function clockTime(instant: number, utc: boolean): SafeText {
  return knownSafe(
    `${clockSeconds(instant, utc)}.${padded(new Date(instant).getUTCMilliseconds(), 3)}`,
  );
}

/** '14:05:12'. */
function clockSeconds(instant: number, utc: boolean): string {
  const date = new Date(instant);
  const [hours, minutes] = utc
    ? [date.getUTCHours(), date.getUTCMinutes()]
    : [date.getHours(), date.getMinutes()];
  return `${padded(hours)}:${padded(minutes)}:${padded(date.getUTCSeconds())}`;
}

/** '2026-03-02', in the local zone or in UTC. */
function calendarDay(instant: number, utc: boolean): string {
  const date = new Date(instant);
  return utc
    ? date.toISOString().slice(0, 10)
    : `${date.getFullYear()}-${padded(date.getMonth() + 1)}-${padded(date.getDate())}`;
}

/** '2026-03-02T14:05:12.345+02:00', in the local zone or in UTC. */
function isoTime(instant: number, utc: boolean): string {
  if (utc) return new Date(instant).toISOString();
  const offset = -new Date(instant).getTimezoneOffset();
  const size = Math.abs(offset);
  const zone = `${offset < 0 ? '-' : '+'}${padded(Math.floor(size / 60))}:${padded(size % 60)}`;
  return `${calendarDay(instant, false)}T${clockTime(instant, false)}${zone}`;
}

/** A `DateTime` within a headline: clock time, with the day when it isn't the event's own. */
export function momentText(dateTime: unknown, nearTo: number, utc: boolean): string {
  const instant = instantOf(dateTime);
  if (instant === undefined)
    return typeof dateTime === 'string' && dateTime !== '' ? dateTime : '–';
  if (instant === Number.NEGATIVE_INFINITY) return '–';
  if (instant === Number.POSITIVE_INFINITY) return '∞';
  const day = calendarDay(instant, utc);
  const clock = clockSeconds(instant, utc);
  return day === calendarDay(nearTo, utc) ? clock : `${day} ${clock}`;
}

/** Writes the times of successive events in one form; 'delta' remembers the one before. */
export class Timestamps {
  readonly #form: TimestampForm;
  readonly #utc: boolean;
  #before: number | undefined;
  /** Of the minute that was written last: most events share theirs with the one before. */
  #minute = { start: Number.NaN, text: '' };

  constructor(form: TimestampForm, utc: boolean) {
    this.#form = form;
    this.#utc = utc;
  }

  /** The width that all times have in this form; 0 when none are written. */
  get width(): number {
    return { short: 12, iso: this.#utc ? 24 : 29, delta: 10, none: 0 }[this.#form];
  }

  next(instant: number): SafeText {
    switch (this.#form) {
      case 'short':
        return this.#clockTime(instant);
      case 'iso':
        return knownSafe(isoTime(instant, this.#utc));
      case 'delta': {
        const delta = instant - (this.#before ?? instant);
        this.#before = instant;
        const sign = delta < 0 ? '-' : '+';
        return knownSafe(`${sign}${(Math.abs(delta) / 1000).toFixed(3)}s`.padStart(10));
      }
      case 'none':
        return safe``;
    }
  }

  #clockTime(instant: number): SafeText {
    const start = Math.floor(instant / 60_000) * 60_000;
    if (start !== this.#minute.start) {
      this.#minute = { start, text: clockSeconds(start, this.#utc).slice(0, -2) };
    }
    const ms = Math.floor(instant - start);
    return knownSafe(
      `${this.#minute.text}${padded(Math.floor(ms / 1000))}.${padded(ms % 1000, 3)}`,
    );
  }
}
