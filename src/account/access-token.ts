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
  return claimsOf(accessToken)?.expiresAt;
}

/** What a token says of itself; nothing in it has been verified. */
export interface TokenClaims {
  issuedAt: Date | undefined;
  expiresAt: Date | undefined;
  subject: string | undefined;
  audience: string[];
}

/** The claims of a JWT that may be shown; undefined for what is no JWT. */
export function claimsOf(accessToken: string): TokenClaims | undefined {
  try {
    const { iat, exp, sub, aud } = decodeJwt(accessToken) as Record<string, unknown>;
    return {
      issuedAt: instant(iat),
      expiresAt: instant(exp),
      subject: typeof sub === 'string' ? sub : undefined,
      audience: [aud].flat().filter((each) => typeof each === 'string'),
    };
  } catch {
    return undefined;
  }
}

/** A NumericDate (RFC 7519, 2): seconds since the epoch. */
function instant(seconds: unknown): Date | undefined {
  const time = new Date(typeof seconds === 'number' ? seconds * 1000 : Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
