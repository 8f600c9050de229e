// Reads a little, sleeps, then reads all the rest, and prints how many lines there were.
//   sleeping-reader.js <seconds of sleep>
import { setTimeout as delay } from 'node:timers/promises';

import { read } from './read-stdin.js';

const beforeSleepMs = 1000;
const startedAt = performance.now();
let hasSlept = false;
let bytes = 0;
let lines = 0;
for (let chunk = read(65_536); chunk !== undefined; chunk = read(65_536)) {
  bytes += chunk.length;
  lines += chunk.lines;
  if (!hasSlept && performance.now() - startedAt > beforeSleepMs) {
    hasSlept = true;
    await delay(Number(process.argv[2]) * 1000);
  }
}
console.log(JSON.stringify({ lines, bytes }));
