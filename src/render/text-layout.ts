import { knownSafe, type SafeText } from '../terminal/safe-text.ts';

/** Puts texts into columns; they may be coloured. */
export interface TextLayout {
  /** The columns that a text takes on a terminal. */
  columnsOf(text: string): number;
  /** Padded to a width in columns, which isn't the number of characters. */
  padded(text: SafeText, width: number): SafeText;
  /**
   * A text in lines of at most so many columns. Words go whole to the next line; one that is longer
   * than a line is broken, and nothing of it lost.
   */
  wrapped(text: SafeText, width: number): SafeText[];
  /** A text in so many columns, with '…' at its end if it has more. */
  cut(text: SafeText, width: number): SafeText;
}

/**
 * The layout of texts of any script, or of ASCII when there is nothing else: what knows Unicode is
 * loaded for other texts alone, since it takes 0.03 of the time that Node itself starts in.
 */
export async function layoutFor(texts: readonly string[]): Promise<TextLayout> {
  if (!texts.every((text) => asciiMaybeColoured.test(text)))
    return (await import('./text-width.ts')).unicodeLayout;
  return textLayout((text) => text.replace(colour, '').length);
}

/** A layout by what tells a text's columns. */
export function textLayout(columnsOf: (text: string) => number): TextLayout {
  const padded = (text: SafeText, width: number): SafeText =>
    knownSafe(text + ' '.repeat(Math.max(0, width - columnsOf(text))));

  const wrapped = (text: SafeText, width: number): SafeText[] => {
    if (columnsOf(text) <= width) return [text];
    const lines: string[] = [];
    let line = '';
    let columns = 0;
    for (const [spaceAndWord, word = ''] of text.trimEnd().matchAll(/\s*(\S+)/g)) {
      const more = columnsOf(spaceAndWord);
      if (columns + more <= width) {
        line += spaceAndWord;
        columns += more;
      } else {
        if (line !== '') lines.push(line);
        lines.push(...broken(word, width));
        line = lines.pop() ?? '';
        columns = columnsOf(line);
      }
    }
    // Parts of a safe text.
    return [...lines, line].map(knownSafe);
  };

  const broken = (word: string, width: number): string[] => {
    if (columnsOf(word) <= width) return [word];
    const lines: string[] = [];
    let line = '';
    let columns = 0;
    for (const unit of unitsOf(word)) {
      const more = columnsOf(unit);
      if (columns + more > width) {
        lines.push(line);
        line = '';
        columns = 0;
      }
      line += unit;
      columns += more;
    }
    return [...lines, line];
  };

  const cut = (text: SafeText, width: number): SafeText => {
    if (columnsOf(text) <= width) return text;
    let start = '';
    let columns = 1;
    for (const unit of unitsOf(text)) {
      columns += columnsOf(unit);
      if (columns > width) break;
      start += unit;
    }
    // What it was coloured with may have ended in the part that is gone.
    return knownSafe(`${start}…${start.includes('\u001b') ? '\u001b[0m' : ''}`);
  };

  return { columnsOf, padded, wrapped, cut };
}

let segmenter: Intl.Segmenter | undefined;

/** What must not be broken: colours, and what people see as one character. */
function* unitsOf(text: string): Iterable<string> {
  for (const part of text.split(colourBetween)) {
    if (ascii.test(part)) yield* part;
    else if (part.startsWith('\u001b')) yield part;
    else {
      segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
      for (const { segment } of segmenter.segment(part)) yield segment;
    }
  }
}

/* eslint-disable no-control-regex -- a colour takes no room, and must not be broken */
const colour = /\u001b\[[\d;]*m/g;
const colourBetween = /(\u001b\[[\d;]*m)/;
const ascii = /^[ -~]*$/;
const asciiMaybeColoured = /^(?:[ -~]|\u001b\[[\d;]*m)*$/;
/* eslint-enable no-control-regex */
