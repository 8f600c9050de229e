import { once } from 'node:events';
import { createServer, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';

import { onTestFinished } from 'vitest';

/** What a proxy does when it is asked for a way to a server. */
export type ProxyAnswer =
  | { status: number; headers?: Record<string, string> }
  /** Lets through: to this address, whatever host was asked for, or to the one asked for. */
  | { to?: string }
  /** Says nothing. */
  | 'silence'
  /** Ends the line. */
  | 'cut';

export interface ScriptedProxy {
  /** Host and port. */
  host: string;
  /** What came in so far. */
  asked: { target: string; authorization: string | undefined }[];
  /** Resolves when it is asked for the first time. */
  readonly firstAsked: Promise<void>;
}

/**
 * A proxy on loopback that does what a test says: an answer each time it is asked, the last one
 * for ever. It ends with the test.
 *
 * @param tls a certificate and its key, for a proxy that is spoken to over https.
 */
export async function startScriptedProxy(
  answers: readonly ProxyAnswer[] = [{}],
  tls?: Required<Pick<ServerOptions & { cert: string; key: string }, 'cert' | 'key'>>,
): Promise<ScriptedProxy> {
  const asked: ScriptedProxy['asked'] = [];
  const sockets = new Set<Socket>();
  const server: Server = tls === undefined ? createServer() : createTlsServer(tls);
  const firstAsked = once(server, 'connect').then(() => {});
  server.on('connect', ({ url = '', headers }, socket: Socket) => {
    const authorization = headers['proxy-authorization'];
    asked.push({ target: url, authorization });
    keep(socket);
    const answer = answers[Math.min(asked.length, answers.length) - 1] ?? {};
    if (answer === 'silence') return;
    if (answer === 'cut') socket.destroy();
    else if ('status' in answer) refuse(socket, answer);
    else letThrough(socket, answer.to ?? url, keep);
  });
  server.on('connection', keep);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    sockets.forEach((socket) => socket.destroy());
  });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked, firstAsked };

  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  }
}

function refuse(
  socket: Socket,
  { status, headers = {} }: { status: number; headers?: Record<string, string> },
): void {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} Said by the test\r\n${lines.join('')}Content-Length: 0\r\n\r\n`);
}

function letThrough(socket: Socket, to: string, keep: (line: Socket) => void): void {
  const { hostname, port } = new URL(`http://${to}`);
  const line = connect(Number(port), hostname, () => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    line.pipe(socket).pipe(line);
  });
  keep(line);
  line.on('close', () => socket.destroy());
  socket.on('close', () => line.destroy());
}
