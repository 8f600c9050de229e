import { describe, expect, test } from 'vitest';

import { columnsOf } from '../../src/render/text-width.ts';
import { ptyFound, rteInTerminal } from '../support/pty.ts';
import { rte } from '../support/rte.ts';

const sim = ['tail', '--sim', '--seed', '3'];

/** Takes out colours. */
function plain(text: string): string {
  // eslint-disable-next-line no-control-regex -- that is what is taken out
  return text.replace(/\u001b\[[\d;]*m/g, '');
}

describe.skipIf(!ptyFound)('on a terminal', () => {
  test.each([80, 40])('of %i columns no line is longer', async (columns) => {
    const screen = await rteInTerminal([...sim, '-c', '40', '-q'], { columns });
    const lines = plain(screen).split('\n').slice(0, -1);
    expect(lines).toHaveLength(40);
    for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
    expect(lines.some((line) => line.endsWith('…'))).toBe(true);
  });

  test('--wrap continues lines under the headline', async () => {
    const screen = await rteInTerminal([...sim, '-c', '20', '-q', '--wrap']);
    const lines = plain(screen).split('\n').slice(0, -1);
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(80);
    expect(lines.some((line) => /^ {50}\S/.test(line))).toBe(true);
  });

  test('columns fit, and a summary says how many events have none of the fields', async () => {
    const args = [...sim, '-c', '5', '-o', 'table', '-f', 'queueName,maxWaitTime,nbrOfProviders'];
    const screen = plain(await rteInTerminal(args));
    const [header = '', ...rows] = screen.split('\n').filter((line) => !/^[●■]/.test(line));
    expect(header).toMatch(/^time {10}event +queueName +maxWaitTime +nbrOfProviders$/);
    expect(rows.filter((row) => row.includes('QueueStatus'))).toHaveLength(5);
    expect(screen).toMatch(/· \d+ events without these fields left out\n/);
  });

  test.each([
    ['NO_COLOR and FORCE_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, true],
    ['NO_COLOR', { NO_COLOR: '1' }, false],
    ['NO_COLOR, empty', { NO_COLOR: '' }, true],
    ['CLICOLOR=0', { CLICOLOR: '0' }, false],
    ['TERM=dumb', { TERM: 'dumb' }, false],
  ])('%s', async (_name, env, isColoured) => {
    const screen = await rteInTerminal([...sim, '-c', '1', '-q'], { env });
    expect(screen).not.toContain('Warning');
    expect(screen.includes('\u001b[')).toBe(isColoured);
  });

  test('a pipe beside it is laid out for its width, and its lines are whole', async () => {
    const screen = await rteInTerminal([...sim, '-c', '30', '-q', '-o', 'lines'], {
      more: '| cat',
    });
    const lines = screen.split('\n').slice(0, -1);
    expect(lines.some((line) => columnsOf(line) > 80)).toBe(true);
    expect(lines[0]).toMatch(/^\S{12} {2}.{20,} {2}\S/);
    const table = await rteInTerminal(['list-events', '--offline'], { more: '2>/dev/null | cat' });
    expect(table.split('\n').some((line) => columnsOf(line) > 80)).toBe(true);
  });
});

test.each([60, 100])('COLUMNS=%i is as wide as tables in a pipe get', async (columns) => {
  const { stdout } = await rte(['list-events', '--offline'], { env: { COLUMNS: `${columns}` } });
  const widest = Math.max(...stdout.split('\n').map(columnsOf));
  expect(widest).toBeLessThanOrEqual(Math.max(columns, 79));
  const described = await rte(['describe', 'QueueStatus'], { env: { COLUMNS: `${columns}` } });
  expect(described.exitCode).toBe(0);
});

test.each([[['-o', 'ndjson']], [['-o', 'table', '-f', 'talking']], [[]]])(
  '--wrap has no place with %j in a pipe',
  async (args) => {
    const { exitCode, stderr } = await rte([...sim, '--wrap', ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--wrap is for lines, and for the headings of cards.');
  },
);
