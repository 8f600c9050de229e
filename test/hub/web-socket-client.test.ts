import { createServer } from 'node:http';

import { expect, it, onTestFinished } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';

import { linesBy } from '../../src/http/line.ts';
import { WebSocketClient } from '../../src/hub/web-socket-client.ts';
import { listen } from '../support/fake-server.ts';
import { Journal } from '../support/journal.ts';

/** A client, and all that it told. */
function connect(url: string): { client: WebSocketClient; told: Journal<string> } {
  const told = new Journal<string>();
  const client = new WebSocketClient(
    url,
    { 'X-Mine': '1' },
    linesBy({ proxy: undefined, verifies: true }, new AbortController().signal),
    {
      onOpen: () => told.add('open'),
      onRead: ({ frames }) => {
        for (const { bytes, spans } of frames) {
          for (let at = 0; at < spans.length; at += 2) {
            told.add(`message ${bytes.toString('utf8', spans[at], spans[at + 1])}`);
          }
        }
      },
      onRefused: ({ statusCode }) => told.add(`refused ${statusCode}`),
      onError: (error) => told.add(`error ${(error as Error).message}`),
      onClose: (code, reason) => told.add(`close ${code} ${reason}`.trim()),
    },
  );
  onTestFinished(() => client.terminate());
  return { client, told };
}

async function startServer(
  serve: (socket: WebSocket, headers: Record<string, unknown>) => void,
): Promise<string> {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, { headers }) => serve(socket, headers));
  return (await listen(server)).replace('http', 'ws');
}

const isClose = (text: string): boolean => text.startsWith('close');

it('opens with its headers, and sends what the server reads, long texts too', async () => {
  const received = new Journal<string>();
  const url = await startServer((socket, headers) => {
    received.add(String(headers['x-mine']));
    socket.on('message', (data: Buffer) => received.add(data.toString('utf8')));
  });
  const { client, told } = connect(url);
  await told.until((text) => text === 'open');
  const texts = ['', 'päivää', 'x'.repeat(125), 'x'.repeat(126), 'ä'.repeat(40_000)];
  for (const text of texts) client.send(text);
  await received.until(() => true, 1 + texts.length);
  expect(received.entries).toEqual(['1', ...texts]);
});

it('answers pings with what they carry', async () => {
  const pongs = new Journal<string>();
  const url = await startServer((socket) => {
    socket.on('pong', (data: Buffer) => pongs.add(data.toString()));
    socket.send('before');
    socket.ping('are you there?');
    socket.send('after');
  });
  const { told } = connect(url);
  await pongs.until((text) => text === 'are you there?');
  await told.until((text) => text === 'message after');
  expect(told.entries).toEqual(['open', 'message before', 'message after']);
});

it('says goodbye when the server does, with its code and reason', async () => {
  const codes = new Journal<number>();
  const url = await startServer((socket) => {
    socket.on('close', (code) => codes.add(code));
    socket.close(1001, 'going');
  });
  const { told } = connect(url);
  await told.until(isClose);
  expect(told.entries).toEqual(['open', 'close 1001 going']);
  await codes.until(() => true);
});

it('says goodbye by itself, and hears what comes before the server’s', async () => {
  const url = await startServer((socket) => {
    socket.send('last words');
  });
  const { client, told } = connect(url);
  await told.until((text) => text === 'open');
  client.close();
  await told.until(isClose);
  expect(told.entries).toEqual(['open', 'message last words', 'close 1000']);
});

it('tells of a line that was cut', async () => {
  const { told } = connect(await startServer((socket) => socket.terminate()));
  await told.until(isClose);
  expect(told.entries).toEqual(['open', 'close 1006']);
});

it('leaves a server that breaks the protocol, and tells what was wrong', async () => {
  const codes = new Journal<number>();
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, line, head) => {
    sockets.handleUpgrade(request, line, head, (socket) => {
      socket.on('close', (code) => codes.add(code));
      socket.send('fine');
      line.write(Buffer.from([0xc1, 0x01, 0x78]));
    });
  });
  const { told } = connect(await listen(server));
  await told.until(isClose);
  expect(told.entries).toEqual([
    'open',
    'message fine',
    'error a frame came that no WebSocket allows: reserved bits are set',
    'close 1006',
  ]);
  await codes.until((code) => code === 1002);
});

it('tells an answer that is no upgrade', async () => {
  const server = createServer((_request, response) => response.writeHead(503).end());
  const { told } = connect(await listen(server));
  await told.until(isClose);
  expect(told.entries).toEqual(['refused 503', 'close 1006']);
});

it('does not take an upgrade that was meant for somebody else', async () => {
  const server = createServer();
  server.on('upgrade', (_request, line) => {
    line.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        'Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n',
    );
  });
  const { told } = connect(await listen(server));
  await told.until(isClose);
  expect(told.entries).toEqual([
    'error its answer to the WebSocket upgrade is not a right one',
    'close 1006',
  ]);
});
