import { existsSync, readFileSync } from 'node:fs';

import type { Command } from 'commander';
import { expect, test } from 'vitest';

import { LazyCommand } from '../../src/commands/lazy-command.ts';
import { written } from '../../src/commands/sim/list-faults.ts';
import { createProgram } from '../../src/main.ts';
import { faults } from '../../src/sim/faults.ts';
import { processTerminal } from '../../src/terminal/process-terminal.ts';

const readme = new URL('../../README.md', import.meta.url);

test('the README’s tables of flags and faults are those of the program (vitest -u writes them)', async () => {
  const text = readFileSync(readme, 'utf8');
  const program = wholeProgram();
  const generated = text
    .replace(
      /(<!-- flags: ([\w -]+) -->\n)[^]*?(<!-- end -->)/g,
      (_all, start: string, path: string, end: string) =>
        start + flagTable(find(program, path)) + end,
    )
    .replace(
      /(<!-- faults -->\n)[^]*?(<!-- end -->)/,
      (_all, start: string, end: string) => start + faultTable() + end,
    );
  await expect(generated).toMatchFileSnapshot(readme.pathname);
});

test('what the README links to is there, and every promise has its proof', () => {
  const text = readFileSync(readme, 'utf8');
  const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
  for (const link of links) expect(existsSync(new URL(link, readme)), link).toBe(true);
  const [promises = ''] = /\n## Promises\n[^]*?\n## /.exec(text) ?? [];
  const each = promises.split(/\n(?=\d+\. )/).slice(1);
  expect(each).toHaveLength(10);
  for (const promise of each) expect(promise).toMatch(/\]\(test\/.*\.ts\)/);
});

test('every command has its table in the README', () => {
  const text = readFileSync(readme, 'utf8');
  const program = wholeProgram();
  for (const { command, path } of leaves(program)) {
    if (command.options.length > 0) expect(text).toContain(`<!-- flags: ${path} -->`);
  }
});

/** The program with the flags of all commands, whichever is asked for. */
function wholeProgram(): Command {
  const program = createProgram({
    terminal: processTerminal(),
    signal: new AbortController().signal,
    end: () => {},
  });
  for (const command of program.commands) {
    if (command instanceof LazyCommand) command.declareFlags();
  }
  return program;
}

function leaves(
  program: Command,
  path: readonly string[] = [],
): { command: Command; path: string }[] {
  return program.commands.flatMap((command) => {
    const name = [...path, command.name()];
    return command.commands.length > 0
      ? leaves(command, name)
      : [{ command, path: name.join(' ') }];
  });
}

function find(program: Command, path: string): Command {
  const found = path
    .split(' ')
    .reduce<Command | undefined>(
      (at, name) => at?.commands.find((each) => each.name() === name),
      program,
    );
  if (found === undefined)
    throw new Error(`The README has a table for '${path}', which is no command.`);
  return found;
}

function flagTable(command: Command): string {
  const rows = command.options.map((option) => {
    const notes = [
      option.description,
      option.argChoices &&
        `one of ${option.argChoices.map((choice) => `\`${choice}\``).join(', ')}`,
      option.defaultValue !== undefined && `default: \`${option.defaultValue}\``,
    ].filter(Boolean);
    return `| \`${option.flags}\` | ${notes.join('; ').replaceAll('|', '\\|')} |\n`;
  });
  return `\n| flag | |\n| --- | --- |\n${rows.join('')}\n`;
}

function faultTable(): string {
  const rows = faults.map((fault) => `| \`${written(fault)}\` | ${fault.summary} |\n`);
  return `\n| fault | |\n| --- | --- |\n${rows.join('')}\n`;
}
