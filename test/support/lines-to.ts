import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

import { onTestFinished } from 'vitest';

/** Counts the lines that are opened from now on to a server of this process, until the test ends. */
export function countLinesTo(url: string): () => number {
  const port = Number(new URL(url).port);
  let lines = 0;
  const count = (message: unknown): void => {
    if ((message as { socket: Socket }).socket.localPort === port) lines++;
  };
  subscribe('net.server.socket', count);
  onTestFinished(() => void unsubscribe('net.server.socket', count));
  return () => lines;
}
