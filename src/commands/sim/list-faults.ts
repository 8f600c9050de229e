import { coloursOf } from '../../render/colours.ts';
import { finiteTable } from '../../render/finite-table.ts';
import { faults, faultValues, type Fault } from '../../sim/faults.ts';
import { prettyJson, safe, sanitize } from '../../terminal/safe-text.ts';
import { layoutWidth } from '../../terminal/layout-width.ts';
import type { CommandContext } from '../context.ts';

const legend = safe`The values shown are the usual ones: --fault drop is --fault drop=30s. A time behind the name of a
fault says how often it strikes, a number that it concerns one event in so many; a status is that
of HTTP. refuse-tokens=2 refuses the next two alone; deny takes ids and names, with commas between.
While rte sim runs, faults can be turned on and off over HTTP: POST and DELETE …/sim/faults/<name>.`;

/** Prints the faults that a simulated Enreach can be given. */
export async function listFaults(
  form: 'text' | 'json',
  { terminal }: CommandContext,
): Promise<void> {
  const { stdout } = terminal;
  if (form === 'json') {
    const told = faults.map((fault) => ({
      name: fault.name,
      summary: fault.summary,
      value: faultValues[fault.acts],
      usual: usualOf(fault) ?? null,
    }));
    stdout.write(safe`${prettyJson(told)}\n`);
    return;
  }
  const colours = await coloursOf(stdout.colorLevel);
  const table = finiteTable({
    head: [safe`fault`, safe`what it does`].map((each) => colours.dim(each)),
    rows: faults.map((fault) => [colours.bold(sanitize(written(fault))), sanitize(fault.summary)]),
    width: layoutWidth(terminal, 80),
  });
  stdout.write(safe`${table}\n\n${legend}\n`);
}

/** A fault as a flag has it, with its usual value. */
export function written(fault: Fault): string {
  const value = fault.acts === 'deny' ? '<name>' : usualOf(fault);
  return value === undefined ? fault.name : `${fault.name}=${value}`;
}

function usualOf(fault: Fault): string | undefined {
  return 'usual' in fault ? fault.usual : undefined;
}
