import { Option, type Command } from 'commander';

import type { CommandContext } from './context.ts';
import { profileOption } from './flags.ts';
import { LazyCommand } from './lazy-command.ts';
import type { NamesFlags, SetNameFlags } from './names/edit-names.ts';

/** `rte names`: names for ids, usable wherever an id is. */
export function namesCommand(context: CommandContext): Command {
  return new LazyCommand('names', (names) => declare(names, context)).description(
    'give ids names, which work wherever an id does',
  );
}

function declare(names: Command, context: CommandContext): void {
  names.addHelpText('after', examples);
  names
    .command('set <name>')
    .description('give an id a name')
    .option('--user <id>', 'the user that is meant')
    .option('--queue <id>', 'the queue that is meant')
    .option('--call-list <id>', 'the call list that is meant')
    .addOption(profileOption())
    .action(async (name: string, flags: SetNameFlags) => {
      const { setName } = await import('./names/edit-names.ts');
      await setName(name, flags, context);
    });
  names
    .command('list')
    .description('show all names')
    .addOption(
      new Option('-o, --output <form>', 'text for people, json for programs')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addOption(profileOption())
    .action(async (flags: NamesFlags) => {
      const { listNames } = await import('./names/edit-names.ts');
      listNames(flags, context);
    });
  names
    .command('remove <name>')
    .description('forget a name')
    .addOption(profileOption())
    .action(async (name: string, flags: NamesFlags) => {
      const { removeName } = await import('./names/edit-names.ts');
      await removeName(name, flags, context);
    });
}

const examples = `
Examples:
  rte names set Sales --queue c9eeb030-ff4b-4a11-ac9c-00155d4fdcf3
  rte tail --queue Sales
  rte names list
`;
