import type { IncomingMessage, ServerResponse } from 'node:http';

import type { AccessTokens } from './access-tokens.ts';

/** A user who can log in. */
export interface Account {
  userId: string;
  username: string;
  name: string;
  password: string;
  secretKey: string;
}

export interface RestOptions {
  accounts: readonly Account[];
  organizationId: string;
  tokens: AccessTokens;
  /** The server's addresses, as whoever asks can reach them. */
  addressesFor(request: IncomingMessage): { apiUrl: string; hubUrl: string };
}

interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Sends an answer whose body, if there is one, is JSON. */
export function answerJson(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...headers });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

/** A user by this name exists in two systems, so that choosing between them can be tried out. */
const twoSilosUser = 'two.silos@example.com';

/** Enreach's REST calls around the real-time engine: discovery, login, who am I, token. */
export class RestApi {
  readonly #options: RestOptions;

  constructor(options: RestOptions) {
    this.#options = options;
  }

  /** Answers one request. */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    body: Buffer,
  ): Promise<void> {
    answerJson(response, await this.#answer(request, url, body));
  }

  async #answer(request: IncomingMessage, url: URL, body: Buffer): Promise<Answer> {
    const [first, second, third, ...more] = url.pathname.split('/').filter((part) => part !== '');
    const route = `${request.method} ${first}`;
    if (more.length > 0) return { status: 404 };
    if (first === 'api' && second === 'user' && third === undefined)
      return this.#discover(request, url, body);
    if (route === 'POST authuser' && second !== undefined) return this.#logIn(second, body);
    if (route === 'GET users' && second === 'me') return this.#whoAmI(request);
    if (route === 'GET token' && second !== undefined && third === 'rte')
      return this.#token(request, second);
    return { status: 404 };
  }

  #discover(request: IncomingMessage, url: URL, body: Buffer): Answer {
    if (request.method !== 'GET' && request.method !== 'POST') return { status: 405 };
    const username =
      request.method === 'GET' ? url.searchParams.get('user') : stringIn(jsonOf(body), 'user');
    if (username === null || username === undefined) return { status: 400 };
    const silos = username.toLowerCase() === twoSilosUser ? ['sim', 'sim2'] : ['sim'];
    const isKnown = silos.length > 1 || this.#accountOf(username) !== undefined;
    const { apiUrl } = this.#options.addressesFor(request);
    return {
      status: 200,
      body: (isKnown ? silos : []).map((siloName) => ({
        siloName,
        username,
        apiEndpoint: apiUrl,
        uiEndpoint: apiUrl,
        authority: apiUrl,
        authorityIdPHint: null,
        basicAuthEndpoint: apiUrl,
      })),
    };
  }

  #logIn(username: string, body: Buffer): Answer {
    const account = this.#accountOf(decoded(username));
    if (account === undefined || stringIn(jsonOf(body), 'Password') !== account.password)
      return unauthorized;
    return { status: 200, body: { UserName: account.username, SecretKey: account.secretKey } };
  }

  #whoAmI(request: IncomingMessage): Answer {
    const account = this.#authenticated(request);
    if (account === undefined) return unauthorized;
    const { userId, username, name } = account;
    return {
      status: 200,
      body: {
        Id: userId,
        OrganizationID: this.#options.organizationId,
        UserName: username,
        DisplayName: name,
      },
    };
  }

  async #token(request: IncomingMessage, user: string): Promise<Answer> {
    const account = this.#authenticated(request);
    if (account === undefined) return unauthorized;
    if (user !== 'me' && user.toLowerCase() !== account.userId) return { status: 403 };
    return {
      status: 200,
      body: {
        WssEndpoint: this.#options.addressesFor(request).hubUrl,
        Token: await this.#options.tokens.issue(account.userId),
      },
    };
  }

  /** HTTP Basic: the user name with the secret key. */
  #authenticated(request: IncomingMessage): Account | undefined {
    const [scheme, encoded] = (request.headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'basic' || encoded === undefined) return undefined;
    const [username = '', ...key] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
    const account = this.#accountOf(username);
    return account?.secretKey === key.join(':') ? account : undefined;
  }

  #accountOf(username: string): Account | undefined {
    const folded = username.toLowerCase();
    const { accounts } = this.#options;
    return folded === twoSilosUser
      ? accounts[0]
      : accounts.find((account) => account.username.toLowerCase() === folded);
  }
}

const unauthorized: Answer = {
  status: 401,
  headers: { 'WWW-Authenticate': 'Basic realm="rte-sim"' },
};

/** A part of a path; one whose percent signs mean nothing stays as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function stringIn(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = Object.entries(value).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return typeof found?.[1] === 'string' ? found[1] : undefined;
}
