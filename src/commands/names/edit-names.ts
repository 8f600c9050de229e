import { ProfileStore, type EntityName, type Profile } from '../../account/profiles.ts';
import { didYouMean } from '../../did-you-mean.ts';
import { usageError } from '../../errors.ts';
import { jsonText, safe, sanitize } from '../../terminal/safe-text.ts';
import type { CommandContext } from '../context.ts';
import { parseGuid } from '../../guid.ts';
import { folded } from '../../outside-text.ts';
import { kindWords } from '../entities.ts';
import { notLoggedIn, profileName } from '../source.ts';

/** The flags of all `rte names` commands. */
export interface NamesFlags {
  profile?: string;
  output?: 'text' | 'json';
}

/** The flags of `rte names set`. */
export interface SetNameFlags extends NamesFlags {
  user?: string;
  queue?: string;
  callList?: string;
}

/**
 * Gives an id a name, in place of another id that had it.
 *
 * @throws RteError usage, when it is no name or no id; unauthorized, without a profile.
 */
export async function setName(
  name: string,
  flags: SetNameFlags,
  context: CommandContext,
): Promise<void> {
  await edit(flags, context, (names) => withName(names, name, flags));
}

/**
 * Forgets a name.
 *
 * @throws RteError usage, when there is none; unauthorized, without a profile.
 */
export async function removeName(
  name: string,
  flags: NamesFlags,
  context: CommandContext,
): Promise<void> {
  await edit(flags, context, (names) => withoutName(names, name));
}

/**
 * Prints the names of a profile.
 *
 * @throws RteError unauthorized, without a profile.
 */
export function listNames(flags: NamesFlags, context: CommandContext): void {
  const { names = [] } = openProfile(flags, context).profile;
  const { stdout, stderr } = context.terminal;
  if (flags.output === 'json') {
    stdout.write(safe`${jsonText(names)}\n`);
    return;
  }
  if (names.length === 0) {
    stderr.write(safe`No names yet; rte names set <name> --queue <id> gives one.\n`);
  }
  const width = Math.max(...names.map(({ name }) => name.length));
  for (const { name, kind, id } of names) {
    stdout.write(safe`${sanitize(`${name.padEnd(width)}  ${kindWords[kind].padEnd(9)}  ${id}`)}\n`);
  }
}

async function edit(
  flags: NamesFlags,
  context: CommandContext,
  change: (names: readonly EntityName[]) => EntityName[],
): Promise<void> {
  const { store, key, profile } = openProfile(flags, context);
  // What can't be done is said before anything is written or waited for.
  change(profile.names ?? []);
  await store.update(
    key,
    (fresh) => {
      if (fresh === undefined) throw notLoggedIn(key, store);
      return { ...fresh, names: change(fresh.names ?? []) };
    },
    context.signal,
  );
}

function openProfile(
  flags: NamesFlags,
  context: CommandContext,
): { store: ProfileStore; key: string; profile: Profile } {
  const store = new ProfileStore(context.terminal.env);
  const key = profileName(flags.profile, context);
  const profile = store.get(key);
  if (profile === undefined) throw notLoggedIn(key, store);
  return { store, key, profile };
}

function withName(names: readonly EntityName[], name: string, flags: SetNameFlags): EntityName[] {
  const given = [
    { kind: 'User', id: flags.user, flag: '--user' },
    { kind: 'Queue', id: flags.queue, flag: '--queue' },
    { kind: 'CallList', id: flags.callList, flag: '--call-list' },
  ] as const;
  const [one, another] = given.filter(({ id }) => id !== undefined);
  if (one?.id === undefined || another !== undefined) {
    throw usageError(
      `'${name}' must stand for one id.`,
      'Give one of --user <id>, --queue <id> or --call-list <id>.',
    );
  }
  const id = parseGuid(one.id);
  if (id === undefined) throw usageError(`${one.flag} '${one.id}' is not an id.`, 'Ids are Guids.');
  if (
    parseGuid(name) !== undefined ||
    name.toLowerCase() === 'me' ||
    /[,\s]/.test(name) ||
    name === ''
  ) {
    throw usageError(
      `'${name}' can't be a name.`,
      "A name is no id, not 'me', and has no commas or blanks.",
    );
  }
  const others = names.filter((each) => folded(each.name) !== folded(name));
  return [...others, { name: name.normalize('NFC'), kind: one.kind, id }];
}

function withoutName(names: readonly EntityName[], name: string): EntityName[] {
  const others = names.filter((each) => folded(each.name) !== folded(name));
  if (others.length < names.length) return others;
  const known = names.map((each) => each.name);
  throw usageError(
    `There is no name '${name}'.`,
    `${didYouMean(name, known)}rte names list shows all.`,
  );
}
