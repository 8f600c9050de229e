import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { onTestFinished } from 'vitest';

const program = fileURLToPath(new URL('../../bin/rte.js', import.meta.url));

/** Whether there is the `script` of util-linux, which runs a program in a terminal. */
export const ptyFound =
  process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

/**
 * Runs the built program in a terminal.
 *
 * @param args without blanks and quotation marks.
 * @param more what the shell is to do with it, such as a redirection.
 * @returns all that stood on the screen, line ends as `\n`.
 */
export async function rteInTerminal(
  args: readonly string[],
  {
    env = {},
    columns = 80,
    more = '',
  }: {
    env?: Readonly<Record<string, string>>;
    columns?: number;
    more?: string;
  } = {},
): Promise<string> {
  const command = `stty cols ${columns} rows 24; '${process.execPath}' '${program}' ${args.join(' ')} ${more}`;
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    env: {
      PATH: process.env['PATH'],
      TZ: 'UTC',
      TERM: 'xterm-256color',
      RTE_CONFIG_DIR: '/nonexistent/rte-test',
      ...env,
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (screen += text));
  child.stdin.end();
  await once(child, 'close');
  return screen.replaceAll('\r\n', '\n');
}
