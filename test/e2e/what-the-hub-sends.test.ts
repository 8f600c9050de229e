import { describe, expect, test } from 'vitest';

import { userSetting, userStatus } from '../../src/events/agent.ts';
import { samplePayload } from '../../src/events/envelope.ts';
import { accountEnv, useSimulator } from '../support/enreach.ts';
import { grantedIf, startScriptedHub, type HubPeer } from '../support/scripted-hub.ts';
import { jsonLines, startRte, type RteResult } from '../support/rte.ts';

const enreach = useSimulator({ waitForBegin: true });

/** Tails the own user's events until `count` came, of what `send` makes the hub send. */
async function tailing(
  args: readonly string[],
  count: number,
  send: () => void,
): Promise<RteResult> {
  const tail = startRte(['tail', '-c', String(count), ...args], {
    env: { ...accountEnv(enreach()), FORCE_COLOR: '1' },
  });
  await tail.until('stderr', /connected to/);
  send();
  return tail.ended;
}

function publishStatus(fields: Readonly<Record<string, unknown>>): void {
  const { userId, simulator } = enreach();
  simulator.hub.publish(userStatus, userId, { ...samplePayload(userStatus), userId, ...fields });
}

function sendRecord(record: string): void {
  enreach().simulator.hub.peers.forEach((peer) => peer.send(record));
}

describe('hostile text in a payload', () => {
  const hostile = '\u001b[2J\u001b]0;owned\u0007\r\nforged line\u202Ekcab\u009b31m';

  /** As a hub would send it that escapes no more than JSON demands. */
  function sendHostile(): void {
    const { userId } = enreach();
    const data = { ...samplePayload(userStatus), userId, note: hostile };
    const payload = JSON.stringify({ subscription: {}, data });
    sendRecord(`{"type":1,"target":"MessageReceived","arguments":[${payload}]}`);
  }

  test.each([['lines'], ['table'], ['ndjson']])(
    'is shown and not obeyed as %s, and keeps to its line',
    async (form) => {
      const { stdout } = await tailing(['-o', form], 1, sendHostile);
      const plain = withoutColours(stdout);
      // eslint-disable-next-line no-control-regex -- that is what is looked for
      expect(plain).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      expect(plain).not.toMatch(/^forged/m);
      if (form === 'ndjson') expect(jsonLines(stdout)[0]?.['data'].note).toBe(hostile);
      else expect(plain).toContain('\\u001b[2J\\u001b]0;owned\\u0007\\r\\nforged line\\u202ekcab');
    },
  );
});

test('hostile words of a Close message are shown and not obeyed', async () => {
  const tail = startRte(['tail', '--max-reconnects', '1'], { env: accountEnv(enreach()) });
  await tail.until('stderr', /connected to/);
  sendRecord('{"type":7,"error":"bye\\u001b[2J\\nforged","allowReconnect":true}');
  await tail.until('stderr', /gap of/);
  tail.child.kill('SIGINT');
  const { stderr } = await tail.ended;
  expect(stderr).toContain('the hub closed the connection: bye\\u001b[2J\\nforged · attempt 1');
  expect(stderr).not.toContain('\u001b[2J');
  expect(stderr).not.toMatch(/^forged/m);
});

