import { Command } from 'commander';

import type { CommandContext } from './context.ts';

/** `rte help`: help for a command, or one of the longer texts. */
export function helpCommand({ terminal }: CommandContext): Command {
  const help: Command = new Command('help')
    .argument('[name...]', 'a command, or a topic: security')
    .description('show help for a command, or on a topic: security')
    .helpOption(false)
    .action(async (names: string[]) => {
      const { showHelp } = await import('./help/show-help.ts');
      await showHelp(names, help.parent as Command, terminal);
    });
  return help;
}
