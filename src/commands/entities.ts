import type { EntityName } from '../account/profiles.ts';
import { didYouMean } from '../did-you-mean.ts';
import { usageError } from '../errors.ts';
import { findEvent } from '../events/catalogue.ts';
import type { EntityKind } from '../events/definition.ts';
import { findUndocumented, undocumentedEvents } from '../events/undocumented.ts';
import { isGuid } from '../guid.ts';

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
  if (isGuid(written)) return written.toLowerCase();
  if (kind === 'User' && written.toLowerCase() === 'me') return (await ownId()).toLowerCase();
  const named = names.filter(({ name }) => name.toLowerCase() === written.toLowerCase());
  const found = named.find((each) => each.kind === kind);
  if (found !== undefined) return found.id.toLowerCase();
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
    `${didYouMean(written, candidates)}rte names set ${written} ${flag} <id> makes it one.`,
  );
}
