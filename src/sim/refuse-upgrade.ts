import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** An answer to a request to become a WebSocket that it does not become one. */
export interface UpgradeRefusal {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** Answers in place of a WebSocket, and ends the connection. */
export function refuseUpgrade(
  request: IncomingMessage,
  socket: Duplex,
  { status, headers, body }: UpgradeRefusal,
): void {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket as Socket);
  // A client that doesn't end its side would keep it for ever.
  response.on('finish', () => (socket as Socket).destroySoon());
  response.writeHead(status, headers).end(body);
}
