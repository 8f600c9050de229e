import { randomBytes } from 'node:crypto';

import { aspnetJson } from './aspnet-json.ts';

/** What a client that negotiates is told. */
export interface Negotiation {
  json: string;
  /** By which the connection can be opened; none when negotiation failed. */
  id?: string;
}

/** Long polling and server-sent events are not offered: RTE is documented as a WebSocket API. */
const availableTransports = [{ transport: 'WebSockets', transferFormats: ['Text', 'Binary'] }];

/** Negotiates as ASP.NET Core 3.1 does (HttpConnectionDispatcher.ProcessNegotiate). */
export function negotiate(askedVersion: string | undefined): Negotiation {
  const version = askedVersion === undefined ? 0 : parseInt32(askedVersion);
  if (version === undefined)
    return refusal(`The client requested an invalid protocol version '${askedVersion}'`);
  if (version < 0) {
    return refusal(
      `The client requested version '${version}', but the server does not support this version.`,
    );
  }
  const connectionId = newId();
  const connectionToken = version > 0 ? newId() : undefined;
  return {
    id: connectionToken ?? connectionId,
    json: aspnetJson({
      negotiateVersion: Math.min(version, 1),
      connectionId,
      ...(connectionToken !== undefined && { connectionToken }),
      availableTransports,
    }),
  };
}

function refusal(error: string): Negotiation {
  return { json: aspnetJson({ error }) };
}

function newId(): string {
  return randomBytes(16).toString('base64url');
}

function parseInt32(text: string): number | undefined {
  const number = /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : NaN;
  return number === (number | 0) ? number : undefined;
}
