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

/**
 * The HTTP client that SignalR negotiates with. It remembers why a negotiation failed: SignalR
 * itself keeps only a text.
 */
export class NegotiationClient extends HttpClient {
  failure: UpgradeFailure | undefined;
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
      const { status, text, retryAfterMs } = await httpRequest({
        method: 'POST',
        url: hub,
        headers: { ...headers },
        body: '',
        route: this.#route,
        signal: this.#signal,
      });
      if (status < 200 || status >= 300) {
        this.failure = { status, retryAfterMs };
        throw new HttpError(`negotiation was answered ${status}`, status);
      }
      checkRedirection(text, hub);
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
function checkRedirection(answer: string, hub: URL): void {
  const { url, accessToken } = negotiationIn(answer, hub);
  if (typeof url !== 'string' || url === '' || accessToken) return;
  const target = secureUrlFromServer(url, 'The address that the hub points to');
  if (target.origin === hub.origin) return;
  throw new RteError('connection', `${hub.host} points to ${target.host}, with no token for it.`, {
    hint: 'Tokens do not follow redirects: give the final address of the hub.',
  });
}

function negotiationIn(answer: string, hub: URL): { url?: unknown; accessToken?: unknown } {
  try {
    return Object(JSON.parse(answer)) as { url?: unknown; accessToken?: unknown };
  } catch {
    // The message of a SyntaxError quotes the text, and with it perhaps a token: it goes nowhere.
    throw new RteError('connection', `${hub.host}${hub.pathname} answered with no negotiation.`, {
      hint: 'Is there a SignalR hub at that address? A proxy or log-in page may have answered.',
    });
  }
}
