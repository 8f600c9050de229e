import { claimsOf, type TokenClaims } from '../../account/access-token.ts';
import { EnreachApi, type Credentials, type HubTicket } from '../../account/enreach-api.ts';
import type { RouteOptions } from '../../http/route.ts';
import { timeSpan } from '../../render/time-span.ts';
import type { CommandContext } from '../context.ts';
import { discoveryAddress, findApiUrl } from '../find-api.ts';
import type { Checkup } from './checkup.ts';
import type { AccountSetting, Setting } from './configuration.ts';
import type { Clock } from './examine.ts';
import type { Facts } from './step.ts';
import { noteWay } from './way.ts';

/** A clock that is off by more makes tokens look expired, or not valid yet. */
const tolerableSkewMs = 60_000;

export interface TicketSearch {
  checkup: Checkup;
  setting: Setting;
  route: RouteOptions;
  clock: Clock;
  context: CommandContext;
}

/**
 * From an account to a ticket for the hub: discovery, secret key, access token.
 *
 * @throws RteError what the step that failed throws.
 */
export async function findTicket(search: TicketSearch): Promise<HubTicket> {
  const { checkup, setting, context } = search;
  if (setting.kind === 'token') {
    checkup.skip('discovery', 'not needed');
    checkup.skip('secret key', 'not needed');
    return checkup.try('access token', (facts) => {
      facts.note({ fetched: false }, 'from RTE_TOKEN');
      noteClaims(claimsOf(setting.ticket.accessToken), context.terminal.now(), facts);
      return Promise.resolve(setting.ticket);
    });
  }
  const { credentials } = setting;
  const api = new EnreachApi(await findApi(setting, search), search.route);
  await checkup.try('secret key', (facts) => checkSecretKey(api, credentials, search, facts));
  return checkup.try('access token', (facts) => fetchTicket(api, credentials, search, facts));
}

async function findApi(
  { apiUrl, credentials: { username } }: AccountSetting,
  { checkup, route, context: { signal, terminal } }: TicketSearch,
): Promise<string> {
  if (apiUrl !== undefined) {
    checkup.skip('discovery', 'not needed');
    return apiUrl;
  }
  return checkup.try('discovery', async (facts) => {
    const { env } = terminal;
    const discoveryUrl = discoveryAddress({ env });
    facts.note({ discoveryUrl });
    await noteWay(discoveryUrl, route, facts);
    const apiUrl = await findApiUrl({ username, env, route, signal });
    facts.note({ apiUrl }, `${new URL(discoveryUrl).host} names ${apiUrl}`);
    return apiUrl;
  });
}

async function checkSecretKey(
  api: EnreachApi,
  credentials: Credentials,
  { route, context: { signal } }: TicketSearch,
  facts: Facts,
): Promise<void> {
  await noteWay(api.url, route, facts);
  const { userId, organizationId } = await api.whoAmI(credentials, signal);
  facts.note(
    { userId, organizationId: organizationId ?? null },
    `user ${userId}`,
    organizationId && `organization ${organizationId}`,
  );
}

async function fetchTicket(
  api: EnreachApi,
  credentials: Credentials,
  { clock, context: { signal, terminal } }: TicketSearch,
  facts: Facts,
): Promise<HubTicket> {
  facts.note({ fetched: true });
  clock.serverTime = undefined;
  const ticket = await api.fetchHubTicket(credentials, signal);
  const claims = claimsOf(ticket.accessToken);
  const now = terminal.now();
  facts.note({ hubUrl: ticket.hubUrl });
  noteClaims(claims, now, facts);
  checkClock(clock.serverTime ?? claims?.issuedAt, now, facts);
  return ticket;
}

function noteClaims(claims: TokenClaims | undefined, now: Date, facts: Facts): void {
  if (claims === undefined) {
    facts.note({ isJwt: false }, 'no JWT: when it expires is not known');
    return;
  }
  const { issuedAt, expiresAt, subject, audience } = claims;
  const expiresInMs = expiresAt && expiresAt.getTime() - now.getTime();
  facts.note(
    {
      isJwt: true,
      issuedAt: issuedAt?.toISOString() ?? null,
      expiresAt: expiresAt?.toISOString() ?? null,
      expiresInMs: expiresInMs ?? null,
      subject: subject ?? null,
      audience,
    },
    expiryText(expiresAt, expiresInMs),
    issuedAt && `issued ${moment(issuedAt)}`,
    subject && `subject ${subject}`,
    audience.length > 0 ? `audience ${audience.join(', ')}` : undefined,
  );
  if (expiresInMs !== undefined && expiresInMs <= 0) {
    facts.warn(
      `The token has expired, ${timeSpan(-expiresInMs)} ago by this machine's clock.`,
      'Get a new one, or set the clock.',
    );
  }
}

function expiryText(expiresAt: Date | undefined, inMs = 0): string {
  if (expiresAt === undefined) return 'does not say when it expires';
  return inMs > 0
    ? `expires in ${timeSpan(inMs)} (${moment(expiresAt)})`
    : `expired ${moment(expiresAt)}`;
}

/** Seconds will do. */
function moment(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** @param serverTime what the server says the time is: its answer's Date, else the token's own. */
function checkClock(serverTime: Date | undefined, now: Date, facts: Facts): void {
  if (serverTime === undefined) return;
  const aheadMs = now.getTime() - serverTime.getTime();
  facts.note({ clockAheadMs: aheadMs });
  if (Math.abs(aheadMs) <= tolerableSkewMs) return;
  facts.warn(
    `This machine's clock is ${timeSpan(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead of' : 'behind'} the server's.`,
    'Set it: tokens are judged by it, here and there.',
  );
}
