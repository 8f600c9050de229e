import type { ColorLevel } from '../terminal/terminal.ts';

/** Colours something already safe to print. */
export type Paint = (text: string) => string;

const none = {
  bold: String,
  dim: String,
  red: String,
  green: String,
  yellow: String,
  blue: String,
  magenta: String,
  cyan: String,
  yellowBright: String,
  blueBright: String,
  magentaBright: String,
  cyanBright: String,
};

/** The colours that a place takes, under their names in chalk. */
export interface Colours extends Readonly<Record<keyof typeof none, Paint>> {
  readonly level: ColorLevel;
  /** One of the 256 colours that a terminal of level 2 has. */
  ansi256(code: number): Paint;
}

/** For a place that takes no colours. */
export const noColours: Colours = { ...none, level: 0, ansi256: () => String };

/** chalk, which is loaded where there is anything to colour: it takes 0.04 of Node's own start. */
export async function coloursOf(level: ColorLevel): Promise<Colours> {
  if (level === 0) return noColours;
  const { Chalk } = await import('chalk');
  return new Chalk({ level });
}
