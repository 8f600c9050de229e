import { describe, expect, test } from 'vitest';

import { startRte, rte } from '../support/rte.ts';
import { startScriptedHub } from '../support/scripted-hub.ts';

const user = '11111111-2222-4333-8444-555555555555';
const env = { RTE_TOKEN: 'token' };

test('--timeout says how many events came when none was to be printed', async () => {
  const hub = await startScriptedHub();
  const args = [
    'tail',
    '--hub-url',
    hub.url,
    '--user',
    user,
    '-w',
    'note=x',
    '--timeout',
    '2500ms',
  ];
  const tail = startRte(args, { env });
  await tail.until('stderr', /connected to/);
  const data = { eventType: 'UserStatus', userId: user, note: 'y' };
  for (let turn = 0; turn < 3; turn++)
    await (await hub.peer()).send({ type: 1, target: 'MessageReceived', arguments: [{ data }] });
  const { exitCode, stderr } = await tail.ended;
  expect(exitCode).toBe(7);
  expect(stderr).toContain(
    'rte: 3 events came within 2.5 s (--timeout), and none of them was to be printed.\n' +
      '     None met --where, or changed anything that --changes or --fields shows.\n',
  );
});

describe('a condition that no selected event can meet is a usage error', () => {
  test.each([
    [
      'a field of another event',
      ['-e', 'QueueStatus', '--queue', user, '-w', 'talking=true'],
      "none of the selected events has a field 'talking'",
      'Events with it: UserStatus.',
    ],
    [
      'fields that no event has together',
      ['--user', user, '--queue', user, '-w', 'talking=true', '-w', 'queueName=x'],
      'none of the selected events has all of talking, queueName',
      'All conditions must hold for the same event',
    ],
    [
      'a field of events of another kind of entity',
      ['--queue', user, '-w', 'talking=true'],
      "none of the selected events has a field 'talking'",
      'Events with it: UserStatus.',
    ],
  ])('%s', async (_name, flags, message, hint) => {
    const args = ['tail', '--hub-url', 'wss://rte.example.com/rte', ...flags];
    const { exitCode, stderr } = await rte(args, { env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });

  test('but not where an event is selected whose fields nobody knows', async () => {
    const offer = { AvailableSubscriptions: () => ['UserNews', 'UserStatus'] };
    const hub = await startScriptedHub([{ methods: offer }]);
    const args = [
      'tail',
      '--hub-url',
      hub.url,
      '--user',
      user,
      '-e',
      'UserNews',
      '-w',
      'queueName=x',
    ];
    const tail = startRte(args, { env });
    await tail.until('stderr', /connected to/);
  });
});

test.each([
  ['tail --since 5m', 'The hub keeps no history'],
  ['tail --until 5m', 'The hub keeps no history'],
  ['tail --follow', 'rte tail follows until you end it'],
  ['tail --evnt x', 'rte tail --help shows what there is.'],
  ['describe', 'rte describe --help shows what there is.'],
  ['describe UserStatus QueueStatus', 'rte describe --help shows what there is.'],
  ['nonsense', 'rte --help shows what there is.'],
  ['tail --user *', 'takes no patterns'],
  ['tail --user aino@example.com', 'E-mail addresses are not looked up'],
])('rte %s says what it is and where to look', async (line, said) => {
  const args = line.split(' ');
  const source = args[0] === 'tail' ? ['--sim'] : [];
  const { exitCode, stderr } = await rte([...args, ...source]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(said);
});

describe('what an error proposes can be done', () => {
  const wrong = [
    'tail',
    'tail --sim -e UserStats',
    'tail --sim -e Foo*',
    'tail --sim --queue Salse',
    'tail --sim --queue Two_Words',
    'tail --sim -w talkin=true',
    'tail --sim -f taking',
    'tail --sim --seed',
    'tail --seed 1',
    'tail --hub-url https://rte.example.com/rte',
    'login',
    'status --insecure',
    'status --profile none',
    'describe QueueState',
    'list-events --offline nothing',
    'help tial',
    'logout',
    'sim --fault nonsense',
    'sim --rate 5 --speed 5',
  ];

  test.each(wrong)('rte %s', async (line) => {
    const { stderr } = await rte(line.split(' '));
    const proposed = [
      ...stderr.matchAll(
        /\brte ((?:[a-z][a-z-]+|--[a-z-]+)(?: (?:[a-z-]+|--[a-z-]+|<[\w -]+>))*)/g,
      ),
    ];
    for (const [, words = ''] of proposed) {
      const [command = '', ...rest] = words.split(' ');
      const flags = words.match(/--[a-z-]+/g) ?? [];
      const sub = command === 'names' && rest[0] !== undefined ? [rest[0]] : [];
      const path = command.startsWith('--') ? [] : [command, ...sub];
      const { exitCode, stdout } = await rte(['help', ...path]);
      expect(exitCode, `${line}: rte ${words}`).toBe(0);
      for (const flag of flags) expect(stdout, `${line}: rte ${words}`).toContain(flag);
    }
  });
});
