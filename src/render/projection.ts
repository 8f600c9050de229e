import { objectMembers } from '../events/json-text.ts';
import type { Message } from '../events/message.ts';
import { plainName, plainObject, plainScalar } from '../events/plain-json.ts';

/** The text of each field of a message that it has, by name. */
type FindFields = (message: Message) => ReadonlyMap<string, string> | undefined;

/** Only some fields of a message's data, each as the hub wrote it, as the text of a message. */
export function projection(fields: readonly string[]): (message: Message) => string {
  const findPlain = plainFinder(fields);
  return (message) => projected(fields, findPlain(message) ?? findAny(message));
}

/** The same of plain messages alone; undefined for one whose data is not at its end. */
export function plainProjection(
  fields: readonly string[],
): (message: Message) => string | undefined {
  const findPlain = plainFinder(fields);
  return (message) => {
    const found = findPlain(message);
    return found && projected(fields, found);
  };
}

function projected(fields: readonly string[], found: ReadonlyMap<string, string>): string {
  let data = '';
  for (const name of fields) {
    const value = found.get(name);
    if (value !== undefined) data += `${data === '' ? '' : ','}${JSON.stringify(name)}:${value}`;
  }
  return `{"data":{${data}}}`;
}

/** Fields are found by their names alone: in a plain message nothing else looks like one. */
function plainFinder(fields: readonly string[]): FindFields {
  const isPlainName = new RegExp(`^${plainName}$`);
  const names = fields.filter((name) => isPlainName.test(name));
  if (names.length < fields.length) return () => undefined;
  const member = new RegExp(`"(${names.join('|')})":(${plainScalar})`, 'g');
  const object = new RegExp(plainObject, 'y');
  return ({ text, isPlain }) => {
    const start = isPlain ? text.indexOf(dataStart) : -1;
    if (start === -1) return undefined;
    object.lastIndex = start + dataStart.length - 1;
    // Behind it the data could come again, and then would count.
    if (!object.test(text) || object.lastIndex !== text.length - 1) return undefined;
    const found = new Map<string, string>();
    member.lastIndex = start + dataStart.length;
    for (let match = member.exec(text); match !== null; match = member.exec(text)) {
      found.set(match[1] ?? '', match[2] ?? '');
    }
    return found;
  };
}

const dataStart = '"data":{';

function findAny(message: Message): ReadonlyMap<string, string> {
  const { text } = message;
  const place = objectMembers(text)?.findLast(({ key }) => key === 'data');
  const members = place && objectMembers(text, place.valueStart);
  return new Map(
    members?.map(({ key, valueStart, valueEnd }) => [key, text.slice(valueStart, valueEnd)]) ??
      // Data that is itself a JSON text, within a string.
      Object.entries(message.data).map(([key, value]) => [key, JSON.stringify(value)]),
  );
}
