import { Command, CommanderError, Help } from 'commander';

import packageJson from '../package.json' with { type: 'json' };
import { unlessAborted } from './abort.ts';
import type { CommandContext } from './commands/context.ts';
import { describeCommand } from './commands/describe.ts';
import { doctorCommand } from './commands/doctor.ts';
import { helpCommand } from './commands/help.ts';
import { LazyCommand } from './commands/lazy-command.ts';
import { listEventsCommand } from './commands/list-events.ts';
import { loginCommand } from './commands/login.ts';
import { logoutCommand } from './commands/logout.ts';
import { namesCommand } from './commands/names.ts';
import { simCommand } from './commands/sim.ts';
import { statusCommand } from './commands/status.ts';
import { tailCommand } from './commands/tail.ts';
import { exitCodes, messageOf, RteError, TimeIsUp } from './errors.ts';
import { abortOnInterrupt, exitCodeOf, Interrupted } from './terminal/interrupt.ts';
import { layoutWidth } from './terminal/layout-width.ts';
import { processTerminal } from './terminal/process-terminal.ts';
import { join, safe, sanitize, sanitizeLines, type SafeText } from './terminal/safe-text.ts';
import { shortened } from './terminal/shorten.ts';
import { ReaderGone, type Terminal } from './terminal/terminal.ts';

