import {
  HttpClient,
  HttpError,
  HttpResponse,
  type HttpRequest as SignalRRequest,
} from '@microsoft/signalr';

import { RteError } from '../errors.ts';
import { secureUrl, secureUrlFromServer } from '../http/address.ts';
import { httpRequest } from '../http/request.ts';
import type { RouteOptions } from '../http/route.ts';
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

  constructor(signal: AbortSignal, route?: RouteOptions) {
    super();
    this.#signal = signal;
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
        sendToHub,
      );
      if (status < 200 || status >= 300) {
        this.failure = { status, retryAfterMs };
        throw new HttpError(`negotiation was answered ${status}`, status);
      }
      const answer = negotiationIn(text, hub);
      checkRedirection(answer, hub);
      this.negotiation = readNegotiation(answer);
      return new HttpResponse(status, '', text);
    } catch (error) {
      this.failure ??= { cause: error };
      throw error;
    }
  }
}

/**
 * A negotiation may send the client to another host, with a token for that one (SignalR transport
 * protocols, negotiate). Without it SignalR would send there the token that is meant for this hub.
 */
function checkRedirection({ url, accessToken }: NegotiateAnswer, hub: URL): void {
  if (typeof url !== 'string' || url === '' || accessToken) return;
  const target = secureUrlFromServer(url, 'The address that the hub points to');
  if (target.origin === hub.origin) return;
  throw new RteError('connection', `${hub.host} points to ${target.host}, with no token for it.`, {
    hint: 'Tokens do not follow redirects: give the final address of the hub.',
  });
}

interface NegotiateAnswer {
  url?: unknown;
  accessToken?: unknown;
  connectionId?: unknown;
  availableTransports?: unknown;
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

function negotiationIn(answer: string, hub: URL): NegotiateAnswer {
  try {
    return Object(JSON.parse(answer)) as NegotiateAnswer;
  } catch {
    // The message of a SyntaxError quotes the text, and with it perhaps a token: it goes nowhere.
    throw new RteError('connection', `${hub.host}${hub.pathname} answered with no negotiation.`, {
      hint: 'Is there a SignalR hub at that address? A proxy or log-in page may have answered.',
    });
  }
}
