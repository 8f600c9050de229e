// Subscribes in so many invocations, each after the answer to the one before, and ends.
//   bare-subscriber.js <hub> <invocations> <file with a JSON list of subscriptions>
import { readFileSync } from 'node:fs';

import { openWebSocket } from './web-socket-client.js';

const [hubUrl, invocations, file] = process.argv.slice(2);
const list = JSON.parse(readFileSync(file, 'utf8'));
const perInvocation = Math.ceil(list.length / Number(invocations));
let from = 0;

const buffer = Buffer.allocUnsafe(64 * 1024);
const invoke = openWebSocket(hubUrl, {
  buffer,
  callback: (length) => {
    // Nothing else can end in this way: an answer is all that the hub owes.
    if (buffer.latin1Slice(length - 3, length) === ']}\u001e') subscribeOn();
    return true;
  },
});

function subscribeOn() {
  if (from >= list.length) process.exit();
  invoke('Subscribe', list.slice(from, from + perInvocation), `${from}`);
  from += perInvocation;
}
subscribeOn();
