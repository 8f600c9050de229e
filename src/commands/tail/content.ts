import { usageError } from '../../errors.ts';
import { findEvent } from '../../events/catalogue.ts';
import {
  findFieldName,
  parseCondition,
  suggestField,
  type Condition,
} from '../../events/filter.ts';
import { folded } from '../../outside-text.ts';
import { isPlainName } from '../event-pattern.ts';
import type { Source } from '../source.ts';
import type { TailOptions } from './options.ts';

/** What of an event's content matters. */
export interface Content {
  conditions: Condition[];
  /** In the catalogue's spelling. */
  fields: string[];
}

/**
 * Reads `--where` and `--fields`.
 *
 * @throws RteError usage, for a field that no event has, or a value that doesn't fit.
 */
export function readContent(
  { event = [], where = [], fields = [] }: TailOptions,
  { names }: Source,
): Content {
  // An event that is not documented may have fields that nobody knows of.
  const allowUnknownFields = event.some(
    (name) => isPlainName(name) && findEvent(name) === undefined,
  );
  const idOf = (name: string): string | undefined =>
    names.find((each) => folded(each.name) === folded(name))?.id;
  return {
    conditions: where.map((text) => parseCondition(text, { idOf, allowUnknownFields })),
    fields: fields.map((written) => {
      const name = findFieldName(written);
      if (name !== undefined || allowUnknownFields) return name ?? written;
      throw usageError(
        `--fields: no event has a field '${written}'.`,
        `${suggestField(written)}rte describe <event> lists an event's fields.`,
      );
    }),
  };
}
