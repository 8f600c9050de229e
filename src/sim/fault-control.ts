import type { IncomingMessage } from 'node:http';

import { RteError } from '../errors.ts';
import type { ActiveFaults } from './active-faults.ts';
import { findFault, readFaultSetting } from './fault-setting.ts';

/** Where faults are asked for while the simulated Enreach runs. */
export const faultsPath = '/sim/faults';

interface Answer {
  status: number;
  body: unknown;
}

/**
 * Answers a request about faults:
 *
 * - `GET /sim/faults`: all there are, and what each is set to;
 * - `POST /sim/faults/drop`: strikes the present connections, or turns the fault on that is about
 *   something else; with `?value=30s` it is set as by `--fault drop=30s`;
 * - `DELETE /sim/faults/drop`: turns it off; `DELETE /sim/faults`: all.
 *
 * Every program of this machine may do so, and pages of this machine; see `refusalOf`.
 */
export function answerFaultRequest(
  { method }: IncomingMessage,
  { pathname, searchParams }: URL,
  faults: ActiveFaults,
): Answer {
  try {
    const name = decodeName(pathname.slice(faultsPath.length + 1)) || undefined;
    switch (method) {
      case 'GET':
        break;
      case 'POST':
        if (name === undefined) return failure(400, 'Name the fault: /sim/faults/<name>.');
        if (searchParams.has('value'))
          faults.turnOn(readFaultSetting(name, searchParams.get('value') ?? ''));
        else faults.strikeNow(name);
        break;
      case 'DELETE':
        faults.clear(name);
        break;
      default:
        return failure(405, 'Use GET, POST or DELETE.');
    }
  } catch (error) {
    if (!(error instanceof RteError)) throw error;
    return failure(
      error.message.startsWith('There is no fault') ? 404 : 400,
      error.message,
      error.hint,
    );
  }
  return { status: 200, body: faults.states };
}

/** @throws RteError usage, for what is no name because its percent signs mean nothing. */
function decodeName(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    return findFault(written).name;
  }
}

function failure(status: number, error: string, hint?: string): Answer {
  return { status, body: { error, ...(hint !== undefined && { hint }) } };
}
