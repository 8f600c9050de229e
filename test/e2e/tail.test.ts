import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import {
  accountEnv,
  dotnetFound,
  useInteropHub,
  useSimulator,
  type Enreach,
} from '../support/enreach.ts';
import { configFolder, jsonLines, rte, startRte } from '../support/rte.ts';

const hubs: readonly (readonly [string, () => () => Enreach])[] = [
  ['the simulated Enreach', () => useSimulator({ speed: 200 })],
  ...(dotnetFound ? ([['ASP.NET Core SignalR', () => useInteropHub()]] as const) : []),
];

describe.each(hubs)('rte tail against %s', (_name, use) => {
  const enreach = use();
  const env = (): Record<string, string> => accountEnv(enreach());

  test('prints the messages of the own user as NDJSON, and nothing else on stdout', async () => {
    const { exitCode, stdout } = await rte(['tail', '-e', 'UserStatus', '-c', '3'], { env: env() });
    expect(exitCode).toBe(0);
    const messages = jsonLines(stdout);
    expect(messages).toHaveLength(3);
    for (const { subscription, data } of messages) {
      expect(subscription).toMatchObject({ entityId: enreach().userId, eventType: 'UserStatus' });
      expect(data).toMatchObject({ userId: enreach().userId, talking: expect.any(Boolean) });
    }
  });

  test('says on stderr what it is connected to, and sums up at the end', async () => {
    const { stderr } = await rte(['tail', '-e', 'UserStatus', '-c', '2'], { env: env() });
    const { host } = new URL(enreach().apiUrl);
    expect(stderr).toContain(`● connected to ${host} as ${enreach().username} · 1 subscription\n`);
    expect(stderr).toMatch(/■ 2 events in .* · no gap · longest silence .*\n$/);
  });

  test('makes ten thousand subscriptions on one connection', async () => {
    const own = { EntityId: enreach().userId, EventName: 'UserStatus' };
    const others = Array.from({ length: 9_999 }, () => ({ ...own, EntityId: randomUUID() }));
    const { exitCode, stdout, stderr } = await rte(
      // The first event may come with the last answer, and be the end of a run that waits for one.
      ['tail', '--subscriptions', '-', '-c', '3', '--meta'],
      { env: env(), input: JSON.stringify([...others, own]) },
    );
    expect(exitCode).toBe(0);
    expect(stderr).toContain('✖ 9999 subscriptions rejected: ');
    expect(stderr).toContain(' · 1 of 10000 subscriptions\n');
    const kinds = jsonLines(stdout).map(({ _rte: { kind } }) => kind as string | undefined);
    expect(kinds).toEqual(expect.arrayContaining(['rejected', 'connected', 'summary']));
    expect(kinds).not.toContain('gap');
  });

  test('shows lines for people, each with time, event, entity and headline', async () => {
    const { exitCode, stdout } = await rte(
      ['tail', '--queue', enreach().queueId, '-e', 'QueueStatus', '-o', 'lines', '-c', '2'],
      { env: env() },
    );
    expect(exitCode).toBe(0);
    const line = new RegExp(
      String.raw`^\d\d:\d\d:\d\d\.\d{3}  QueueStatus +${enreach().queueName} +waiting \d+ · free \d+ of \d+ · talking \d+`,
    );
    expect(stdout.trimEnd().split('\n')).toEqual([
      expect.stringMatching(line),
      expect.stringMatching(line),
    ]);
  });

  test('shows fields as columns under a header', async () => {
    const { stdout } = await rte(
      [
        'tail',
        '-e',
        'UserStatus',
        '-o',
        'table',
        '-f',
        'talking,AVAILABLE',
        '-t',
        'none',
        '-c',
        '2',
      ],
      { env: env() },
    );
    const [header, ...rows] = stdout.trimEnd().split('\n');
    expect(header).toBe('talking  available');
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row).toMatch(/^(true |false)    (true|false)$/);
  });

  test('shows a card an event, with known values spelt out', async () => {
    const { stdout } = await rte(
      ['tail', '--queue', enreach().queueId, '-e', 'QueueStatus', '-o', 'table', '-c', '1'],
      { env: env() },
    );
    expect(stdout).toMatch(/\n {2}openStatus +5 {2}open\n/);
  });

  test('lets only events through that meet every condition', async () => {
    const { stdout } = await rte(
      ['tail', '-e', 'UserStatus', '-w', 'talking=true', '-w', 'activeQueues>=0', '-c', '3'],
      { env: env() },
    );
    expect(jsonLines(stdout).map(({ data }) => data.talking)).toEqual([true, true, true]);
  });

  test('shows of snapshots only what changed', async () => {
    const { stdout } = await rte(
      ['tail', '-e', 'UserStatus', '--changes', '-o', 'lines', '-t', 'none', '-c', '3'],
      { env: env() },
    );
    const [, ...changes] = stdout.trimEnd().split('\n');
    expect(changes).toHaveLength(2);
    for (const change of changes) expect(change).toMatch(/\w+ \S+ → \S+/);
  });

  test('projects NDJSON to the fields asked for', async () => {
    const { stdout } = await rte(['tail', '-e', 'UserStatus', '-f', 'talking,userId', '-c', '1'], {
      env: env(),
    });
    expect(stdout).toMatch(
      new RegExp(
        String.raw`^\{"data":\{"talking":(true|false),"userId":"${enreach().userId}"\}\}\n$`,
      ),
    );
  });

  test('adds with --meta what it knows itself, and records of the connection', async () => {
    const { stdout } = await rte(['tail', '-e', 'UserStatus', '--meta', '-c', '2'], { env: env() });
    const lines = jsonLines(stdout);
    // While subscriptions are being made events come already.
    const ofKind = (kind: string) => lines.find(({ _rte }) => _rte.kind === kind);
    expect(ofKind('connected')).toEqual({
      _rte: {
        kind: 'connected',
        at: expect.any(String),
        hubUrl: expect.stringMatching(/^http/),
        connectionId: expect.any(String),
        connection: 1,
        accepted: 1,
        requested: 1,
      },
    });
    const [first, second] = lines.filter(({ data }) => data !== undefined);
    expect(first?.['_rte']).toEqual({
      receivedAt: expect.any(String),
      sequence: 1,
      ageMs: expect.any(Number),
      connection: 1,
    });
    expect(second?.['_rte'].sequence).toBe(2);
    expect(second?.['data'].userId).toBe(enreach().userId);
    expect(ofKind('summary')?.['_rte']).toMatchObject({ events: 2, gaps: 0 });
  });

  test('takes subscriptions in the hub’s own form, from stdin', async () => {
    const subscriptions = [{ EntityId: enreach().queueId, EventName: 'queuestatus' }];
    const { exitCode, stdout } = await rte(['tail', '--subscriptions', '-', '-c', '1'], {
      env: env(),
      input: JSON.stringify(subscriptions),
    });
    expect(exitCode).toBe(0);
    expect(jsonLines(stdout)[0]?.['data'].queueId).toBe(enreach().queueId);
  });

  test('lists rejected subscriptions once, by reason, and goes on with the others', async () => {
    const stranger = '11111111-2222-4333-8444-555555555555';
    const tail = startRte(['tail', '--user', `me,${stranger}`, '-e', 'UserStatus'], { env: env() });
    await tail.until('stderr', /1 of 2 subscriptions\n/);
    await tail.until('stdout', /"data"/);
    expect(tail.stderr()).toContain(
      '✖ 1 subscription rejected: Unauthorized · UserStatus of 11111111\n',
    );
  });

  test('rebuilds a lost connection, subscribes again, and reports the gap', async () => {
    const tail = startRte(['tail', '-e', 'UserStatus', '--meta'], { env: env() });
    await tail.until('stdout', /"data"/);
    await enreach().cutLines();
    await tail.until('stdout', /"kind":"gap"/);
    const seen = tail.stdout().length;
    await tail.until('stdout', new RegExp(`[^]{${seen}}[^]*"data"`));
    tail.child.kill('SIGINT');
    const { exitCode, stdout, stderr } = await tail.ended;
    expect(exitCode).toBe(130);
    const gap = jsonLines(stdout).find(({ _rte }) => _rte?.kind === 'gap')?.['_rte'];
    expect(gap).toMatchObject({ attempts: 1, subscriptions: 1, cause: expect.any(String) });
    expect(Date.parse(gap.to) - Date.parse(gap.from)).toBe(gap.durationMs);
    expect(stderr).toMatch(/▲ not connected: .* · attempt 1 in .*\n▲ gap of /);
    expect(stderr).toMatch(/· 1 gap \(/);
  });

  test('ends quietly when the reader goes away', async () => {
    const tail = spawn(
      'bash',
      [
        '-c',
        '"$0" "$1" tail -e UserStatus | head -n 1; echo "${PIPESTATUS[0]}"',
        process.execPath,
        program,
      ],
      { env: { PATH: process.env['PATH'], ...env() }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let output = '';
    let errors = '';
    tail.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    tail.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    await once(tail, 'close');
    expect(output).toMatch(/^\{"subscription".*\}\n0\n$/);
    expect(errors).toMatch(/^● connected.*\n$/);
  });
});

const program = fileURLToPath(new URL('../../bin/rte.js', import.meta.url));

describe('rte tail --sim', () => {
  test('needs no account, and shows every family of events', async () => {
    const { exitCode, stdout } = await rte([
      'tail',
      '--sim',
      '--seed',
      '3',
      '-c',
      '40',
      '-o',
      'lines',
    ]);
    expect(exitCode).toBe(0);
    const names = new Set(stdout.split('\n').map((line) => line.split(/ +/)[1]));
    expect(names.size).toBeGreaterThan(6);
  });

  test('knows the names of its agents and queues', async () => {
    const { simulator } = sim();
    const { exitCode, stdout } = await rte([
      'tail',
      '--sim',
      '--seed',
      '1',
      '--queue',
      simulator.queues[0]?.name ?? '',
      '-c',
      '1',
    ]);
    expect(exitCode).toBe(0);
    expect(jsonLines(stdout)[0]?.['data'].queueName).toBe(simulator.queues[0]?.name);
  });

  const sim = useSimulator();
});

test('patterns with nothing to choose from are refused', async () => {
  const { exitCode, stderr } = await rte(
    ['tail', '--sim', '--subscriptions', '-', '--event', 'User*'],
    { input: '[{"EntityId":"me","EventName":"UserStatus"}]' },
  );
  expect(exitCode).toBe(2);
  expect(stderr).toContain("'User*' has nothing to choose from: --subscriptions names its events");
});

describe('what a subscription file may hold', () => {
  test.each([
    ['no JSON', 'not json', 'this is not JSON'],
    ['an object', '{}', 'there is no list with entries'],
    ['an entry without a name', '[{"EntityId":"x"}]', 'entry 1 has no EntityId or no EventName'],
  ])('%s is refused, with the right form', async (_name, content, message) => {
    const file = join(configFolder(), 'subscriptions.json');
    writeFileSync(file, content);
    const { exitCode, stderr } = await rte(['tail', '--sim', '--subscriptions', file]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`--subscriptions ${file}: ${message}.`);
    expect(stderr).toContain('[{"EntityId":"<id>","EventName":"UserStatus"}]');
  });
});
