import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

// It starts some forty programs.
test('the bench runs', { timeout: 60_000 }, async () => {
  const bench = fileURLToPath(new URL('bench.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [bench, '--short']);
  expect(stdout).toContain('rte -o ndjson');
  expect(stdout).toContain('of one core');
});
