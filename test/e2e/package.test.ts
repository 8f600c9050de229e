import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import { configFolder, rte } from '../support/rte.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const kibibyte = 1024;

/** npm's own settings of the run that started the tests are not a newcomer's. */
function environment(folder: string): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'));
  return { ...Object.fromEntries(entries), RTE_CONFIG_DIR: join(folder, 'config') };
}

function run(command: string, args: readonly string[], cwd: string): string {
  return execFileSync(command, args, {
    cwd,
    env: environment(cwd),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
}

interface Packed {
  file: string;
  paths: string[];
  size: number;
  unpackedSize: number;
}

/** The package as npm would publish it, made in a folder. */
function pack(folder: string): Packed {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const parsed = JSON.parse(run('npm', args, root));
  const [{ filename, files, size, unpackedSize }] = Array.isArray(parsed)
    ? parsed
    : Object.values<any>(parsed);
  const paths = files.map(({ path }: { path: string }) => path);
  return { file: join(folder, filename), paths, size, unpackedSize };
}

test('the package holds the program and its papers, and nothing else', () => {
  const { paths, size, unpackedSize } = pack(configFolder());
  const chunk = /^dist\/[\w-]+\.cjs$/;
  expect(paths.filter((path) => !chunk.test(path)).toSorted()).toEqual([
    'LICENSE',
    'README.md',
    'bin/package.json',
    'bin/rte.js',
    'dist/THIRD-PARTY-LICENSES.txt',
    'package.json',
  ]);
  // What is built is what is packed: no file of an earlier build, none left out.
  const built = readdirSync(join(root, 'dist')).map((name) => `dist/${name}`);
  expect(paths).toEqual(expect.arrayContaining(built));
  expect(size).toBeLessThan(600 * kibibyte);
  expect(unpackedSize).toBeLessThan(2_000 * kibibyte);
});

test('installed, it is one package that warns of nothing, and works', () => {
  const folder = configFolder();
  const { file } = pack(folder);
  const home = join(folder, 'home');
  mkdirSync(home);
  run('npm', ['init', '-y'], home);
  const args = ['install', '--no-audit', '--no-fund', '--prefer-offline', file];
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd: home,
    env: environment(home),
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(/added 1 package\b/);
  expect(stdout + stderr).not.toMatch(/warn/i);
  expect(readdirSync(join(home, 'node_modules')).toSorted()).toEqual([
    '.bin',
    '.package-lock.json',
    'rte-cli',
  ]);
  const installed = join(home, 'node_modules', 'rte-cli');
  expect(existsSync(join(installed, 'node_modules'))).toBe(false);
  const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  expect(dependencies).toBeUndefined();

  expect(run('npx', ['rte', '--version'], home)).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(JSON.parse(run('npx', ['rte', 'tail', '--sim', '-c', '1', '-q'], home))).toHaveProperty(
    'data',
  );
}, 120_000);

test('what it bundles is licensed', () => {
  const licenses = readFileSync(join(root, 'dist', 'THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const name of ['@microsoft/signalr', 'chalk', 'cli-table3', 'commander', 'conf', 'undici'])
    expect(licenses).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(.+\\)$`, 'm'));
});

test('npm ci in a clone builds it', () => {
  const folder = configFolder();
  const { name, version, scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  // With one package in place of all, and a build that only shows that it ran.
  const build = `node -e "require('fs').writeFileSync('built.txt', '')"`;
  const dependencies = { one: 'file:one' };
  mkdirSync(join(folder, 'one'));
  writeFileSync(join(folder, 'one', 'package.json'), '{"name":"one","version":"1.0.0"}');
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({
      name,
      version,
      scripts: { ...scripts, build },
      devDependencies: dependencies,
    }),
  );
  run('npm', ['install', '--package-lock-only', '--no-audit'], folder);
  expect(existsSync(join(folder, 'built.txt'))).toBe(false);
  run('npm', ['ci', '--no-audit', '--no-fund'], folder);
  expect(existsSync(join(folder, 'built.txt'))).toBe(true);
}, 60_000);

describe('without source maps, -v names the functions that an error came through', () => {
  test.each<[string, readonly string[], Record<string, string>, string[]]>([
    [
      'of a usage error',
      ['tail', '-v'],
      { RTE_USERNAME: 'aino@example.com' },
      ['usageError', 'chooseSource', 'openSource', 'runTail'],
    ],
    ['of a missing account', ['status', '-v', '--check'], {}, ['notLoggedIn', 'showStatus']],
    [
      'of a connection',
      ['tail', '-v'],
      {
        RTE_USERNAME: 'aino@example.com',
        RTE_SECRET_KEY: 'k3y-of-nobody',
        RTE_API_URL: 'http://127.0.0.1:1',
      },
      ['EnreachApi.whoAmI', 'readSelection'],
    ],
  ])('%s', async (_name, args, env, functions) => {
    const { stderr } = await rte(args, { env });
    for (const name of functions) expect(stderr).toMatch(new RegExp(`^ +at .*\\b${name}\\b`, 'm'));
  });
});
