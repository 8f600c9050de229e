import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

import { onTestFinished } from 'vitest';

/** A request as it came in: its head, without what follows. */
export interface RawRequest {
  head: string;
  /** 1 for the first request of all. */
  turn: number;
}

export interface RawServer {
  /** Host and port. */
  host: string;
  requests: RawRequest[];
  /** Lines that are open. */
  readonly lines: ReadonlySet<Socket>;
}

/**
 * A server on loopback that answers whatever bytes a test says, each time that the head of a
 * request has come. It ends with the test.
 */
export async function startRawServer(
  answer: (line: Socket, request: RawRequest) => void,
): Promise<RawServer> {
  const requests: RawRequest[] = [];
  const lines = new Set<Socket>();
  const server = createServer((line) => {
    lines.add(line);
    line.on('error', () => {}).on('close', () => lines.delete(line));
    let head = '';
    line.on('data', (chunk: Buffer) => {
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      const request = { head, turn: requests.length + 1 };
      head = '';
      requests.push(request);
      answer(line, request);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const line of lines) line.destroy();
  });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, requests, lines };
}

/** Sends a text piece by piece, for ever, as long as the line is open. */
export function trickle(line: Socket, start: string, piece: string): void {
  line.write(start);
  const timer = setInterval(() => line.write(piece), 250);
  line.on('close', () => clearInterval(timer));
}

/** Sends a text, and then as much of another as the line takes, for ever. */
export function flood(line: Socket, start: string, piece: string): void {
  const pour = (): void => {
    while (!line.destroyed && line.write(piece));
  };
  line.on('drain', pour);
  line.write(start);
  pour();
}
