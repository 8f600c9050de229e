import { object, plainName, scalarText } from './json-expressions.ts';
import type { Message } from './message.ts';

/** The text of each field that is asked for and there, by name. */
export type FieldTexts = ReadonlyMap<string, string>;

/**
 * Finds fields in a plain message's text, without decoding the rest. By their names alone: in a
 * plain message nothing else looks like one.
 *
 * @returns a function that gives undefined for a message that is not plain, or whose data is not at
 *   its end.
 */
export function plainFields(
  names: readonly string[],
): (message: Pick<Message, 'text' | 'isPlain'>) => FieldTexts | undefined {
  const isPlainName = new RegExp(`^${plainName}$`);
  if (!names.every((name) => isPlainName.test(name))) return () => undefined;
  const member = new RegExp(`"(${names.join('|')})":(${scalarText})`, 'g');
  const flatData = new RegExp(object(`"${plainName}":${scalarText}`), 'y');
  return ({ text, isPlain }) => {
    const start = isPlain ? text.indexOf(dataStart) : -1;
    if (start === -1) return undefined;
    flatData.lastIndex = start + dataStart.length - 1;
    // Behind it the data could come again, and then would count.
    if (!flatData.test(text) || flatData.lastIndex !== text.length - 1) return undefined;
    const found = new Map<string, string>();
    member.lastIndex = start + dataStart.length;
    for (let match = member.exec(text); match !== null; match = member.exec(text)) {
      found.set(match[1] ?? '', match[2] ?? '');
    }
    return found;
  };
}

const dataStart = '"data":{';
