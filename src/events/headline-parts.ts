import type { HeadlineContext } from './definition.ts';

/** What .NET sends where nothing was set. */
export const emptyGuid = '00000000-0000-0000-0000-000000000000';

/** A value as a word; undefined for one that is missing, empty, or not a plain value. */
export function word(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

/** A value that the headline can't do without: '?' stands for one that is missing. */
export function text(value: unknown): string {
  return word(value) ?? '?';
}

/** 'label value', or undefined where there is no value. */
export function labelled(label: string, value: unknown): string | undefined {
  const known = word(value);
  return known === undefined ? undefined : `${label} ${known}`;
}

/** The parts that are there, separated. */
export function joined(...parts: readonly (string | false | undefined)[]): string {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') text += text === '' ? part : ` · ${part}`;
  }
  return text;
}

/** The name known for an id; undefined where there is none. */
export function named(show: HeadlineContext, id: unknown): string | undefined {
  return typeof id === 'string' && id !== '' && id !== emptyGuid ? show.name(id) : undefined;
}

/** A moment; undefined for none and for the end of time. */
export function moment(show: HeadlineContext, dateTime: unknown): string | undefined {
  if (typeof dateTime !== 'string') return undefined;
  const shown = show.time(dateTime);
  return shown === '–' || shown === '∞' ? undefined : shown;
}

/** Where a call is sent: the specification allows an id or a number. */
export function destination(show: HeadlineContext, target: unknown): string {
  const known = text(target);
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(known)
    ? (named(show, known) ?? '?')
    : known;
}

/** 'caller → target'. */
export function parties(data: { callerNumber?: unknown; targetNumber?: unknown }): string {
  return `${text(data.callerNumber)} → ${text(data.targetNumber)}`;
}

/** ': reason (detail)', or as much of it as there is. */
export function because(reason: unknown, detail?: unknown): string {
  const known = [word(reason), word(detail)].filter((part) => part !== undefined);
  const [first, second] = known;
  if (first === undefined) return '';
  return second === undefined || second === first ? `: ${first}` : `: ${first} (${second})`;
}

/** A call in the events that give no numbers. */
export function callOf(data: { callId?: unknown }, show: HeadlineContext): string {
  return `call ${named(show, data.callId) ?? '?'}`;
}
