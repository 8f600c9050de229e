import type { SafeText } from '../terminal/safe-text.ts';
import type { ColorLevel } from '../terminal/terminal.ts';

/** Colours something. */
export type Paint = (text: SafeText) => SafeText;

/** Leaves it as it is. */
export const unpainted: Paint = (text) => text;

/**
 * The colours there are, each for a terminal of 256 colours and for one of 16 million. All can be
 * read on black and on white: the contrast is at least 4.5:1 on both (WCAG 2.1, 1.4.3), which leaves
 * just one brightness, and of the 256 six. None of a plain terminal's 16 colours has it, as xterm has
 * them: what is coloured elsewhere is bold there.
 */
export const hues = {
  grey: { ansi256: 243, rgb: [117, 117, 117] },
  red: { ansi256: 131, rgb: [224, 44, 44] },
  orange: { ansi256: 131, rgb: [184, 92, 0] },
  olive: { ansi256: 131, rgb: [122, 122, 0] },
  green: { ansi256: 29, rgb: [0, 137, 0] },
  teal: { ansi256: 29, rgb: [0, 131, 131] },
  azure: { ansi256: 63, rgb: [0, 115, 230] },
  blue: { ansi256: 63, rgb: [95, 95, 255] },
  violet: { ansi256: 98, rgb: [126, 83, 255] },
  purple: { ansi256: 98, rgb: [189, 0, 252] },
  magenta: { ansi256: 163, rgb: [208, 0, 208] },
  pink: { ansi256: 163, rgb: [229, 0, 115] },
} as const;

export type Hue = keyof typeof hues;

/** The colours that a place takes. */
export interface Colours extends Readonly<Record<Hue, Paint>> {
  readonly level: ColorLevel;
  readonly bold: Paint;
  /** For what matters less. */
  readonly dim: Paint;
}

function coloursBy(level: ColorLevel, bold: Paint, paintOf: (hue: Hue) => Paint): Colours {
  const names = Object.keys(hues) as Hue[];
  const paints = Object.fromEntries(names.map((name) => [name, paintOf(name)]));
  return { ...(paints as Record<Hue, Paint>), level, bold, dim: paintOf('grey') };
}

/** For a place that takes no colours. */
export const noColours: Colours = coloursBy(0, unpainted, () => unpainted);

/** What chalk puts around a text are colours; the rest of it is the text. */
function safely(paint: (text: string) => string): Paint {
  return paint as unknown as Paint;
}

/** By chalk, which is loaded where there is anything to colour: it takes 0.04 of Node's own start. */
export async function coloursOf(level: ColorLevel): Promise<Colours> {
  if (level === 0) return noColours;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level });
  return coloursBy(level, safely(chalk.bold), (name) => {
    if (level === 1) return name === 'grey' ? unpainted : safely(chalk.bold);
    const { ansi256, rgb } = hues[name];
    const [red, green, blue] = rgb;
    return safely(level === 2 ? chalk.ansi256(ansi256) : chalk.rgb(red, green, blue));
  });
}
