import { ChangeTracker } from '../../events/changes.ts';
import type { Condition } from '../../events/filter.ts';
import { isJsonObject } from '../../events/json-text.ts';
import { Message, type Data } from '../../events/message.ts';
import type { WireRecord } from '../../hub/wire-record.ts';
import { plainProjection } from '../../render/projection.ts';
import type { Reception, Renderer } from '../../render/renderer.ts';
import { safe, type SafeText } from '../../terminal/safe-text.ts';
import { Printout } from './printout.ts';

export interface PipelineOptions {
  renderer: Renderer;
  conditions: readonly Condition[];
  changesOnly: boolean;
  /** Whether the renderer reads messages; one that passes text on needs only well-formed text. */
  readsContent: boolean;
  /** The events still to be printed before the run ends; Infinity for no end. */
  mostEvents: number;
  onUndecodable(text: string): void;
  /** Told of a message that was left out, and how long it was. */
  onTooLong(bytes: number): void;
}

/** The way of one event from the wire to text: match, compare, render. */
export class Pipeline {
  readonly #options: PipelineOptions;
  readonly #changes: ChangeTracker | undefined;
  readonly #isVerbatim: boolean;
  readonly #asked: (message: Message) => string | undefined;
  #sequence = 0;
  /** How many events were printed. */
  printed = 0;
  /** How many events met all conditions, and the form had nothing to show of them. */
  leftOut = 0;

  constructor(options: PipelineOptions) {
    this.#options = options;
    this.#changes = options.changesOnly ? new ChangeTracker() : undefined;
    this.#asked = plainProjection(options.conditions.map(({ field }) => field));
    this.#isVerbatim = options.renderer.isVerbatim === true && !options.changesOnly;
  }

  /** How many records have come. */
  get messages(): number {
    return this.#sequence;
  }

  get isDone(): boolean {
    return this.printed >= this.#options.mostEvents;
  }

  /** What is to be printed of one read; records behind the last event wanted are left out. */
  print(records: readonly WireRecord[], receivedAt: Date, connection: number): Printout {
    const printout = new Printout();
    for (const record of records) {
      if (this.isDone) break;
      this.#sequence++;
      const isMet = this.#isVerbatim && record.isPlain ? this.#isPlainMet(record) : undefined;
      if (isMet === true) this.#passOn(record, printout);
      if (isMet === undefined) {
        printout.addText(this.#renderOrShow(record, receivedAt, connection));
      }
    }
    return printout;
  }

  /**
   * Whether a plain message meets all conditions, undefined when that can't be told so simply. Of
   * its content only the fields in question are decoded: else that is most of the work.
   */
  #isPlainMet(record: WireRecord): boolean | undefined {
    const { conditions } = this.#options;
    if (conditions.length === 0) return true;
    const text = this.#asked(new Message(record.usualArgumentsText ?? '', true));
    if (text === undefined) return undefined;
    const { data } = JSON.parse(text) as { data: Data };
    return conditions.every((condition) => condition.isMet(data));
  }

  /** A message that no later step would change goes from the socket to stdout as bytes. */
  #passOn(record: WireRecord, printout: Printout): void {
    this.printed++;
    printout.addLine(record.source, record.argumentsStart, record.argumentsEnd);
  }

  /** Values nested deeper than the stack reaches are shown as they came, too. */
  #renderOrShow(record: WireRecord, receivedAt: Date, connection: number): SafeText {
    const reception = { receivedAt, sequence: this.#sequence, connection };
    try {
      return this.#render(record, reception);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return this.#undecodable(record, reception);
    }
  }

  #render(record: WireRecord, reception: Reception): SafeText {
    if (record.skippedBytes !== undefined)
      return this.#tooLong(record, record.skippedBytes, reception);
    const usual = record.usualArgumentsText;
    if (usual !== undefined && (record.isPlain || isJsonObject(usual)))
      return this.#renderMessage(record, usual, reception);
    const { target, argumentsText } = record;
    if (target === undefined || argumentsText === undefined)
      return this.#undecodable(record, reception);
    const payload =
      target.toLowerCase() === 'messagereceived' ? record.onlyArgumentText : undefined;
    if (payload === undefined) return this.#invocation(target, argumentsText, reception);
    return payload.startsWith('{')
      ? this.#renderMessage(record, payload, reception)
      : this.#undecodable(record, reception);
  }

  /** @param payload the text of a JSON object. */
  #renderMessage(record: WireRecord, payload: string, reception: Reception): SafeText {
    const { renderer, conditions, readsContent } = this.#options;
    const message = new Message(payload, record.isPlain);
    if (readsContent && !message.isReadable) return this.#undecodable(record, reception);
    if (!conditions.every((condition) => condition.isMet(message.data))) return safe``;
    const changes = this.#changes?.changesOf(message);
    if (Array.isArray(changes) && changes.length === 0) return safe``;
    const text = renderer.event(
      message,
      Array.isArray(changes) ? { ...reception, changes } : reception,
    );
    if (text === '') this.leftOut++;
    else this.printed++;
    return text;
  }

  /** An invocation of another target. What has no fields can't meet a condition on one. */
  #invocation(target: string, argumentsText: string, reception: Reception): SafeText {
    const { renderer, conditions } = this.#options;
    if (conditions.length > 0) return safe``;
    const text = renderer.invocation(target, argumentsText, reception);
    this.printed++;
    return text;
  }

  #tooLong({ text: beginning }: WireRecord, bytes: number, reception: Reception): SafeText {
    const { renderer, onTooLong } = this.#options;
    onTooLong(bytes);
    return renderer.tooLong({ bytes, beginning }, reception);
  }

  #undecodable({ text }: WireRecord, reception: Reception): SafeText {
    const { renderer, onUndecodable } = this.#options;
    onUndecodable(text);
    return renderer.undecodable(text, reception);
  }
}
