import type { SafeText } from '../terminal/safe-text.ts';
import type { ColorLevel } from '../terminal/terminal.ts';

/** Colours something. */
export type Paint = (text: SafeText) => SafeText;

/** Leaves it as it is. */
export const unpainted: Paint = (text) => text;

const none = {
  bold: unpainted,
  dim: unpainted,
  red: unpainted,
  green: unpainted,
  yellow: unpainted,
  blue: unpainted,
  magenta: unpainted,
  cyan: unpainted,
  yellowBright: unpainted,
  blueBright: unpainted,
  magentaBright: unpainted,
  cyanBright: unpainted,
};

/** The colours that a place takes, under their names in chalk. */
export interface Colours extends Readonly<Record<keyof typeof none, Paint>> {
  readonly level: ColorLevel;
  /** One of the 256 colours that a terminal of level 2 has. */
  ansi256(code: number): Paint;
}

/** For a place that takes no colours. */
export const noColours: Colours = { ...none, level: 0, ansi256: () => unpainted };

/** chalk, which is loaded where there is anything to colour: it takes 0.04 of Node's own start. */
export async function coloursOf(level: ColorLevel): Promise<Colours> {
  if (level === 0) return noColours;
  const { Chalk } = await import('chalk');
  // What chalk puts around a text are colours; the rest of it is the text.
  return new Chalk({ level }) as unknown as Colours;
}
