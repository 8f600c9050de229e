import {
  HttpClient,
  HttpError,
  HttpResponse,
  type HttpRequest as SignalRRequest,
} from '@microsoft/signalr';

import { secureUrl } from '../http/address.ts';
import { httpRequest } from '../http/request.ts';
import type { UpgradeFailure } from './hub-socket.ts';

/**
 * The HTTP client that SignalR negotiates with. It remembers why a negotiation failed: SignalR
 * itself keeps only a text.
 */
export class NegotiationClient extends HttpClient {
  failure: UpgradeFailure | undefined;
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    super();
    this.#signal = signal;
  }

  override async send(request: SignalRRequest): Promise<HttpResponse> {
    const answer = await this.#request(request);
    if (answer.status < 200 || answer.status >= 300) {
      this.failure = { status: answer.status, retryAfterMs: answer.retryAfterMs };
      throw new HttpError(`negotiation was answered ${answer.status}`, answer.status);
    }
    return new HttpResponse(answer.status, '', answer.text);
  }

  async #request({
    url,
    headers,
  }: SignalRRequest): Promise<Awaited<ReturnType<typeof httpRequest>>> {
    try {
      return await httpRequest({
        method: 'POST',
        url: secureUrl(url ?? '', 'The hub address'),
        headers: { ...headers },
        body: '',
        signal: this.#signal,
      });
    } catch (error) {
      this.failure = { cause: error };
      throw error;
    }
  }
}
