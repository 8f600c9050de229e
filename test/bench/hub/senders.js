import { setTimeout as delay } from 'node:timers/promises';

import { stamped } from './message-block.js';

/** How many messages a paced sender writes at most at a time, about as much as a hub's pipe holds. */
const mostAtOnce = 64;

/**
 * Sends as fast as the client takes it.
 *
 * @param {import('./line.js').Line} line
 * @param {import('./message-block.js').MessageBlock} block
 * @param {{ messages: number }} plan
 * @param {(sent: number) => void} onSent told how many are in the kernel.
 */
export async function flood(line, block, { messages }, onSent) {
  for (let sent = 0; sent < messages && !line.isClosed; onSent(sent)) {
    const part = block.part(sent, messages - sent);
    await line.write(part.bytes);
    sent += part.messages;
  }
}

/**
 * Sends `rate` messages a second; to several clients one after the other, each as long after the one
 * before, so that none of them finds the machine more awake. What a client did not take in time follows when it does.
 *
 * @param {import('./line.js').Line} line
 * @param {import('./message-block.js').MessageBlock} block one message a frame.
 * @param {{ messages: number, rate: number, stamp: boolean, clients?: number, client: number }} plan
 * @param {(sent: number) => void} onSent told how many are in the kernel.
 */
export async function pace(line, block, plan, onSent) {
  const { messages, rate, stamp, clients = 1, client } = plan;
  const periodMs = 1000 / rate;
  const periods = Math.ceil(performance.now() / periodMs);
  const startedAt = (periods + (client % clients) / clients) * periodMs;
  for (let sent = 0; sent < messages && !line.isClosed;) {
    const sinceStart = performance.now() - startedAt;
    const due = Math.min(messages, Math.floor(sinceStart / periodMs) + 1) - sent;
    if (due <= 0) {
      await delay(Math.max(1, sent * periodMs - sinceStart));
      continue;
    }
    const part = block.part(sent, Math.min(due, mostAtOnce));
    await line.write(stamp ? stamped(part.bytes) : part.bytes);
    sent += part.messages;
    onSent(sent);
  }
}
