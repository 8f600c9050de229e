import { setTimeout as delay } from 'node:timers/promises';

import { unlessAborted, withDeadline } from '../../abort.ts';
import type { HubTicket } from '../../account/enreach-api.ts';
import { messageOf, RteError } from '../../errors.ts';
import { events, findEvent } from '../../events/catalogue.ts';
import type { RouteOptions } from '../../http/route.ts';
import type { OpenConnection } from '../../hub/open-connection.ts';
import { availableSubscriptions } from '../../hub/subscriptions.ts';
import { safe } from '../../terminal/safe-text.ts';
import type { CommandContext } from '../context.ts';
import type { Checkup } from './checkup.ts';
import { Opening } from './opening.ts';
import type { Facts } from './step.ts';
import { noteWay } from './way.ts';

/** Silence of 30 s ends the connection; this is for a hub that says other things than a ping. */
const pingTimeoutMs = 40_000;

export interface HubCheck {
  checkup: Checkup;
  ticket: HubTicket;
  route: RouteOptions;
  waitsForPing: boolean;
  flags: { verbose?: boolean };
  context: CommandContext;
}

/**
 * From a ticket to a hub that is alive: negotiation, WebSocket, handshake, available events, ping.
 *
 * @throws RteError what the step that failed throws.
 */
export async function checkHub(check: HubCheck): Promise<void> {
  const { checkup, ticket, route, waitsForPing, context } = check;
  const { signal } = context;
  const opening = new Opening({ ...ticket, route, signal });
  try {
    await checkup.try('negotiation', (facts) => negotiated(opening, check, facts));
    await checkup.try('WebSocket', (facts) => upgraded(opening, facts));
    const connection = await checkup.try('handshake', () => opening.connected);
    await checkup.try('available events', (facts) =>
      unlessAborted(signal, listEvents(connection, facts)),
    );
    if (!waitsForPing) return checkup.skip('first ping', 'not waited for (--no-ping)');
    tellOfWait(check);
    await checkup.try('first ping', (facts) =>
      withDeadline(pingTimeoutMs, signal, noPing, () => firstHeard(opening, connection, facts)),
    );
  } finally {
    await opening.close();
  }
}

async function negotiated(
  opening: Opening,
  { ticket: { hubUrl }, route }: HubCheck,
  facts: Facts,
): Promise<void> {
  facts.note({ hubUrl });
  await noteWay(hubUrl, route, facts);
  const { connectionId, transports } = await opening.negotiated;
  facts.note(
    { connectionId: connectionId ?? null, transports },
    connectionId && `connection ${connectionId}`,
    `offers ${transports.join(', ')}`,
  );
}

async function upgraded(opening: Opening, facts: Facts): Promise<void> {
  const { url } = await opening.upgraded;
  facts.note({ url }, url);
}

async function listEvents(connection: OpenConnection, facts: Facts): Promise<void> {
  const offered = await answered(
    connection,
    availableSubscriptions((...invocation) => connection.invoke(...invocation)),
  );
  const known = new Set(offered.map((name) => findEvent(name)?.name));
  const missing = events.map(({ name }) => name).filter((name) => !known.has(name));
  const undocumented = offered.filter((name) => findEvent(name) === undefined);
  facts.note(
    {
      offered: offered.length,
      documented: offered.length - undocumented.length,
      missing,
      undocumented,
    },
    `${offered.length} offered, ${offered.length - undocumented.length} of them documented`,
    missing.length > 0 ? `documented, but not offered: ${missing.join(', ')}` : undefined,
    undocumented.length > 0 ? `not documented: ${listed(undocumented)}` : undefined,
  );
  if (offered.length === 0) {
    facts.warn(
      'The hub offers no events.',
      'Is this the real-time engine? Perhaps the user lacks the right to see anything.',
    );
  }
}

const mostListed = 20;

function listed(names: readonly string[]): string {
  const more = names.length > mostListed ? `, and ${names.length - mostListed} more` : '';
  return `${names.slice(0, mostListed).join(', ')}${more}`;
}

/** Why there was no answer: an end of the connection shows a moment after the answer's failure. */
async function answered<T>(connection: OpenConnection, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RteError) throw error;
    const end = await Promise.race([connection.ended, delay(50, undefined)]);
    if (end !== undefined) {
      throw new RteError('connection', `The connection ended: ${end.cause}.`, {
        hint: 'Try again; a proxy or firewall may stand in between.',
        cause: error,
      });
    }
    const reason = messageOf(error).replace(/\.$/, '');
    throw new RteError('failure', `The hub can't list its events: ${reason}.`, {
      hint: 'Is this the real-time engine?',
      cause: error,
    });
  }
}

function tellOfWait({ flags, context: { terminal } }: HubCheck): void {
  const { stderr } = terminal;
  if (!stderr.isTTY && !flags.verbose) return;
  stderr.write(
    safe`· waiting for the hub's first ping, for up to 30 s (--no-ping leaves it out)\n`,
  );
}

/** What never comes shows as an end of the connection, after 30 s of silence. */
async function firstHeard(
  opening: Opening,
  connection: OpenConnection,
  facts: Facts,
): Promise<void> {
  const first = await Promise.race([opening.heard, connection.ended]);
  if (typeof first !== 'object') {
    facts.note({ heard: first }, first === 'ping' ? undefined : 'a message came before it');
    return;
  }
  throw noPing(first.cause);
}

function noPing(cause = `not within ${pingTimeoutMs / 1000} s`): RteError {
  return new RteError('connection', `No ping came from the hub: ${cause}.`, {
    hint: 'Something in between may hold messages back, or cut lines on which nothing happens.',
  });
}
