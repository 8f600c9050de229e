// Reads stdin at a steady pace, and prints how much there was.
//   slow-reader.js <bytes a second>
import { setTimeout as delay } from 'node:timers/promises';

import { read } from './read-stdin.js';

const bytesPerSecond = Number(process.argv[2]);
const startedAt = performance.now();
let total = 0;
let lines = 0;
for (;;) {
  const due = (performance.now() - startedAt) * (bytesPerSecond / 1000) - total;
  if (due < 16_384) {
    await delay(5);
    continue;
  }
  const chunk = read(Math.min(due, 65_536));
  if (chunk === undefined) break;
  total += chunk.length;
  lines += chunk.lines;
}
console.log(JSON.stringify({ lines, bytes: total }));
