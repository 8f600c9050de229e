import {
  HttpClient,
  HttpError,
  HttpResponse,
  type HttpRequest as SignalRRequest,
} from '@microsoft/signalr';

import { RteError } from '../errors.ts';
import { secureUrl, secureUrlFromServer } from '../http/address.ts';
import { httpRequest, type Send } from '../http/request.ts';
import type { RouteOptions } from '../http/route.ts';
import type { Cookies } from './cookies.ts';
import type { UpgradeFailure } from './hub-socket.ts';
import { sendToHub } from './send-to-hub.ts';

/** What a hub says of the connection that it is ready for. */
export interface Negotiation {
  connectionId: string | undefined;
  /** Names of transports, as SignalR has them. */
  transports: string[];
}

/**
 * The HTTP client that SignalR negotiates with. It remembers why a negotiation failed: SignalR
 * itself keeps only a text.
 */
export class NegotiationClient extends HttpClient {
  failure: UpgradeFailure | undefined;
  /** The last answer's content. */
  negotiation: Negotiation = { connectionId: undefined, transports: [] };
  readonly #signal: AbortSignal;
  readonly #route: RouteOptions | undefined;
  readonly #cookies: Cookies;

  constructor(signal: AbortSignal, cookies: Cookies, route?: RouteOptions) {
    super();
    this.#signal = signal;
    this.#cookies = cookies;
    this.#route = route;
  }

  override async send({ url, headers }: SignalRRequest): Promise<HttpResponse> {
    try {
      const hub = secureUrl(url ?? '', 'The hub address');
      const { status, text, retryAfterMs } = await httpRequest(
        {
          method: 'POST',
          url: hub,
          headers: { ...headers },
          body: '',
          route: this.#route,
          signal: this.#signal,
        },
        this.#sendWithCookies,
      );
      if (status < 200 || status >= 300) {
        this.failure = { status, retryAfterMs };
        throw new HttpError(`negotiation was answered ${status}`, status);
      }
      const answer = negotiationIn(text, hub);
      const redirection = redirectionIn(answer, hub);
      if (redirection !== undefined)
        return new HttpResponse(status, '', JSON.stringify(redirection));
      this.negotiation = readNegotiation(answer);
      if (!answer.error && !answer.ProtocolVersion)
        requireWebSockets(
          this.negotiation,
          `${hub.host}${hub.pathname.replace(/\/negotiate$/, '')}`,
        );
      return new HttpResponse(status, '', text);
    } catch (error) {
      this.failure ??= { cause: error };
      throw error;
    }
  }

  /** SignalR asks for it for the WebSocket's upgrade. */
  override getCookieString(url: string): string {
    return this.#cookies.headerFor(url);
  }

  readonly #sendWithCookies: Send = async (request, route) => {
    const { url, headers } = request;
    await this.#cookies.taken;
    const cookie = this.#cookies.headerFor(url);
    const answer = await sendToHub(
      { ...request, headers: { ...headers, ...(cookie !== '' && { Cookie: cookie }) } },
      route,
    );
    await this.#cookies.take(answer.headers['set-cookie'], url);
    return answer;
  };
}

/**
 * A negotiation may send the client to another host, with a token for that one (SignalR transport
 * protocols, negotiate). Without it SignalR would send there the token that is meant for this hub;
 * and it would take any value for an address or a token.
 *
 * @returns where the hub points to, undefined when it doesn't.
 * @throws RteError connection, when nobody may be sent there.
 */
function redirectionIn(
  { url, accessToken }: NegotiateAnswer,
  hub: URL,
): { url: string; accessToken?: string } | undefined {
  if (!url) return undefined;
  const what = 'The address that the hub points to';
  const kind = 'connection';
  const target = secureUrlFromServer(typeof url === 'string' ? url : '', what, { from: hub, kind });
  const { href } = target;
  if (typeof accessToken === 'string' && accessToken !== '') return { url: href, accessToken };
  const hasNone = accessToken === undefined || accessToken === null || accessToken === '';
  if (hasNone && target.origin === hub.origin) return { url: href };
  const lack = hasNone ? 'no token for it' : 'a token that is no text';
  throw new RteError(kind, `${hub.host} points to ${target.host}, with ${lack}.`, {
    hint: 'Tokens do not follow redirects: give the final address of the hub.',
  });
}

interface NegotiateAnswer {
  url?: unknown;
  accessToken?: unknown;
  connectionId?: unknown;
  availableTransports?: unknown;
  /** Why there is no connection to be had; SignalR puts it into words. */
  error?: unknown;
  /** That of ASP.NET's SignalR, an older protocol, which SignalR puts into words, too. */
  ProtocolVersion?: unknown;
}

function readNegotiation({ connectionId, availableTransports }: NegotiateAnswer): Negotiation {
  const transports: unknown[] = Array.isArray(availableTransports) ? availableTransports : [];
  return {
    connectionId: typeof connectionId === 'string' ? connectionId : undefined,
    transports: transports
      .map((each) => (Object(each) as { transport?: unknown }).transport)
      .filter((name) => typeof name === 'string'),
  };
}

const mostTransportsCharacters = 100;

function requireWebSockets({ transports }: Negotiation, hub: string): void {
  if (transports.includes('WebSockets')) return;
  const names = transports.join(', ').slice(0, mostTransportsCharacters);
  const what = names === '' ? 'nor any other transport' : `only ${names}`;
  throw new RteError('connection', `${hub} offers no WebSockets, ${what}.`, {
    hint: 'rte needs WebSockets: whoever runs the hub, or a proxy in front of it, can switch them on.',
  });
}

function negotiationIn(answer: string, hub: URL): NegotiateAnswer {
  try {
    const value: unknown = JSON.parse(answer);
    if (value instanceof Object) return value;
    throw new TypeError('A negotiation is an object.');
  } catch {
    // The message of a SyntaxError quotes the text, and with it perhaps a token: it goes nowhere.
    throw new RteError('connection', `${hub.host}${hub.pathname} answered with no negotiation.`, {
      hint: 'Is there a SignalR hub at that address? A proxy or log-in page may have answered.',
    });
  }
}
