// Sends to a tool what the load generator sends to a client of a hub, in the tool's own protocol.
//   broker.js redis|mqtt|kafka <messages>
// Says on which port it listens; ends when its stdin does.
import { createServer } from 'node:net';
import { once } from 'node:events';

import { Line } from '../hub/line.js';
import { MessageBlock } from '../hub/message-block.js';
import { flood } from '../hub/senders.js';
import { statusPayloads } from '../hub/status-messages.js';
import { serveKafka } from './kafka.js';
import { mqtt } from './mqtt.js';
import { redis } from './redis.js';

const [protocol, count] = process.argv.slice(2);
const messages = Number(count);
const payloads = statusPayloads();
const pushing = { redis, mqtt }[protocol];

const server = createServer((socket) => {
  if (pushing === undefined) serveKafka(socket, payloads, messages);
  else push(socket);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log(server.address().port);
process.stdin.resume().on('end', () => process.exit());

function push(socket) {
  const line = new Line(socket, Number.POSITIVE_INFINITY);
  const block = new MessageBlock(payloads, 1, pushing.frame);
  socket.on('data', (chunk) =>
    pushing.welcome(socket, chunk, () => {
      void flood(line, block, { messages }, () => {}).then(() => line.end());
    }),
  );
}
