import stringWidth from 'fast-string-width';

/** The columns that a text takes. That of plain ASCII is known without a look into Unicode. */
export function columnsOf(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : stringWidth(text);
}

/** Padded to a width in columns, which isn't the number of characters. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columnsOf(text)));
}

/**
 * A text, coloured or not, in lines of at most so many columns. Words go whole to the next line;
 * one that is longer than a line is broken, and nothing of it lost.
 */
export function wrapped(text: string, width: number): string[] {
  if (columnsOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  let columns = 0;
  for (const [spaceAndWord, word = ''] of text.matchAll(/\s*(\S+)/g)) {
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
  return [...lines, line];
}

function broken(word: string, width: number): string[] {
  if (columnsOf(word) <= width) return [word];
  const lines: string[] = [];
  let line = '';
  // eslint-disable-next-line no-control-regex -- a colour takes no room, and must not be broken
  for (const [unit] of word.matchAll(/\u001b\[[\d;]*m|./gsu)) {
    if (columnsOf(line + unit) > width) {
      lines.push(line);
      line = '';
    }
    line += unit;
  }
  return [...lines, line];
}
