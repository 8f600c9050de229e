import { coloursOf, type Colours } from '../../render/colours.ts';
import { RteError } from '../../errors.ts';
import { jsonText, safe } from '../../terminal/safe-text.ts';
import { layoutWidth } from '../../terminal/layout-width.ts';
import type { CommandContext } from '../context.ts';
import { routeOptions } from '../route-options.ts';
import type { SourceFlags } from '../source.ts';
import { Checkup } from './checkup.ts';
import { checkConfiguration, type Setting } from './configuration.ts';
import { checkHub } from './hub.ts';
import type { StepReport } from './step.ts';
import { stepText } from './step-text.ts';
import { findTicket } from './ticket.ts';

/** The flags of `rte doctor`. */
export interface DoctorFlags extends SourceFlags {
  output: 'text' | 'json';
  ping: boolean;
}

/**
 * Takes each step from the configuration to the hub's first ping, and shows what it came to; as
 * text one by one, as JSON all together. Nothing is changed, neither here nor there.
 *
 * @throws RteError of the kind of the step that failed.
 */
export async function examine(flags: DoctorFlags, context: CommandContext): Promise<void> {
  const reports: StepReport[] = [];
  const colours = await coloursOf(context.terminal.stdout.colorLevel);
  const checkup = new Checkup((report) => {
    reports.push(report);
    if (flags.output === 'text') showStep(report, colours, context);
  });
  try {
    await takeSteps(checkup, flags, context);
  } catch (error) {
    throw flags.output === 'text' ? inShort(error, reports) : error;
  } finally {
    if (flags.output === 'json' && !context.signal.aborted) showAll(reports, context);
  }
}

async function takeSteps(
  checkup: Checkup,
  flags: DoctorFlags,
  context: CommandContext,
): Promise<void> {
  const clock: Clock = { serverTime: undefined };
  const route = {
    ...(await routeOptions(flags, context)),
    onServerTime: (time: Date) => (clock.serverTime = time),
  };
  let setting: Setting | undefined;
  try {
    setting = await checkup.try('configuration', (facts) =>
      checkConfiguration(flags, context, facts),
    );
    const ticket = await findTicket({ checkup, setting, route, clock, context });
    await checkHub({ checkup, ticket, route, waitsForPing: flags.ping, flags, context });
  } finally {
    await setting?.close();
  }
}

/** What a server last said the time is. */
export interface Clock {
  serverTime: Date | undefined;
}

function showStep(report: StepReport, colours: Colours, { terminal }: CommandContext): void {
  terminal.stdout.write(safe`${stepText(report, colours, layoutWidth(terminal, 120))}\n`);
}

function showAll(reports: readonly StepReport[], { terminal: { stdout } }: CommandContext): void {
  const ok = reports.every(({ status }) => status !== 'failed');
  const steps = reports.map(({ name, status, durationMs, detail, error, warning }) => {
    return { name, status, durationMs, detail, error, warning };
  });
  stdout.write(safe`${jsonText({ ok, steps })}\n`);
}

/** What failed has been shown in full; stderr, and the exit code, need not repeat it. */
function inShort(error: unknown, reports: readonly StepReport[]): unknown {
  const failed = reports.find(({ status }) => status === 'failed');
  if (!(error instanceof RteError) || failed === undefined) return error;
  return new RteError(error.kind, `Not all is well: ${failed.name} failed.`, { cause: error });
}
