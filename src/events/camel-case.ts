import { findEvent } from './catalogue.ts';
import type { Fields } from './definition.ts';
import { longestMatched, object, scalarText } from './json-expressions.ts';
import { arrayElements, objectMembers } from './json-text.ts';

/** A key that begins with a capital letter. In JSON, a quotation mark behind `{` or `,` opens a string. */
const capitalKey = /[{,]\s*"[A-Z][^"\\]*"\s*:/;

const scalarMember = String.raw`"[A-Za-z]\w*":${scalarText}`;
const flatPart = `"(?:[Ss]ubscription|[Dd]ata)":${object(scalarMember)}`;
/** A message without lists and dictionaries: each `{"` and `,"` in it begins a name, of a property that is specified. */
const flatMessage = new RegExp(`^${object(`(?:${flatPart}|${scalarMember})`)}$`);
const capitals = /[{,]"[A-Z]/g;

/** A wire name as the program shows it: the specification's with its first letter lowered. */
export function camelCase(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/**
 * A message in camelCase, whichever of the specification's two ways the hub wrote it in. Only
 * names of properties change, and only of those objects whose properties are specified: the keys
 * of a dictionary are data.
 */
export function camelCaseMessage(text: string): string {
  if (!capitalKey.test(text)) return text;
  // As nearly all are; to take it to pieces takes three times as long.
  if (text.length <= longestMatched && flatMessage.test(text)) {
    return text.replace(capitals, (start) => start.toLowerCase());
  }
  const envelope = rewrite(text, (key) => {
    switch (key) {
      case 'subscription':
        return (value) => rewrite(value, () => undefined);
      case 'data':
        return (value) => camelCaseData(value);
      default:
        return undefined;
    }
  });
  return envelope;
}

function camelCaseData(text: string): string {
  const eventType = objectMembers(text)?.find(({ key }) => camelCase(key) === 'eventType');
  const name = eventType && text.slice(eventType.valueStart + 1, eventType.valueEnd - 1);
  return rewriteFields(text, (name === undefined ? undefined : findEvent(name)?.fields) ?? {});
}

function rewriteFields(text: string, fields: Fields): string {
  return rewrite(text, (key) => {
    const element = fields[key]?.element;
    if (element === undefined) return undefined;
    return (value) => rewriteElements(value, (each) => rewriteFields(each, element.fields));
  });
}

type Rewrite = (text: string) => string;

/** Lowers the first letter of an object's keys; values are left alone unless something is said for their key. */
function rewrite(text: string, within: (key: string) => Rewrite | undefined): string {
  const members = objectMembers(text);
  if (members === undefined) return text;
  let written = '';
  let from = 0;
  for (const { key, keyStart, valueStart, valueEnd } of members) {
    const name = camelCase(key);
    const value = text.slice(valueStart, valueEnd);
    written += text.slice(from, keyStart);
    written += name === key ? text.slice(keyStart, valueStart) : `${JSON.stringify(name)}:`;
    written += within(name)?.(value) ?? value;
    from = valueEnd;
  }
  return written + text.slice(from);
}

function rewriteElements(text: string, element: Rewrite): string {
  const elements = arrayElements(text);
  if (elements === undefined) return text;
  let written = '';
  let from = 0;
  for (const { start, end } of elements) {
    written += text.slice(from, start) + element(text.slice(start, end));
    from = end;
  }
  return written + text.slice(from);
}
