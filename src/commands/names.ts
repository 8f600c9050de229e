import { Command, Option } from 'commander';

import type { EntityName, Profile } from '../account/profiles.ts';
import { didYouMean } from '../did-you-mean.ts';
import { usageError } from '../errors.ts';
import type { CommandContext } from './context.ts';
import { isGuid, kindWords } from './entities.ts';
import { profileOption } from './flags.ts';
import { notLoggedIn, profileName } from './source.ts';

interface ProfileFlag {
  profile?: string;
}

interface SetFlags extends ProfileFlag {
  user?: string;
  queue?: string;
  callList?: string;
}

/** `rte names`: names for ids, usable wherever an id is. */
export function namesCommand(context: CommandContext): Command {
  const names = new Command('names')
    .description('give ids names, which work wherever an id does')
    .addHelpText('after', examples);
  names
    .command('set <name>')
    .description('give an id a name')
    .option('--user <id>', 'the user that is meant')
    .option('--queue <id>', 'the queue that is meant')
    .option('--call-list <id>', 'the call list that is meant')
    .addOption(profileOption())
    .action((name: string, flags: SetFlags) =>
      change(flags, context, (list) => withName(list, name, flags)),
    );
  names
    .command('list')
    .description('show all names')
    .addOption(new Option('-o, --output <form>').choices(['text', 'json']).default('text'))
    .addOption(profileOption())
    .action((flags: ProfileFlag & { output: string }) => show(flags, context));
  names
    .command('remove <name>')
    .description('forget a name')
    .addOption(profileOption())
    .action((name: string, flags: ProfileFlag) =>
      change(flags, context, (list) => withoutName(list, name)),
    );
  return names;
}

const examples = `
Examples:
  rte names set Sales --queue c9eeb030-ff4b-4a11-ac9c-00155d4fdcf3
  rte tail --queue Sales
  rte names list
`;

async function change(
  flags: ProfileFlag,
  context: CommandContext,
  edit: (names: readonly EntityName[]) => EntityName[],
): Promise<void> {
  const { ProfileStore } = await import('../account/profiles.ts');
  const store = new ProfileStore(context.terminal.env);
  const profileKey = profileName(flags.profile, context);
  const profile = store.get(profileKey);
  if (profile === undefined) throw notLoggedIn(profileKey, store);
  store.save(profileKey, { ...profile, names: edit(profile.names ?? []) });
}

async function show(
  flags: ProfileFlag & { output: string },
  context: CommandContext,
): Promise<void> {
  const { ProfileStore } = await import('../account/profiles.ts');
  const store = new ProfileStore(context.terminal.env);
  const profileKey = profileName(flags.profile, context);
  const profile: Profile | undefined = store.get(profileKey);
  if (profile === undefined) throw notLoggedIn(profileKey, store);
  const names = profile.names ?? [];
  const { stdout, stderr } = context.terminal;
  if (flags.output === 'json') {
    stdout.write(`${JSON.stringify(names)}\n`);
    return;
  }
  if (names.length === 0)
    stderr.write('No names yet; rte names set <name> --queue <id> gives one.\n');
  const width = Math.max(...names.map(({ name }) => name.length));
  for (const { name, kind, id } of names) {
    stdout.write(`${name.padEnd(width)}  ${kindWords[kind].padEnd(9)}  ${id}\n`);
  }
}

function withName(names: readonly EntityName[], name: string, flags: SetFlags): EntityName[] {
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
  if (!isGuid(one.id)) throw usageError(`${one.flag} '${one.id}' is not an id.`, 'Ids are Guids.');
  if (isGuid(name) || name.toLowerCase() === 'me' || /[,\s]/.test(name) || name === '') {
    throw usageError(
      `'${name}' can't be a name.`,
      "A name is no id, not 'me', and has no commas or blanks.",
    );
  }
  const others = names.filter((each) => each.name.toLowerCase() !== name.toLowerCase());
  return [...others, { name, kind: one.kind, id: one.id.toLowerCase() }];
}

function withoutName(names: readonly EntityName[], name: string): EntityName[] {
  const others = names.filter((each) => each.name.toLowerCase() !== name.toLowerCase());
  if (others.length < names.length) return others;
  const known = names.map((each) => each.name);
  throw usageError(
    `There is no name '${name}'.`,
    `${didYouMean(name, known)}rte names list shows all.`,
  );
}
