import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { rte } from '../support/rte.ts';

const topic = new URL('../../src/help/security.md', import.meta.url);

describe('rte help', () => {
  test('prints a topic as the file that the README links to', async () => {
    const { exitCode, stdout } = await rte(['help', 'security']);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(readFileSync(topic, 'utf8'));
  });

  test('prints its headings in bold where there are colours', async () => {
    const { stdout } = await rte(['help', 'security'], { env: { FORCE_COLOR: '1' } });
    expect(stdout).toContain('\u001b[1m# Security\u001b[22m\n');
  });

  test.each([
    ['tail', 'Usage: rte tail [options]'],
    ['names set', 'Usage: rte names set [options] <name>'],
    ['', 'Usage: rte [options] [command]'],
  ])("prints help for a command: rte help '%s'", async (names, usage) => {
    const { exitCode, stdout, stderr } = await rte(['help', ...names.split(' ').filter(Boolean)]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout.split('\n')[0]).toBe(usage);
  });

  test.each([
    ['tial', 'tail'],
    ['securty', 'security'],
    ['names sett', 'set'],
  ])("says that there is no '%s', and what may be meant", async (names, meant) => {
    const { exitCode, stdout, stderr } = await rte(['help', ...names.split(' ')]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      `rte: There is no command or topic '${names}'.\n     Did you mean ${meant}? rte --help lists the commands.\n`,
    );
  });
});
