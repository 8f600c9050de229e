import type { ChalkInstance } from 'chalk';

import type { Family } from '../events/definition.ts';

/** Colours something already safe to print. */
export type Paint = (text: string) => string;

/** The colour of each family of events. */
export function familyPaint(chalk: ChalkInstance, family: Family | undefined): Paint {
  switch (family) {
    case 'agent':
      return chalk.green;
    case 'incoming-call':
      return chalk.cyan;
    case 'transfer':
      return chalk.cyanBright;
    case 'outgoing-call':
      return chalk.blueBright;
    case 'supervision':
      return chalk.yellow;
    case 'transcript':
      return String;
    case 'wrap-up':
      return chalk.yellowBright;
    case 'queue':
      return chalk.magenta;
    case 'callback':
      return chalk.magentaBright;
    case undefined:
      return chalk.red;
  }
}

/** Colours of 256 that can be read on dark and on light ground, and told apart. */
const entityColours = [33, 37, 64, 71, 98, 105, 130, 135, 136, 161, 166, 168, 172, 175, 67, 107];

/** A colour for an entity, the same in every run. */
export function entityPaint(chalk: ChalkInstance, entityId: string): Paint {
  let hash = 7;
  for (let at = 0; at < entityId.length; at++) hash = (hash * 31 + entityId.charCodeAt(at)) >>> 0;
  if (chalk.level < 2) {
    // chalk would send one of 256 colours to a terminal of 16 all the same.
    const few = [chalk.blue, chalk.cyan, chalk.green, chalk.magenta, chalk.red, chalk.yellow];
    return few[hash % few.length] ?? chalk.blue;
  }
  return chalk.ansi256(entityColours[hash % entityColours.length] ?? 33);
}
