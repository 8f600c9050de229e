import { RteError } from '../errors.ts';
import { isGuid } from '../guid.ts';
import { secureUrl, secureUrlFromServer } from '../http/address.ts';
import { httpRequest, type HttpAnswer, type HttpRequest } from '../http/request.ts';
import type { RouteOptions } from '../http/route.ts';

/** Enreach's own discovery service; test systems have another one. */
export const defaultDiscoveryUrl = 'https://discover.enreachvoice.com/';

/** A user name (an e-mail address) and the long-lived key that stands for the password. */
export interface Credentials {
  username: string;
  secretKey: string;
}

/** One system that a user exists in. */
export interface Silo {
  name: string;
  /** Its REST API, ending in a slash. */
  apiUrl: string;
}

/** The user that credentials belong to. */
export interface Identity {
  userId: string;
  organizationId: string | undefined;
}

/** What is needed to open the hub connection. */
export interface HubTicket {
  /** The hub, as http(s). */
  hubUrl: string;
  accessToken: string;
}

/**
 * Asks the discovery service which systems know this user.
 *
 * @returns an empty list when none does.
 */
export async function discoverSilos(
  discoveryUrl: string,
  username: string,
  signal: AbortSignal,
  route?: RouteOptions,
): Promise<Silo[]> {
  const url = new URL('api/user', directory(secureUrl(discoveryUrl, 'The discovery address')));
  url.searchParams.set('user', username);
  const answer = await call({ method: 'GET', url, route, signal }, 'The discovery service');
  const entries = json(answer, url);
  if (!Array.isArray(entries)) throw otherShape(url, 'a list of systems');
  return entries.map((entry: unknown) => {
    const apiUrl = text(entry, 'apiEndpoint');
    if (apiUrl === undefined) throw otherShape(url, 'systems with an apiEndpoint');
    return {
      name: text(entry, 'siloName') ?? apiUrl,
      apiUrl: directory(
        secureUrlFromServer(apiUrl, 'The API address that discovery gave', {
          from: url,
          kind: 'failure',
        }),
      ).href,
    };
  });
}

/** Enreach's REST API at one address, as far as the real-time engine needs it. */
export class EnreachApi {
  readonly #base: URL;
  readonly #route: RouteOptions | undefined;

  /** @throws RteError usage, when the address is none or not safe for credentials. */
  constructor(apiUrl: string, route?: RouteOptions) {
    this.#base = directory(secureUrl(apiUrl, 'The API address'));
    this.#route = route;
  }

  get url(): string {
    return this.#base.href;
  }

