// npm run bench: every figure as a ratio, or on its own where there is nothing to compare it with.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';

import { simulatorSizes } from './simulator-sizes.js';

const { values } = parseArgs({
  options: {
    /** For CI: only to see that it runs. */
    short: { type: 'boolean', default: false },
  },
});
console.log(`Node ${process.versions.node} · ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}`);
console.table(await simulatorSizes(values));
