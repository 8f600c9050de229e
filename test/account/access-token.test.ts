import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { expiryOf, isUsable, toStoredTicket } from '../../src/account/access-token.ts';

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** A token with these claims; nobody here looks at the signature. */
function tokenWith(claims: unknown): string {
  return `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}.c2lnbmF0dXJl`;
}

const now = new Date('2026-03-02T08:15:00Z');
const nowSeconds = now.getTime() / 1000;
const hubUrl = 'https://rte.example.com/rte';

describe('expiryOf', () => {
  it('reads the exp claim', () => {
    expect(expiryOf(tokenWith({ exp: nowSeconds }))).toEqual(now);
  });

  it.each([
    ['no exp', tokenWith({ sub: 'u1' })],
    ['an exp that is text', tokenWith({ exp: String(nowSeconds) })],
    ['an exp beyond all time', tokenWith({ exp: 1e300 })],
    ['claims that are none', tokenWith([1])],
    ['three parts that are no JSON', 'a.b.c'],
    ['five parts, as an encrypted one has', 'a.b.c.d.e'],
    ['any other text', 'opaque'],
    ['nothing', ''],
  ])('is not known of a token with %s', (_name, accessToken) => {
    expect(expiryOf(accessToken)).toBeUndefined();
  });

  it('never throws', () => {
    const claims = fc.jsonValue().map(tokenWith);
    const expiring = fc.double().map((exp) => tokenWith({ exp }));
    fc.assert(
      fc.property(fc.oneof(fc.string(), claims, expiring), (accessToken) => {
        const { expiresAt } = toStoredTicket({ hubUrl, accessToken });
        return expiresAt === undefined || !Number.isNaN(Date.parse(expiresAt));
      }),
    );
  });
});

it('keeps a ticket with the expiry of its token, if it has one', () => {
  const accessToken = tokenWith({ exp: nowSeconds });
  expect(toStoredTicket({ hubUrl, accessToken })).toEqual({
    hubUrl,
    accessToken,
    expiresAt: '2026-03-02T08:15:00.000Z',
  });
  expect(toStoredTicket({ hubUrl, accessToken: 'opaque' })).toEqual({
    hubUrl,
    accessToken: 'opaque',
  });
});

describe('a kept ticket', () => {
  it.each([
    ['an hour left', 3600, true],
    ['a minute left', 60, true],
    ['less than a minute left', 59, false],
    ['nothing left', 0, false],
    ['its end long behind it', -3600, false],
  ])('with %s is usable: %s', (_name, secondsLeft, expected) => {
    const ticket = toStoredTicket({
      hubUrl,
      accessToken: tokenWith({ exp: nowSeconds + secondsLeft }),
    });
    expect(isUsable(ticket, now)).toBe(expected);
  });

  it.each([
    ['there is none', undefined],
    ['its expiry is not known', { hubUrl, accessToken: 'opaque' }],
    ['its expiry is no date', { hubUrl, accessToken: 'opaque', expiresAt: 'tomorrow' }],
  ])('is not usable when %s', (_name, ticket) => {
    expect(isUsable(ticket, now)).toBe(false);
  });
});
