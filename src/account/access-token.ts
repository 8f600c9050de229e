import { decodeJwt } from 'jose';

import type { HubTicket } from './enreach-api.ts';

/** A token needs this much life left to be worth a connection attempt. */
const leastLifeMs = 60_000;

/** A hub ticket as the profile keeps it between runs. */
export interface StoredTicket extends HubTicket {
  /** ISO 8601; absent when the token does not say. */
  expiresAt?: string;
}

/** The ticket with the expiry that its token carries. */
export function toStoredTicket(ticket: HubTicket): StoredTicket {
  const expiresAt = expiryOf(ticket.accessToken);
  return expiresAt === undefined ? ticket : { ...ticket, expiresAt: expiresAt.toISOString() };
}

/** Whether a kept ticket is good for one more connection. One without an expiry is not: it can't be known. */
export function isUsable(ticket: StoredTicket | undefined, now: Date): ticket is StoredTicket {
  if (ticket?.expiresAt === undefined) return false;
  return Date.parse(ticket.expiresAt) - now.getTime() >= leastLifeMs;
}

/** When a JWT expires, by its `exp` claim; undefined when it has none or is no JWT. */
export function expiryOf(accessToken: string): Date | undefined {
  try {
    const { exp } = decodeJwt(accessToken);
    const expiry = new Date(typeof exp === 'number' ? exp * 1000 : Number.NaN);
    return Number.isNaN(expiry.getTime()) ? undefined : expiry;
  } catch {
    return undefined;
  }
}
