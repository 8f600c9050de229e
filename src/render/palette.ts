import { unpainted, type Colours, type Paint } from './colours.ts';
import type { Family } from '../events/definition.ts';

/** The colour of each family of events. */
export function familyPaint(colours: Colours, family: Family | undefined): Paint {
  switch (family) {
    case 'agent':
      return colours.green;
    case 'incoming-call':
      return colours.cyan;
    case 'transfer':
      return colours.cyanBright;
    case 'outgoing-call':
      return colours.blueBright;
    case 'supervision':
      return colours.yellow;
    case 'transcript':
      return unpainted;
    case 'wrap-up':
      return colours.yellowBright;
    case 'queue':
      return colours.magenta;
    case 'callback':
      return colours.magentaBright;
    case undefined:
      return colours.red;
  }
}

/** Colours of 256 that can be read on dark and on light ground, and told apart. */
const entityColours = [33, 37, 64, 71, 98, 105, 130, 135, 136, 161, 166, 168, 172, 175, 67, 107];

/** A colour for an entity, the same in every run. */
export function entityPaint(colours: Colours, entityId: string): Paint {
  let hash = 7;
  for (let at = 0; at < entityId.length; at++) hash = (hash * 31 + entityId.charCodeAt(at)) >>> 0;
  if (colours.level < 2) {
    // chalk would send one of 256 colours to a terminal of 16 all the same.
    const few = [
      colours.blue,
      colours.cyan,
      colours.green,
      colours.magenta,
      colours.red,
      colours.yellow,
    ];
    return few[hash % few.length] ?? colours.blue;
  }
  return colours.ansi256(entityColours[hash % entityColours.length] ?? 33);
}
