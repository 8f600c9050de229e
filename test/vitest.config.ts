import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  test: {
    root: here('..'),
    include: ['test/**/*.test.ts'],
    globalSetup: [here('support/global-setup.ts')],
    // Tests that start programs take their time on a machine with two cores.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 3,
    env: { TZ: 'UTC', NO_COLOR: '', FORCE_COLOR: '' },
    reporters: ['default', here('support/closing-line.ts')],
  },
});