/** The whole command line; the README's flag tables are made from it, too. */
export function createProgram(context: CommandContext): Command {
  const program = new Command('rte')
    .description("See what a contact centre is doing: the events of Enreach's real-time engine.")
    .version(packageJson.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand(false)
    .showSuggestionAfterError()
    .configureHelp({ sortSubcommands: false, showGlobalOptions: false, subcommandTerm })
    .addHelpText('after', mainExamples)
    .hook('preSubcommand', (_program, command) => {
      if (command instanceof LazyCommand) command.declareFlags();
    });
  for (const create of [
    tailCommand,
    listEventsCommand,
    describeCommand,
    loginCommand,
    logoutCommand,
    statusCommand,
    doctorCommand,
    namesCommand,
    simCommand,
    helpCommand,
  ]) {
    program.addCommand(create(context));
  }
  for (const command of [program, ...program.commands]) {
    const name = command === program ? 'rte' : `rte ${command.name()}`;
    command.showHelpAfterError(`     ${name} --help shows what there is.`);
    command.exitOverride().configureOutput({
      writeOut: (text) => void context.terminal.stdout.write(sanitizeLines(text)),
      writeErr: (text) => void context.terminal.stderr.write(sanitizeLines(text)),
      getOutHelpWidth: () => layoutWidth(context.terminal, 80),
      getErrHelpWidth: () => context.terminal.stderr.columns,
      outputError: (text) => void context.terminal.stderr.write(usageText(text)),
    });
  }
  return program;
}

/** What commander has to say of arguments, which it quotes: their line ends are no ends of lines here. */
function usageText(text: string): SafeText {
  const lines = text.trimEnd().split(/\n(?=\(Did you mean )/);
  const [, option = ''] = /unknown option '(--[a-z]+)'/.exec(text) ?? [];
  const reason = reasons[option];
  if (reason !== undefined)
    return safe`${sanitize(lines[0]?.replace(/^error: /, 'rte: ') ?? '')}\n     ${reason}\n`;
  return safe`${join(
    lines.map((line) => sanitize(line.replace(/^error: /, 'rte: '))),
    safe`\n`,
  )}\n`;
}

/** Flags that people know from elsewhere, and why there are none here. */
const history = safe`The hub keeps no history: events come from now on. To keep them: rte tail > events.ndjson`;
const reasons: Readonly<Record<string, SafeText>> = {
  '--since': history,
  '--until': history,
  '--follow': safe`rte tail follows until you end it, or --for, --count or --timeout do.`,
};

/** As a command stands in the list of all; which flags it takes is not known there yet. */
function subcommandTerm(command: Command): string {
  return command instanceof LazyCommand
    ? `${command.name()} ${command.usage()}`
    : new Help().subcommandTerm(command);
}

const mainExamples = `
Examples:
  rte tail --sim                         a lively contact centre, no account needed
  rte login                              connect your own account
  rte tail --queue Sales -o table        one queue, as a table
  rte tail --event UserStatus | jq .     events as JSON lines
  rte describe QueueStatus               what is in an event
`;

/**
 * Runs one command line.
 *
 * @param argv the arguments alone, without node and script.
 * @param controller is aborted when something other than the command ends the run.
 * @returns the exit code; nothing is thrown.
 */
async function run(
  argv: readonly string[],
  terminal: Terminal,
  controller: AbortController,
): Promise<number> {
  abortOnInterrupt(controller);
  const { closed } = terminal.stdout;
  closed.addEventListener('abort', () => controller.abort(closed.reason));
  const ended = (error: unknown): number => endedBy(error, argv, terminal);
  try {
    const end = (reason: Error): void => controller.abort(reason);
    const program = createProgram({ terminal, signal: controller.signal, end });
    await program.parseAsync(argv.length === 0 ? ['--help'] : [...argv], { from: 'user' });
  } catch (error) {
    const exitCode = ended(error);
    if (exitCode !== exitCodes.done) return exitCode;
  }
  // It is not done before all is written: the disk may be full, or the reader gone.
  await unlessAborted(controller.signal, terminal.stdout.flushed()).catch(() => {});
  return controller.signal.aborted ? ended(controller.signal.reason) : exitCodes.done;
}

/** The one place where the end of a run becomes an exit code, and an error becomes text. */
function endedBy(thrown: unknown, argv: readonly string[], terminal: Terminal): number {
  if (thrown instanceof ReaderGone || thrown instanceof TimeIsUp) return exitCodes.done;
  if (thrown instanceof Interrupted) return exitCodeOf[thrown.by];
  // commander has already said what is wrong.
  if (thrown instanceof CommanderError)
    return thrown.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  const isVerbose = argv.includes('-v') || argv.includes('--verbose');
  terminal.stderr.write(safe`${describeError(thrown, isVerbose)}\n`);
  return thrown instanceof RteError ? thrown.exitCode : exitCodes.failure;
}

/** More than anybody reads of an error, should a server have had its word in it. */
const longestMessage = 2_000;

function describeError(thrown: unknown, isVerbose: boolean): SafeText {
  const lines = [safe`rte: ${sanitize(shortened(messageOf(thrown), longestMessage))}`];
  if (thrown instanceof RteError && thrown.hint !== undefined) {
    lines.push(...thrown.hint.split('\n').map((line) => safe`     ${sanitize(line)}`));
  }
  if (isVerbose) lines.push(...stackOf(thrown));
  else if (!(thrown instanceof RteError))
    lines.push(safe`     This is a defect of rte; -v shows where.`);
  return join(lines, safe`\n`);
}

/** The message may have come from outside, and its line ends are no ends of lines here. */
function stackOf(thrown: unknown): SafeText[] {
  if (!(thrown instanceof Error)) return [];
  const { name, message, stack = '', cause } = thrown;
  const messageStart = stack.indexOf(message);
  const frames = messageStart === -1 ? [] : stack.slice(messageStart + message.length).split('\n');
  const lines = [
    sanitize(`${name}: ${shortened(message, longestMessage)}`),
    ...frames.filter((frame) => frame.trim() !== '').map(sanitize),
  ];
  return cause instanceof Error ? [...lines, safe`caused by`, ...stackOf(cause)] : lines;
}

/** How long a reader that sleeps is waited for when the run was interrupted. */
const graceMs = 500;
/** The same when its time was up: such a reader may only be slow. */
const longGraceMs = 5_000;

const unread = safe`rte: stdout was not read to its end within ${longGraceMs / 1_000} s; the rest is lost.\n`;

/** Runs the process's own command line to its end. */
export async function main(): Promise<never> {
  const terminal = processTerminal();
  const controller = new AbortController();
  const { signal } = controller;
  const exitCode = await run(process.argv.slice(2), terminal, controller);
  await Promise.race([terminal.flushed(), outOfPatience(signal)]);
  if (signal.reason instanceof TimeIsUp && terminal.stdout.isPending) terminal.stderr.write(unread);
  // Whatever still hangs, a connect for instance, ends here.
  process.exit(exitCode);
}

/** Resolves some time after the run was told to end; a run that ends by itself waits for its reader. */
function outOfPatience(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const begin = (): void => {
      setTimeout(resolve, signal.reason instanceof Interrupted ? graceMs : longGraceMs);
    };
    signal.addEventListener('abort', begin, { once: true });
    if (signal.aborted) begin();
  });
}
