import type { Command } from 'commander';

import { didYouMean } from '../../did-you-mean.ts';
import { usageError } from '../../errors.ts';
import { topics } from '../../help/topics.ts';
import { coloursOf, type Colours } from '../../render/colours.ts';
import { join, safe, sanitize, type SafeText } from '../../terminal/safe-text.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { LazyCommand } from '../lazy-command.ts';

/**
 * Prints help for a command, named with its subcommands (`names set`), or a topic; without a name,
 * that for the whole program.
 *
 * @throws RteError usage, for a name that is neither.
 */
export async function showHelp(
  names: readonly string[],
  program: Command,
  { stdout }: Terminal,
): Promise<void> {
  const [name, ...more] = names;
  const topic = more.length === 0 ? topics.find((each) => each.name === name) : undefined;
  if (topic === undefined) return commandNamed(names, program).outputHelp();
  const colours = await coloursOf(stdout.colorLevel);
  stdout.write(safe`${rendered(topic.text, colours)}\n`);
}

function commandNamed(names: readonly string[], program: Command): Command {
  return names.reduce<Command>((command, name) => {
    if (command instanceof LazyCommand) command.declareFlags();
    const found = command.commands.find((each) => each.name() === name);
    if (found === undefined) throw noHelp(names, command, program);
    return found;
  }, program);
}

function noHelp(names: readonly string[], command: Command, program: Command): Error {
  const known = command.commands.map((each) => each.name());
  if (command === program) known.push(...topics.map(({ name }) => name));
  return usageError(
    `There is no command or topic '${names.join(' ')}'.`,
    `${didYouMean(names.at(-1) ?? '', known)}rte --help lists the commands.`,
  );
}

/** A topic's Markdown: as it is, with its headings and code in colour where there are colours. */
function rendered(markdown: string, colours: Colours): SafeText {
  const lines = markdown.trimEnd().split('\n');
  return join(
    lines.map((line) => (/^#+ /.test(line) ? colours.bold(sanitize(line)) : sanitize(line))),
    safe`\n`,
  );
}
