import { findEvent } from './catalogue.ts';
import type { Fields } from './definition.ts';
import { longestMatched, object, scalarText } from './json-expressions.ts';
import { arrayElements, visitMembers } from './json-text.ts';

/** A key that begins with a capital letter. In JSON, a quotation mark behind `{` or `,` opens a string. */
const capitalKey = /[{,]\s*"[A-Z][^"\\]*"\s*:/;

const scalarMember = String.raw`"[A-Za-z]\w*":${scalarText}`;
const flatPart = `"(?:[Ss]ubscription|[Dd]ata)":${object(scalarMember)}`;
/** A message without lists and dictionaries: each `{"` and `,"` in it begins a name, of a property that is specified. */
const flatMessage = new RegExp(`^${object(`(?:${flatPart}|${scalarMember})`)}$`);
const capitals = /[{,]"[A-Z]/g;

/** What may be a key `_rte`, which a hub may also write with escapes. */
const mayBeOwnKey = /_rte"|\\u00(?:5f|72|74|65)/i;
/** The key of what rte adds to a line, and the one under which a hub's own of that name comes out. */
const ownKey = '_rte';
const hubsKey = 'hub_rte';

/** A wire name as the program shows it: the specification's with its first letter lowered. */
export function camelCase(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/**
 * A message in camelCase, whichever of the specification's two ways the hub wrote it in. Only
 * names of properties change, and only of those objects whose properties are specified: the keys
 * of a dictionary are data. A `_rte` beside `data`, which only rte may write, becomes `hub_rte`.
 *
 * @param text a JSON object.
 */
export function camelCaseMessage(text: string): string {
  if (!capitalKey.test(text) && !mayBeOwnKey.test(text)) return text;
  // As nearly all are; to take it to pieces takes three times as long.
  if (text.length <= longestMatched && flatMessage.test(text)) {
    return text.replace(capitals, (start) => start.toLowerCase());
  }
  return rewrite(text, within, (key) => (key === ownKey ? hubsKey : camelCase(key)));
}

function within(key: string): Rewrite | undefined {
  switch (key) {
    case 'subscription':
      return (value) => rewrite(value, () => undefined);
    case 'data':
      return camelCaseData;
    default:
      return undefined;
  }
}

function camelCaseData(text: string): string {
  let name = '';
  visitMembers(text, 0, ({ key, valueStart, valueEnd }) => {
    if (camelCase(key) === 'eventType') name = text.slice(valueStart + 1, valueEnd - 1);
  });
  return rewriteFields(text, findEvent(name)?.fields ?? {});
}

function rewriteFields(text: string, fields: Fields): string {
  // By comparison: to look a million names up in an object, V8 would keep each of them.
  const lists = Object.entries(fields).filter(([, { element }]) => element !== undefined);
  return rewrite(text, (key) => {
    const element = lists.find(([name]) => name === key)?.[1].element;
    if (element === undefined) return undefined;
    return (value) => rewriteElements(value, (each) => rewriteFields(each, element.fields));
  });
}

type Rewrite = (text: string) => string;

/**
 * Renames an object's keys, by default to a small first letter; values are left alone unless
 * something is said for their key. A text that is no object stays as it is.
 */
function rewrite(
  text: string,
  within: (name: string) => Rewrite | undefined,
  nameOf: (key: string) => string = camelCase,
): string {
  const written = new Pieces();
  let from = 0;
  const end = visitMembers(text, 0, ({ key, keyStart, valueStart, valueEnd }) => {
    const name = nameOf(key);
    if (name !== key) {
      written.add(text.slice(from, keyStart), `${JSON.stringify(name)}:`);
      from = valueStart;
    }
    const rewriteValue = within(name);
    if (rewriteValue === undefined) return;
    written.add(text.slice(from, valueStart), rewriteValue(text.slice(valueStart, valueEnd)));
    from = valueEnd;
  });
  return end === -1 ? text : written.text + text.slice(from);
}

const mostPieces = 10_000;

/** A text put together from pieces, of which it never keeps many: millions take 30 times their size. */
class Pieces {
  #text = '';
  #pieces: string[] = [];

  add(...pieces: readonly string[]): void {
    this.#pieces.push(...pieces);
    if (this.#pieces.length > mostPieces) this.#join();
  }

  get text(): string {
    this.#join();
    return this.#text;
  }

  #join(): void {
    this.#text += this.#pieces.join('');
    this.#pieces = [];
  }
}

function rewriteElements(text: string, element: Rewrite): string {
  const elements = arrayElements(text);
  if (elements === undefined) return text;
  const written = new Pieces();
  let from = 0;
  for (const { start, end } of elements) {
    written.add(text.slice(from, start), element(text.slice(start, end)));
    from = end;
  }
  return written.text + text.slice(from);
}
