import { unpainted, type Colours, type Hue, type Paint } from './colours.ts';
import type { Family } from '../events/definition.ts';

/** The colour of each family of events. */
export function familyPaint(colours: Colours, family: Family | undefined): Paint {
  switch (family) {
    case 'agent':
      return colours.green;
    case 'incoming-call':
      return colours.azure;
    case 'transfer':
      return colours.teal;
    case 'outgoing-call':
      return colours.violet;
    case 'supervision':
      return colours.orange;
    case 'transcript':
      return unpainted;
    case 'wrap-up':
      return colours.olive;
    case 'queue':
      return colours.magenta;
    case 'callback':
      return colours.pink;
    case undefined:
      return colours.red;
  }
}

const entityHues: readonly Hue[] = [
  'orange',
  'olive',
  'green',
  'teal',
  'azure',
  'blue',
  'violet',
  'purple',
  'magenta',
  'pink',
];

/** A colour for an entity, the same in every run; none where bold is the only one. */
export function entityPaint(colours: Colours, entityId: string): Paint {
  if (colours.level < 2) return unpainted;
  let hash = 7;
  for (let at = 0; at < entityId.length; at++) hash = (hash * 31 + entityId.charCodeAt(at)) >>> 0;
  return colours[entityHues[hash % entityHues.length] ?? 'blue'];
}
