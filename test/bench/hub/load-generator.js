// A minimal SignalR hub in a process of its own, that sends ready-made messages to whoever
// subscribes. The bench tells it over IPC what to send; by hand, one plan holds for all:
//   node test/bench/hub/load-generator.js '{"messages":1000000,"perFrame":20,"port":5090}'
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';

import { hostileShapes } from '../../support/hostile-shapes.js';
import { HubConnection } from './hub-connection.js';
import { MessageBlock } from './message-block.js';
import { mixedMessages } from './mixed-messages.js';
import { statusMessages } from './status-messages.js';

/**
 * What each connection is sent after its first Subscribe.
 *
 * messages: how many. perFrame: how many messages a WebSocket frame has. rate: messages a second;
 * without it, as fast as they are taken. clients: how many are sent those in turns. samples: the
 * data of an event of each kind that is sent, in place of UserStatus. shape, bytes: the name of a
 * hostile shape, and how long each message of it is. stamp: each carries when it was
 * sent. close: ends with a Close message. answerMs: how long an answer is on its way. sendTimeoutMs:
 * a client that takes nothing for so long is dropped.
 */
let plan = { messages: 0, perFrame: 1 };
let block = new MessageBlock(statusMessages(), 1);
let connections = [];
let sockets = [];
let listeningAt;
let port = 0;

const server = createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(request.url?.includes('/negotiate') ? negotiation() : {}));
});
server.on('connection', (socket) => {
  sockets = [...sockets.filter((each) => !each.destroyed), socket];
});
server.on('upgrade', (request, socket, head) => {
  const accept = createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  const lines = ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`];
  // What a hasty client sent behind its request.
  socket.unshift(head);
  socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
  connections.push(new HubConnection(socket, { ...plan, client: connections.length }, block));
});

function negotiation() {
  return {
    negotiateVersion: 1,
    connectionId: randomBytes(16).toString('base64url'),
    connectionToken: randomBytes(16).toString('base64url'),
    availableTransports: [{ transport: 'WebSockets', transferFormats: ['Text', 'Binary'] }],
  };
}

function messagesOf({ samples, shape, bytes, stamp }) {
  if (samples) return mixedMessages(samples);
  if (shape) return [Buffer.from(`${hostileShapes[shape](bytes)}\u001e`)];
  return statusMessages({ stamped: stamp });
}

/** What the bench asks for. */
const requests = {
  plan: (wanted) => {
    plan = { perFrame: 1, ...wanted };
    block = new MessageBlock(messagesOf(plan), plan.perFrame);
    connections = [];
  },
  report: () => ({ listeningAt, connections: connections.map(({ report }) => report) }),
  listen: async () => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    listeningAt = performance.now();
    port = server.address().port;
    return `http://127.0.0.1:${port}/hub`;
  },
  /** Cuts all lines, and is not there any more until `listen`. */
  close: () => {
    server.close();
    for (const socket of sockets) socket.resetAndDestroy();
  },
};

async function answer({ name, argument }) {
  process.send?.({ answer: await requests[name](argument) });
}

process.on('message', (request) => void answer(request));
process.on('disconnect', () => process.exit());

if (process.send === undefined) {
  const { port: wantedPort = 0, ...wanted } = JSON.parse(process.argv[2] ?? '{}');
  port = wantedPort;
  requests.plan(wanted);
  console.log(await requests.listen());
}
