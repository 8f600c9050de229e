import type { IncomingMessage } from 'node:http';

import { RteError } from '../errors.ts';
import type { ActiveFaults } from './active-faults.ts';
import { readFaultSetting } from './fault-setting.ts';

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
 * Whoever reaches the port may do so: the simulator listens on loopback alone.
 */
export function answerFaultRequest({ method, url }: IncomingMessage, faults: ActiveFaults): Answer {
  const { pathname, searchParams } = new URL(url ?? '/', 'http://localhost');
  const name = decodeURIComponent(pathname.slice(faultsPath.length + 1)) || undefined;
  try {
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

function failure(status: number, error: string, hint?: string): Answer {
  return { status, body: { error, ...(hint !== undefined && { hint }) } };
}
