import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For files of this run; it goes when the bench ends. */
export const temporaryFolder = mkdtempSync(join(tmpdir(), 'rte-bench-'));

process.on('exit', () => rmSync(temporaryFolder, { recursive: true, force: true }));
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));
