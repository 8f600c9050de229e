import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

import { onTestFinished } from 'vitest';

/** What a server answers to one request. */
export interface Answer {
  /** Default: 200. */
  status?: number;
  headers?: Record<string, string>;
  /** The body as it is. */
  text?: string;
  /** The body as JSON; sets the content type. */
  json?: unknown;
  /** Never answers. */
  hangs?: boolean;
}

/** A request as it came in. */
export interface ReceivedRequest {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** By path without query: an answer, or several of which each is given once and the last for ever. */
export type Answers = Record<string, Answer | readonly Answer[]>;

export interface FakeServer {
  /** Such as `http://127.0.0.1:4321`, with no slash at its end. */
  url: string;
  host: string;
  requests: ReceivedRequest[];
  /** Resolves with the next request that comes in. */
  nextRequest(): Promise<ReceivedRequest>;
}

/** A server on loopback that answers what a test says; unknown paths get 404. It ends with the test. */
export async function startFakeServer(answers: Answers): Promise<FakeServer> {
  const requests: ReceivedRequest[] = [];
  const waiting: ((request: ReceivedRequest) => void)[] = [];
  const given = new Map<string, number>();

  function answerTo(path: string): Answer {
    const said = answers[path.split('?')[0] ?? ''];
    if (said === undefined) return { status: 404 };
    if (!Array.isArray(said)) return said as Answer;
    const turn = given.get(path) ?? 0;
    given.set(path, turn + 1);
    return (said as readonly Answer[]).at(Math.min(turn, said.length - 1)) ?? { status: 404 };
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const received = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
      requests.push(received);
      give(answerTo(path), response);
      for (const resolve of waiting.splice(0)) resolve(received);
    });
  });
  const url = await listen(server);
  return {
    url,
    host: new URL(url).host,
    requests,
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
  };
}

/** Lets a server listen on loopback until the test ends. @returns its address over http. */
export async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The address of a port on loopback where nobody listens. */
export async function unusedUrl(): Promise<string> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

function give(
  { status = 200, headers = {}, text, json, hangs }: Answer,
  response: ServerResponse,
): void {
  if (hangs) return;
  const isJson = json !== undefined;
  response.writeHead(status, {
    ...(isJson && { 'Content-Type': 'application/json; charset=utf-8' }),
    ...headers,
  });
  response.end(isJson ? JSON.stringify(json) : text);
}
