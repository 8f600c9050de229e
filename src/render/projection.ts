import { visitMembers } from '../events/json-text.ts';
import type { Message } from '../events/message.ts';
import { plainFields, type FieldTexts } from '../events/plain-fields.ts';

/** Only some fields of a message's data, each as the hub wrote it, as the text of a message. */
export function projection(fields: readonly string[]): (message: Message) => string {
  const findPlain = plainFields(fields);
  return (message) => projected(fields, findPlain(message) ?? findAny(message, fields));
}

/** The same of plain messages alone; undefined for one whose data is not at its end. */
export function plainProjection(
  fields: readonly string[],
): (message: Message) => string | undefined {
  const findPlain = plainFields(fields);
  return (message) => {
    const found = findPlain(message);
    return found && projected(fields, found);
  };
}

function projected(fields: readonly string[], found: FieldTexts): string {
  let data = '';
  for (const name of fields) {
    const value = found.get(name);
    if (value !== undefined) data += `${data === '' ? '' : ','}${JSON.stringify(name)}:${value}`;
  }
  return `{"data":{${data}}}`;
}

function findAny(message: Message, fields: readonly string[]): FieldTexts {
  const { text } = message;
  let dataStart = -1;
  visitMembers(text, 0, ({ key, valueStart }) => {
    if (key === 'data') dataStart = valueStart;
  });
  const found = new Map<string, string>();
  const end = visitMembers(text, dataStart, ({ key, valueStart, valueEnd }) => {
    if (fields.includes(key)) found.set(key, text.slice(valueStart, valueEnd));
  });
  if (end !== -1) return found;
  // Data that is itself a JSON text, within a string.
  return new Map(Object.entries(message.data).map(([key, value]) => [key, JSON.stringify(value)]));
}
