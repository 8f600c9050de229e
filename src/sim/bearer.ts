import { decodeJwt } from 'jose';

/**
 * The access token of a request: in the header, as programs send it, or in the query, as browsers
 * must for a WebSocket.
 */
export function accessTokenOf(
  authorization: string | undefined,
  query: (name: string) => string | undefined,
): string | undefined {
  const inHeader = /^bearer (.*)$/i.exec(authorization ?? '')?.[1]?.trim();
  return (inHeader ?? query('access_token')) || undefined;
}

/** The `WWW-Authenticate` header in the words of ASP.NET Core's JwtBearerHandler. */
export function challenge(refusedToken: string | undefined): string {
  if (refusedToken === undefined) return 'Bearer';
  const description = faultOf(refusedToken);
  return description === undefined
    ? 'Bearer error="invalid_token"'
    : `Bearer error="invalid_token", error_description="${description}"`;
}

/** What is wrong with a token that was refused; undefined for what is no token, or expires at no time. */
function faultOf(token: string): string | undefined {
  const expiresAt = expiryOf(token);
  if (expiresAt === undefined) return undefined;
  if (expiresAt.getTime() > Date.now()) return 'The signature is invalid';
  const [date = '', time = ''] = expiresAt.toISOString().split(/[T.]/);
  const [year, month, day] = date.split('-');
  return `The token expired at '${month}/${day}/${year} ${time}'`;
}

/** A token without an expiry counts as expired long ago. */
function expiryOf(token: string): Date | undefined {
  let seconds: unknown;
  try {
    seconds = decodeJwt(token).exp ?? 0;
  } catch {
    return undefined;
  }
  const date = new Date(typeof seconds === 'number' ? seconds * 1000 : Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