/** Takes out what the program itself sends to colour its output. */
function withoutColours(text: string): string {
  // eslint-disable-next-line no-control-regex -- that is what is taken out
  return text.replace(/\u001b\[[\d;]*m/g, '');
}

describe('messages of an unusual kind', () => {
  test('what can’t be decoded is shown as it is, with a warning, and the stream goes on', async () => {
    const { stdout, stderr } = await tailing([], 1, () => {
      sendRecord('{"type":1,"target":"MessageReceived","arguments":[{"data":');
      publishStatus({});
    });
    const [undecodable, message] = jsonLines(stdout);
    expect(undecodable?.['_rte']).toMatchObject({
      kind: 'undecodable',
      text: '{"type":1,"target":"MessageReceived","arguments":[{"data":',
    });
    expect(message?.['data'].eventType).toBe('UserStatus');
    expect(stderr).toContain('a message could not be decoded and is shown as it came: {"type":1');
  });

  test('a message of another target comes out with its name and arguments', async () => {
    const { stdout } = await tailing([], 1, () =>
      sendRecord(
        '{"type":1,"target":"Maintenance","arguments":["soon",{"In":12345678901234567890}]}',
      ),
    );
    expect(stdout).toBe(
      '{"target":"Maintenance","arguments":["soon",{"In":12345678901234567890}]}\n',
    );
  });

  test('names in PascalCase come out in camelCase, keys of dictionaries as they are', async () => {
    const payload =
      '{"Subscription":{"EventType":"UserSetting"},"Data":{"EventType":"UserSetting",' +
      '"EntityId":"x","Values":{"Ring Tone":"Loud"},"Level":12345678901234567890}}';
    const { stdout } = await tailing([], 1, () =>
      sendRecord(`{"type":1,"target":"MessageReceived","arguments":[${payload}]}`),
    );
    expect(stdout).toBe(
      '{"subscription":{"eventType":"UserSetting"},"data":{"eventType":"UserSetting",' +
        '"entityId":"x","values":{"Ring Tone":"Loud"},"level":12345678901234567890}}\n',
    );
  });

  test('fields that nobody has documented pass through, and are marked in a card', async () => {
    const { stdout } = await tailing(['-o', 'table'], 1, () => publishStatus({ mood: 'good' }));
    expect(withoutColours(stdout)).toMatch(/\n {2}mood +good {2}not documented\n/);
  });

  test('a setting is compared with the last one of the same keyword', async () => {
    const { userId, simulator } = enreach();
    const setting = (keyword: string, value: string): void =>
      simulator.hub.publish(userSetting, userId, {
        ...samplePayload(userSetting),
        userId,
        keyword,
        value,
      });
    const { stdout } = await tailing(['--changes', '--meta'], 3, () => {
      setting('theme', 'dark');
      setting('sound', 'on');
      setting('theme', 'dark');
      setting('theme', 'light');
    });
    expect(jsonLines(stdout).flatMap(({ _rte }) => _rte.changes ?? [])).toEqual([
      { value: { from: 'dark', to: 'light' } },
    ]);
  });
});

function sendAndGrant(peer: HubPeer, [list]: readonly unknown[]): object[] {
  void peer.send({ type: 1, target: 'MessageReceived', arguments: [{ data: {} }] });
  return grantedIf(list, () => true);
}

test('an event that comes while subscriptions are made is of the connection that brought it', async () => {
  const hub = await startScriptedHub([
    { methods: { Subscribe: sendAndGrant } },
    { methods: { Subscribe: sendAndGrant } },
  ]);
  const { userId } = enreach();
  const tail = startRte(['tail', '--hub-url', hub.url, '--user', userId, '--meta', '-c', '2'], {
    env: { RTE_TOKEN: 'token' },
  });
  await tail.until('stderr', /connected to/);
  (await hub.peer()).cut();
  const messages = jsonLines((await tail.ended).stdout).filter(({ data }) => data !== undefined);
  expect(messages.map(({ _rte }) => _rte.connection)).toEqual([1, 2]);
});

test('a reader that sleeps for longer than the hub waits gets everything, in order and once', async () => {
  const count = 30_000;
  const tail = startRte(['tail', '-c', String(count), '-q'], {
    env: accountEnv(enreach()),
  });
  const { peers } = enreach().simulator.hub;
  tail.child.stdout.pause();
  await expect
    .poll(() => [...peers].some(({ methods }) => methods.count === 34), { timeout: 20_000 })
    .toBe(true);
  for (let number = 0; number < count; number++) publishStatus({ activeQueues: number });
  // The program reads no more than fits its own end of the pipe, and a little every four seconds;
  // the hub gives up a client that has taken nothing for ten.
  let before = -1;
  let hasStood = false;
  const goesOn = (): boolean => {
    const now = Math.max(...[...peers].map((peer) => peer.unsentBytes));
    const wentOn = hasStood && now < before;
    hasStood = now === before;
    before = now;
    return wentOn;
  };
  for (let time = 0; time < 3; time++)
    await expect.poll(goesOn, { interval: 200, timeout: 10_000 }).toBe(true);
  tail.child.stdout.resume();
  const { exitCode, stdout } = await tail.ended;
  expect(exitCode).toBe(0);
  const numbers = jsonLines(stdout).map(({ data }) => data.activeQueues);
  expect(numbers).toEqual(Array.from({ length: count }, (_each, number) => number));
});
