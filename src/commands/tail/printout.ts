import { safe, type SafeText } from '../../terminal/safe-text.ts';

const newline = 0x0a;

/** What one read is to print, in order: text, and bytes that go out as they came in. */
export class Printout {
  readonly #pieces: (SafeText | Uint8Array)[] = [];
  #text = safe``;
  #source: Buffer | undefined;
  /** The bytes to print are put together at the front of what was read: from where to where. */
  #from = 0;
  #to = 0;

  addText(text: SafeText): void {
    if (text === '') return;
    this.#endBytes();
    this.#text = safe`${this.#text}${text}`;
  }

  /**
   * Adds a line. What stands before it in its source was printed, or won't be, so that the line can
   * move there: with copies elsewhere the way from socket to stdout would take a fifth longer.
   */
  addLine(source: Buffer, start: number, end: number): void {
    if (this.#text !== '') this.#endText();
    if (source !== this.#source) {
      this.#endBytes();
      this.#source = source;
      this.#from = 0;
      this.#to = 0;
    }
    source.copyWithin(this.#to, start, end);
    this.#to += end - start;
    source[this.#to] = newline;
    this.#to++;
  }

  /** The text and bytes, in order; empty when nothing is to be printed. */
  take(): (SafeText | Uint8Array)[] {
    this.#endBytes();
    this.#endText();
    return this.#pieces;
  }

  #endText(): void {
    if (this.#text !== '') this.#pieces.push(this.#text);
    this.#text = safe``;
  }

  #endBytes(): void {
    if (this.#source === undefined || this.#to === this.#from) return;
    this.#pieces.push(this.#source.subarray(this.#from, this.#to));
    this.#from = this.#to;
  }
}
