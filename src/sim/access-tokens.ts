import { randomBytes } from 'node:crypto';

import { jwtVerify, SignJWT } from 'jose';

const issuer = 'rte-sim';

/** Makes and checks the hub's access tokens: JWTs, signed with a key that lives as long as the process. */
export class AccessTokens {
  readonly #key = randomBytes(32);
  readonly #lifetimeSeconds: () => number;

  /** @param lifetimeSeconds for how long a token is good that is made now. */
  constructor(lifetimeSeconds: () => number) {
    this.#lifetimeSeconds = lifetimeSeconds;
  }

  issue(userId: string): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT()
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(userId)
      .setIssuer(issuer)
      .setIssuedAt(now)
      .setExpirationTime(now + this.#lifetimeSeconds())
      .sign(this.#key);
  }

  /** The user that a token was made for; undefined for one that is wrong or has expired. */
  async userIdOf(accessToken: string): Promise<string | undefined> {
    try {
      const { payload } = await jwtVerify(accessToken, this.#key, { issuer });
      return payload.sub;
    } catch {
      return undefined;
    }
  }
}
