// A long run of the ledger: npm run soak -- --for 1h --seed 7
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import parseDuration from 'parse-duration';

const { values } = parseArgs({
  options: {
    for: { type: 'string', default: '10m' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    against: { type: 'string', default: '' },
  },
});
const ms = parseDuration(values.for);
if (typeof ms !== 'number' || !(ms > 0)) {
  throw new Error(`--for ${values.for}: give a time with its unit, such as 10m or 1h.`);
}
const vitest = join(
  dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
);
const run = ['run', '--config', 'test/vitest.config.ts', 'test/faults/ledger.test.ts'];
const only = values.against === '' ? [] : ['-t', values.against];
spawn(process.execPath, [vitest, ...run, ...only], {
  stdio: 'inherit',
  env: { ...process.env, LEDGER_SECONDS: String(ms / 1000), LEDGER_SEED: values.seed },
}).on('close', (code) => (process.exitCode = code ?? 1));
