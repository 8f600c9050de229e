import type { EntityName } from '../account/profiles.ts';
import { didYouMean } from '../did-you-mean.ts';
import { usageError } from '../errors.ts';
import { findEvent } from '../events/catalogue.ts';
import type { EntityKind } from '../events/definition.ts';
import { findUndocumented, undocumentedEvents } from '../events/undocumented.ts';
import { guidBeginning, parseGuid } from '../guid.ts';
import { folded } from '../outside-text.ts';

/** The flag that names entities of a kind. */
export const entityFlags: Readonly<Record<EntityKind, string>> = {
  User: '--user',
  Queue: '--queue',
  CallList: '--call-list',
};

/** A kind as a word within a sentence. */
export const kindWords: Readonly<Record<EntityKind, string>> = {
  User: 'user',
  Queue: 'queue',
  CallList: 'call list',
};

/** What kind of entity an event belongs to; undefined when its name doesn't tell. */
export function entityKindOf(name: string): EntityKind | undefined {
  const known = findEvent(name)?.entity ?? undocumentedEvents[findUndocumented(name) ?? ''];
  if (known !== undefined) return known;
  if (/^user/i.test(name)) return 'User';
  if (/^queue/i.test(name)) return 'Queue';
  return /^call(back|list)/i.test(name) ? 'CallList' : undefined;
}

/**
 * The id that a person means: an id as it is, `me` for the own user, or a kept name.
 *
 * @throws RteError usage, when it is none of these.
 */
export async function resolveEntity(
  written: string,
  kind: EntityKind,
  names: readonly EntityName[],
  ownId: () => Promise<string>,
): Promise<string> {
  const id = parseGuid(written);
  if (id !== undefined) return id;
  if (kind === 'User' && written.toLowerCase() === 'me') return (await ownId()).toLowerCase();
  const named = names.filter(({ name }) => folded(name) === folded(written));
  const found = named.find((each) => each.kind === kind);
  if (found !== undefined) return found.id.toLowerCase();
  const beginning = guidBeginning(written);
  const begun = names.filter(
    (each) => beginning !== undefined && each.kind === kind && each.id.startsWith(beginning),
  );
  if (begun.length === 1 && begun[0] !== undefined) return begun[0].id;
  const flag = entityFlags[kind];
  const other = named[0];
  if (other !== undefined) {
    throw usageError(
      `${flag} '${written}' is a ${kindWords[other.kind]}, not a ${kindWords[kind]}.`,
      `Use ${entityFlags[other.kind]} ${written}.`,
    );
  }
  const candidates = names.filter((each) => each.kind === kind).map(({ name }) => name);
  throw usageError(
    `${flag} '${written}' is neither an id (a Guid)${kind === 'User' ? ", nor 'me'," : ''} nor a known name.`,
    `${didYouMean(written, candidates)}${wayToName(written, flag)}`,
  );
}

/** What helps with a name that is not known; what can't be a name is not proposed for one. */
function wayToName(written: string, flag: string): string {
  if (/[*?[\]{}]/.test(written)) {
    return `${flag} takes no patterns: give ids or names; rte names list shows the names.`;
  }
  if (guidBeginning(written) !== undefined) {
    return 'It is the beginning of an id that no name is known for: give the whole id.';
  }
  if (written.includes('@')) {
    return `E-mail addresses are not looked up: give the id. rte names set <name> ${flag} <id> gives it a name.`;
  }
  return canBeName(written)
    ? `rte names set ${written} ${flag} <id> makes it one.`
    : `rte names set <name> ${flag} <id> gives an id a name.`;
}

/** Whether `rte names set` would take it, and a shell as one word. */
function canBeName(text: string): boolean {
  return (
    /^[^\s,'"\\$`!&|;<>()*?[\]{}#~-][^\s,'"\\$`!&|;<>()*?[\]{}]*$/u.test(text) &&
    text.toLowerCase() !== 'me' &&
    parseGuid(text) === undefined
  );
}
