import type { Colours } from './colours.ts';
import type { Overflow } from './fit-line.ts';
import type { Change } from '../events/changes.ts';
import type { EntityNames } from '../events/entity-names.ts';
import type { Message } from '../events/message.ts';
import type { SafeText } from '../terminal/safe-text.ts';

/** The output forms that a person can ask for. */
export const outputForms = ['lines', 'table', 'ndjson'] as const;
export type OutputForm = (typeof outputForms)[number];

/** How the time of an event is shown: clock time, ISO 8601, time since the line before, not at all. */
export type TimestampForm = 'short' | 'iso' | 'delta' | 'none';

/** Everything that rendering depends on besides the event. */
export interface RenderOptions {
  /** Those of the place that is written to. */
  colours: Colours;
  /** Columns to lay out for, now: a terminal may be resized. Infinity where nobody knows. */
  readonly width: number;
  /** What becomes of lines that are longer. */
  overflow: Overflow;
  /** Lines that a screen has, now; Infinity where there is none. */
  readonly rows: number;
  /** Whether events of several kinds come. */
  isMixed: boolean;
  timestamps: TimestampForm;
  utc: boolean;
  names: EntityNames;
  /** Fields to show, in the catalogue's spelling; none for all. */
  fields: readonly string[];
  /** NDJSON only: add what the program itself knows of each message. */
  meta: boolean;
}

/** What is known of a record that was too long to be read. */
export interface TooLongRecord {
  bytes: number;
  /** Its first few characters. */
  beginning: string;
}

/** What is known of a message besides its content. */
export interface Reception {
  receivedAt: Date;
  /** 1 for the first message of the run. */
  sequence: number;
  /** 1 for the first connection of the run. */
  connection: number;
  /** For a snapshot, when changes are asked for and there was one before: what differs. */
  changes?: readonly Change[];
}

/** An output form: text for what came, each with its line ends. Knows no streams. */
export interface Renderer {
  /** Whether an event's text is its message's, as it came, unless that is unsafe to print. */
  readonly isVerbatim?: boolean;
  /** Empty for an event that the form leaves out. */
  event(message: Message, reception: Reception): SafeText;
  /** An invocation of another target than `MessageReceived`; the arguments are a JSON list. */
  invocation(target: string, argumentsJson: string, reception: Reception): SafeText;
  /** A record that is no hub message, or whose content can't be read. */
  undecodable(text: string, reception: Reception): SafeText;
  /** A record that was left out because it is longer than messages may be. */
  tooLong(record: TooLongRecord, reception: Reception): SafeText;
}