  /** Exchanges a password for the long-lived secret key. */
  async fetchSecretKey(username: string, password: string, signal: AbortSignal): Promise<string> {
    const url = new URL(`authuser/${encodeURIComponent(username)}/`, this.#base);
    const body = JSON.stringify({ UserName: username, Password: password });
    const answer = await call(
      { method: 'POST', url, body, headers: jsonHeaders, route: this.#route, signal },
      'The server',
      {
        refused: `The password was not accepted for ${username}.`,
        hint: `Check both, and that ${url.host} is the right server; then run rte login again.`,
      },
    );
    const secretKey = text(json(answer, url), 'SecretKey');
    if (secretKey === undefined) throw otherShape(url, 'a SecretKey');
    return secretKey;
  }

  /** Who the credentials belong to. */
  async whoAmI(credentials: Credentials, signal: AbortSignal): Promise<Identity> {
    const { url, body } = await this.#get('users/me', credentials, signal);
    const userId = text(body, 'Id');
    if (userId === undefined || !isGuid(userId)) throw otherShape(url, 'a user whose Id is a Guid');
    const organizationId = text(body, 'OrganizationID');
    // Nothing depends on it, and what is no Guid is not worth keeping.
    const isKnown = organizationId !== undefined && isGuid(organizationId);
    return { userId, organizationId: isKnown ? organizationId : undefined };
  }

  /** A token for one hub connection, and where the hub is. */
  async fetchHubTicket(credentials: Credentials, signal: AbortSignal): Promise<HubTicket> {
    const { url, body } = await this.#get('token/me/rte/', credentials, signal);
    const endpoint = withScheme(text(body, 'WssEndpoint'));
    const accessToken = text(body, 'Token');
    if (endpoint === undefined || accessToken === undefined) {
      throw otherShape(url, 'a WssEndpoint and a Token');
    }
    const what = 'The hub address that the server gave';
    const hubUrl = secureUrlFromServer(endpoint, what, { from: url, kind: 'failure' });
    return { hubUrl: hubUrl.href, accessToken };
  }

  async #get(
    path: string,
    { username, secretKey }: Credentials,
    signal: AbortSignal,
  ): Promise<{ url: URL; body: unknown }> {
    const url = new URL(path, this.#base);
    const basic = Buffer.from(`${username}:${secretKey}`).toString('base64');
    const answer = await call(
      {
        method: 'GET',
        url,
        headers: { ...jsonHeaders, Authorization: `Basic ${basic}` },
        route: this.#route,
        signal,
      },
      'The server',
      {
        refused: `The secret key of ${username} was not accepted.`,
        hint: `It may have been revoked, or ${url.host} is not its server: log in again with rte login.`,
      },
    );
    return { url, body: json(answer, url) };
  }
}

/** A hub's address came with no scheme in 2021 (`rte-silox.example.com/rte`). */
function withScheme(endpoint: string | undefined): string | undefined {
  const isBare = /^[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:\/|$)/.test(endpoint ?? '');
  return isBare ? `https://${endpoint}` : endpoint;
}

const jsonHeaders = {
  Accept: 'application/json',
  'Content-Type': 'application/json',
  'X-Json-Serializer': '2',
};

/** An address that relative paths can be resolved against: with a slash at its end. */
function directory(url: URL): URL {
  const base = new URL(url);
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return base;
}

async function call(
  request: HttpRequest,
  who: string,
  refusal?: { refused: string; hint: string },
): Promise<HttpAnswer> {
  const answer = await httpRequest(request);
  const { status } = answer;
  if (status >= 200 && status < 300) return answer;
  const at = `${request.url.host}${request.url.pathname}`;
  switch (true) {
    case status === 401:
      throw new RteError(
        'unauthorized',
        refusal?.refused ?? `${who} wants credentials for ${at}.`,
        {
          hint: refusal?.hint ?? 'Is this address the right one?',
        },
      );
    case status === 403:
      throw new RteError('unauthorized', `${who} refuses this user (403, ${at}).`, {
        hint: 'The user lacks a right; an administrator of the organization can grant it.',
      });
    case status === 404:
      throw new RteError('failure', `${who} knows nothing at ${at} (404).`, {
        hint: 'Check the user name, and that the address is that of the REST API.',
      });
    case status === 429:
      throw new RteError('connection', `${who} gets too many requests (429, ${at}).`, {
        hint: 'Wait a little and try again.',
        retryAfterMs: answer.retryAfterMs,
      });
    case status >= 500:
      throw new RteError('connection', `${who} failed (${status}, ${at}).`, {
        hint: 'The fault is on the other side: try again later.',
        retryAfterMs: answer.retryAfterMs,
      });
    case status >= 300 && status < 400:
      throw new RteError('failure', `${who} points elsewhere (${status}, ${at}).`, {
        hint: 'Credentials do not follow redirects: give the final address.',
      });
    default:
      throw new RteError('failure', `${who} answered ${status} to ${request.method} ${at}.`, {
        hint: 'Check that the address is that of the REST API.',
      });
  }
}

function json(answer: HttpAnswer, url: URL): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    // The message of a SyntaxError quotes the text, and with it perhaps a key: it goes nowhere.
    const kind = answer.contentType.split(';')[0] || 'something';
    throw new RteError('failure', `${url.host}${url.pathname} answered ${kind} that is not JSON.`, {
      hint: 'Is this the address of the REST API? A proxy or log-in page may have answered instead.',
    });
  }
}

function otherShape(url: URL, expected: string): RteError {
  return new RteError('failure', `${url.host}${url.pathname} did not answer with ${expected}.`, {
    hint: 'Is this the address of the REST API?',
  });
}

/** A string property of a JSON object, whatever the case of its name. */
function text(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const wanted = name.toLowerCase();
  const entry = Object.entries(value).find(([key]) => key.toLowerCase() === wanted);
  return typeof entry?.[1] === 'string' && entry[1] !== '' ? entry[1] : undefined;
}
