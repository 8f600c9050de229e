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

/** What is wrong with a token that was refused; undefined for what is no token at all. */
function faultOf(token: string): string | undefined {
  let expiresAt: number;
  try {
    expiresAt = (decodeJwt(token).exp ?? 0) * 1000;
  } catch {
    return undefined;
  }
  if (expiresAt > Date.now()) return 'The signature is invalid';
  const [date = '', time = ''] = new Date(expiresAt).toISOString().split(/[T.]/);
  const [year, month, day] = date.split('-');
  return `The token expired at '${month}/${day}/${year} ${time}'`;
}
