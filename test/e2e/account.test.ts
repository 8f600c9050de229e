import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { dotnetFound, useInteropHub, useSimulator, type Enreach } from '../support/enreach.ts';
import { configFolder, jsonLines, rte, type RteResult } from '../support/rte.ts';

const hubs: readonly (readonly [string, () => () => Enreach])[] = [
  ['the simulated Enreach', () => useSimulator({ speed: 200 })],
  ...(dotnetFound ? ([['ASP.NET Core', () => useInteropHub()]] as const) : []),
];

describe.each(hubs)('an account at %s', (_name, use) => {
  const enreach = use();

  function logIn(folder: string, ...more: string[]): Promise<RteResult> {
    const { username, password, apiUrl } = enreach();
    const args = ['login', '-u', username, '--password-stdin', '--discovery-url', apiUrl, ...more];
    return rte(args, { env: { RTE_CONFIG_DIR: folder }, input: `${password}\n` });
  }

  test('is found by discovery, logged in to, and kept for its owner alone', async () => {
    const folder = configFolder();
    const { exitCode, stderr } = await logIn(folder);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: `Logged in to ${new URL(enreach().apiUrl).host} as ${enreach().username}. Try: rte tail\n`,
    });
    const file = join(folder, 'config.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const kept = readFileSync(file, 'utf8');
    expect(kept).toContain(enreach().secretKey);
    expect(kept).not.toContain(enreach().password);
  });

  test('is used by the other commands, and forgotten by logout', async () => {
    const folder = configFolder();
    const env = { RTE_CONFIG_DIR: folder };
    await logIn(folder);
    const status = await rte(['status', '--check', '-o', 'json'], { env });
    expect(jsonLines(status.stdout)[0]).toMatchObject({
      profile: 'default',
      username: enreach().username,
      userId: enreach().userId,
      apiUrl: enreach().apiUrl,
      accepted: true,
      configFile: join(folder, 'config.json'),
    });
    expect((await rte(['tail', '-c', '1'], { env })).exitCode).toBe(0);
    expect((await rte(['logout'], { env })).exitCode).toBe(0);
    expect((await rte(['tail', '-c', '1'], { env })).exitCode).toBe(4);
    expect(readFileSync(join(folder, 'config.json'), 'utf8')).not.toContain(enreach().secretKey);
  });

  test('can stand beside others, each a profile of its own', async () => {
    const folder = configFolder();
    await logIn(folder, '--profile', 'test');
    const { exitCode, stderr } = await rte(['tail'], { env: { RTE_CONFIG_DIR: folder } });
    expect(exitCode).toBe(4);
    expect(stderr).toContain('Profiles there are: test (--profile).');
    const env = { RTE_CONFIG_DIR: folder, RTE_PROFILE: 'test' };
    expect((await rte(['tail', '-c', '1'], { env })).exitCode).toBe(0);
  });

  test('takes a secret key from stdin as well', async () => {
    const { username, secretKey, apiUrl } = enreach();
    const { exitCode } = await rte(
      ['login', '-u', username, '--secret-key-stdin', '--api-url', apiUrl],
      {
        env: { RTE_CONFIG_DIR: configFolder() },
        input: secretKey,
      },
    );
    expect(exitCode).toBe(0);
  });

  test('is not kept when the password is wrong', async () => {
    const folder = configFolder();
    const { username, apiUrl } = enreach();
    const { exitCode, stderr } = await rte(
      ['login', '-u', username, '--password-stdin', '--api-url', apiUrl],
      {
        env: { RTE_CONFIG_DIR: folder },
        input: 'wrong-password-of-mine',
      },
    );
    expect(exitCode).toBe(4);
    expect(stderr).toContain(`The password was not accepted for ${username}.`);
    expect(stderr).not.toContain('wrong-password-of-mine');
    expect((await rte(['status'], { env: { RTE_CONFIG_DIR: folder } })).exitCode).toBe(4);
  });

  test('that discovery does not know is told so', async () => {
    const { exitCode, stderr } = await rte(
      [
        'login',
        '-u',
        'nobody@example.com',
        '--password-stdin',
        '--discovery-url',
        enreach().apiUrl,
      ],
      { input: 'x' },
    );
    expect(exitCode).toBe(4);
    expect(stderr).toContain('knows no user nobody@example.com');
  });

  test('in several systems asks for a choice, by address where nobody can be asked', async () => {
    const { exitCode, stderr } = await rte(
      [
        'login',
        '-u',
        'two.silos@example.com',
        '--password-stdin',
        '--discovery-url',
        enreach().apiUrl,
      ],
      { input: 'x' },
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain('two.silos@example.com exists in several systems: ');
    expect(stderr).toContain('--api-url or RTE_API_URL');
  });

  test('gives ids names, which work wherever an id does', async () => {
    const folder = configFolder();
    const env = { RTE_CONFIG_DIR: folder };
    await logIn(folder);
    expect(
      (await rte(['names', 'set', 'Front', '--queue', enreach().queueId], { env })).exitCode,
    ).toBe(0);
    expect((await rte(['names', 'list'], { env })).stdout).toBe(
      `Front  queue      ${enreach().queueId}\n`,
    );
    const tail = await rte(['tail', '--queue', 'front', '-o', 'lines', '-c', '1'], { env });
    expect(tail.exitCode).toBe(0);
    expect(tail.stdout).toContain('  Front  ');
    const wrongKind = await rte(['tail', '--user', 'Front'], { env });
    expect(wrongKind.exitCode).toBe(2);
    expect(wrongKind.stderr).toContain("--user 'Front' is a queue, not a user.");
    expect((await rte(['names', 'remove', 'Front'], { env })).exitCode).toBe(0);
    expect(jsonLines((await rte(['names', 'list', '-o', 'json'], { env })).stdout)).toEqual([[]]);
  });
});

test('a damaged configuration is an error that does not quote it', async () => {
  const folder = configFolder();
  writeFileSync(join(folder, 'config.json'), '{"profiles":{"default":{"secretKey":"hunter2",');
  const { exitCode, stderr } = await rte(['tail', '-v'], { env: { RTE_CONFIG_DIR: folder } });
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`${join(folder, 'config.json')} can't be used: it is not JSON.`);
  expect(stderr).not.toContain('hunter2');
});
