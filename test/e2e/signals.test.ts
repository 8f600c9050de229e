import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, onTestFinished, test } from 'vitest';

import { startRte } from '../support/rte.ts';

const program = fileURLToPath(new URL('../../bin/rte.js', import.meta.url));
const tail = `'${process.execPath}' '${program}' tail --sim --meta`;
const askSim =
  'fetch(JSON.parse(require("fs").readFileSync("out")).faultsUrl).then(() => console.log("alive"))';
const sim = `'${process.execPath}' '${program}' sim -o json`;

/**
 * Runs a shell script in a folder of its own, in which `until_has <file> <text>` waits for a text, and
 * `goes_on <file>` for another line.
 */
async function script(shell: string, lines: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'rte-signals-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'script.sh');
  const helpers = [
    'until_has() { while ! grep -q "$2" "$1" 2>/dev/null; do sleep 0.05; done; }',
    'lines_of() { wc -l < "$1"; }',
    'goes_on() { n=$(lines_of "$1"); while [ "$(lines_of "$1")" = "$n" ]; do sleep 0.05; done; }',
  ];
  writeFileSync(file, [...helpers, ...lines].join('\n'));
  const child = spawn(shell, [file], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], HOME: folder, TZ: 'UTC' },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(child, 'close');
  return `${said}\n${readFileSync(join(folder, 'err'), 'utf8')}`;
}

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s', (signal, expected) => {
  test('ends a tail in good order, with its summary and its records', async () => {
    const run = startRte(['tail', '--sim', '--meta']);
    await run.until('stdout', /"data"/);
    run.child.kill(signal);
    const { exitCode, stdout, stderr } = await run.ended;
    expect(exitCode).toBe(expected);
    expect(stderr).toMatch(/■ \d+ events? in /);
    expect(stdout).toMatch(/"kind":"summary".*\n$/);
  });

  test('ends the simulated Enreach', async () => {
    const run = startRte(['sim', '-o', 'json']);
    await run.until('stdout', /\n/);
    run.child.kill(signal);
    expect((await run.ended).exitCode).toBe(expected);
  });
});

test('SIGQUIT ends a run at once, as it does any program', async () => {
  const run = startRte(['tail', '--sim']);
  await run.until('stdout', /"data"/);
  const closed = once(run.child, 'close');
  run.child.kill('SIGQUIT');
  const [exitCode, by] = (await closed) as [number | null, string | null];
  expect([exitCode, by]).toEqual([null, 'SIGQUIT']);
});

describe.skipIf(process.platform !== 'linux')('what was ignored at the start is ignored', () => {
  test('SIGHUP under nohup', async () => {
    const said = await script('bash', [
      `nohup ${tail} > out 2> err < /dev/null & p=$!`,
      'until_has out data; kill -HUP $p; goes_on out; kill -TERM $p; wait $p; echo "exit $?"',
    ]);
    expect(said).toContain('exit 143');
    expect(said).toMatch(/■ \d+ events? in /);
  });

  test.each(['bash', 'dash'])(
    "SIGHUP in a script that has it ignored (%s: trap '' HUP)",
    async (shell) => {
      const said = await script(shell, [
        "trap '' HUP",
        `${tail} > out 2> err & p=$!`,
        'until_has out data; kill -HUP $p; goes_on out; kill -TERM $p; wait $p; echo "exit $?"',
      ]);
      expect(said).toContain('exit 143');
    },
  );

  test.each(['bash', 'dash'])(
    'SIGINT in the background of a script (%s: rte tail &)',
    async (shell) => {
      const said = await script(shell, [
        `${tail} > out 2> err & p=$!`,
        'until_has out data; kill -INT $p; goes_on out; kill -TERM $p; wait $p; echo "exit $?"',
      ]);
      expect(said).toContain('exit 143');
    },
  );

  test.each(['bash', 'dash'])('the simulated Enreach, too (%s: rte sim &)', async (shell) => {
    const said = await script(shell, [
      `${sim} > out 2> err & p=$!`,
      'until_has out apiUrl; kill -INT $p',
      `'${process.execPath}' -e '${askSim}'`,
      'kill -TERM $p; wait $p; echo "exit $?"',
    ]);
    expect(said).toContain('alive\nexit 143');
  });

  test.each(['bash', 'dash'])('but not in the foreground of a script (%s)', async (shell) => {
    const said = await script(shell, [
      `(until_has out data; kill -INT $(cat pid)) &`,
      `${shell} -c 'echo $$ > pid; exec ${tail.replaceAll("'", '"')}' > out 2> err < /dev/null; echo "exit $?"`,
    ]);
    expect(said).toContain('exit 130');
  });
});
