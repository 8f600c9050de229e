import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    globalSetup: ['./test/support/global-setup.ts'],
    // Tests that start programs take their time on a machine with two cores.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 3,
    env: { TZ: 'UTC', NO_COLOR: '', FORCE_COLOR: '' },
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
