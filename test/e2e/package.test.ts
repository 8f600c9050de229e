import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { configFolder } from '../support/rte.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function run(command: string, args: readonly string[], cwd: string): string {
  // npm's own settings of the run that started the tests are not a newcomer's.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')),
  );
  return execFileSync(command, args, {
    cwd,
    env: { ...env, RTE_CONFIG_DIR: join(cwd, 'config') },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
}

test('the packed program works in an empty folder, and holds nothing but what it needs', () => {
  const folder = configFolder();
  const packed = run(
    'npm',
    ['pack', '--ignore-scripts', '--json', '--pack-destination', folder],
    root,
  );
  const parsed = JSON.parse(packed);
  const [{ filename, files }] = Array.isArray(parsed) ? parsed : Object.values(parsed);
  const paths = files.map(({ path }: { path: string }) => path);
  for (const path of paths) {
    expect(path).toMatch(
      /^(package\.json|README\.md|LICENSE|bin\/(rte\.js|package\.json)|dist\/(.+\.cjs(\.map)?|THIRD-PARTY-LICENSES\.txt))$/,
    );
  }
  const home = join(folder, 'home');
  mkdirSync(home);
  run('npm', ['init', '-y'], home);
  run(
    'npm',
    ['install', '--no-audit', '--no-fund', '--prefer-offline', join(folder, filename)],
    home,
  );
  expect(run('npx', ['rte', '--version'], home)).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(JSON.parse(run('npx', ['rte', 'tail', '--sim', '-c', '1', '-q'], home))).toHaveProperty(
    'data',
  );
}, 120_000);
