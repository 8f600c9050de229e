// Takes the time of each stamped line on stdin; prints when each was sent and how long it took.
import { createInterface } from 'node:readline';

import { stampDigits, stampMark } from '../hub/status-messages.js';

const taken = [];
createInterface({ input: process.stdin }).on('line', (line) => {
  const readAt = process.hrtime.bigint();
  const at = line.indexOf(stampMark);
  if (at === -1) return;
  const start = at + stampMark.length;
  const sentAt = BigInt(line.slice(start, start + stampDigits));
  taken.push({ sentAtMs: Number(sentAt) / 1e6, latencyMs: Number(readAt - sentAt) / 1e6 });
});
process.on('exit', () => console.log(JSON.stringify(taken)));
