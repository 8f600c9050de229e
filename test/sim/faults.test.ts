import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { userAlert, userStatus } from '../../src/events/agent.ts';
import { callbackChanged } from '../../src/events/callback.ts';
import type { EventDefinition } from '../../src/events/definition.ts';
import { samplePayload } from '../../src/events/envelope.ts';
import { faults } from '../../src/sim/faults.ts';
import { readFaultFlag } from '../../src/sim/fault-setting.ts';
import { fetchAccessToken, useSimulator } from '../support/enreach.ts';
import { jsonLines, startRte } from '../support/rte.ts';
import { connectWire, type WireClient } from '../support/wire-client.ts';

const enreach = useSimulator({ waitForBegin: true });

beforeEach(() => enreach().simulator.faults.clear());
afterEach(() => enreach().simulator.faults.clear());

/** Asks the control address. */
async function control(method: string, path: string): Promise<Response> {
  return fetch(`${enreach().simulator.faultsUrl}${path}`, { method });
}

async function strike(name: string): Promise<void> {
  expect((await control('POST', `/${name}`)).status).toBe(200);
}

async function turnOn(fault: string): Promise<void> {
  const [name, value] = fault.split('=');
  expect((await control('POST', `/${name}?value=${value}`)).status).toBe(200);
}

/** A client with a subscription to the own user's UserStatus. */
async function subscriber(): Promise<WireClient> {
  const client = await connectWire(enreach());
  expect(await client.subscribe(enreach().userId, 'UserStatus')).toMatchObject({ message: null });
  return client;
}

function publish(
  fields: Readonly<Record<string, unknown>> = {},
  event: EventDefinition = userStatus,
): void {
  const { userId, simulator } = enreach();
  simulator.hub.publish(event, userId, { ...samplePayload(event), userId, ...fields });
}

/** Publishes numbered events, and gives what of them came first. */
async function published(client: WireClient, count: number): Promise<any[]> {
  for (let number = 0; number < count; number++) publish({ activeQueues: number });
  return client.events(count);
}

/** What a client sees of each fault; there is one for every name. */
const sights: Record<string, () => Promise<void>> = {
  drop: async () => {
    const client = await subscriber();
    await strike('drop');
    expect(await client.closed).toEqual({ code: 1006 });
  },

  abort: async () => {
    const client = await subscriber();
    await strike('abort');
    expect(await client.closed).toEqual({ code: 1000 });
    expect(client.records.entries.filter((record) => record.startsWith('{"type":7'))).toEqual([]);
  },

  close: async () => {
    const client = await subscriber();
    await strike('close');
    expect(await client.closed).toEqual({ code: 1000 });
    expect(client.records.entries.at(-1)).toBe(
      '{"type":7,"error":"Connection closed with an error."}',
    );
  },

  'close-reconnect': async () => {
    const client = await subscriber();
    await strike('close-reconnect');
    expect(await client.closed).toEqual({ code: 1000 });
    expect(client.records.entries.at(-1)).toBe(
      '{"type":7,"error":"Connection closed with an error.","allowReconnect":true}',
    );
  },

  stall: async () => {
    const client = await subscriber();
    await strike('stall');
    publish({ note: 'held back' });
    client.send({ type: 1, target: 'ActiveSubscriptions', invocationId: 'x', arguments: [] });
    // A later connection is not stalled: what it gets shows that the event was dealt with.
    const other = await subscriber();
    publish({ note: 'later' });
    await other.saw('later');
    expect(client.messages).toEqual([]);
    expect((await control('DELETE', '/stall')).status).toBe(200);
    await client.saw('"invocationId":"x"');
    expect(client.messages.map((message) => message.arguments[0].data.note)).toEqual([
      'held back',
      'later',
    ]);
  },

  'black-hole': async () => {
    const client = await subscriber();
    await strike('black-hole');
    client.send({ type: 1, target: 'ActiveSubscriptions', invocationId: 'x', arguments: [] });
    const other = await subscriber();
    publish();
    await other.events(1);
    await control('DELETE', '/black-hole');
    publish();
    await other.events(2);
    expect(client.messages).toEqual([]);
    expect(client.records.entries.some((record) => record.includes('"x"'))).toBe(false);
  },

  'bad-frames': async () => {
    const client = await subscriber();
    await strike('bad-frames');
    expect(await client.closed).toEqual({ code: 1006 });
  },

  late: async () => {
    const client = await subscriber();
    await turnOn('late=2');
    const timestamp = '2026-03-02T08:15:04.2617431Z';
    publish({ timestamp });
    publish({ timestamp });
    const [onTime, late] = await client.events(2);
    expect(onTime.timestamp).toBe(timestamp);
    const ageMs = Date.parse(timestamp) - Date.parse(late.timestamp);
    expect(ageMs).toBeGreaterThan(late.messageTTLSeconds * 1000);
  },

  'unknown-fields': async () => {
    const client = await subscriber();
    await turnOn('unknown-fields=1');
    const [data] = await published(client, 1);
    expect(data).toMatchObject({ userId: enreach().userId, headset: { buttons: [1, 2] } });
    expect(Object.keys(userStatus.fields)).not.toContain('headset');
  },

  'hostile-text': async () => {
    const client = await subscriber();
    await turnOn('hostile-text=1');
    const texts = JSON.stringify(await published(client, 20));
    for (const hostile of ['\\u001b[2J', '\\u0007', '\\r\\n', '\u009b', '\u202e', '\\ud800'])
      expect(texts).toContain(hostile);
  },

  huge: async () => {
    const client = await subscriber();
    await turnOn('huge=2');
    const lengths = (await published(client, 2)).map((data) => JSON.stringify(data).length);
    expect(lengths[0]).toBeLessThan(10_000);
    expect(lengths[1]).toBeGreaterThan(1_000_000);
  },

  'unknown-events': async () => {
    const client = await subscriber();
    const { userId } = enreach();
    const name = 'UserHeadsetStatus';
    expect(await client.invoke('AvailableSubscriptions')).not.toContain(name);
    expect(await client.subscribe(userId, name)).toMatchObject({ message: 'Invalid event name' });
    await turnOn('unknown-events=1');
    expect(await client.invoke('AvailableSubscriptions')).toContain(name);
    expect(await client.subscribe(userId, name.toLowerCase())).toMatchObject({ message: null });
    publish();
    await client.events(2);
    expect(client.messages[1]?.arguments[0]).toMatchObject({
      subscription: { eventType: name, entityId: userId },
      data: { eventType: name, entityId: userId },
    });
  },

  'unknown-targets': async () => {
    const client = await subscriber();
    await turnOn('unknown-targets=2');
    await published(client, 2);
    await client.events(3);
    expect(client.messages.map(({ target }) => target)).toEqual([
      'MessageReceived',
      'MessageReceived',
      'MaintenanceAnnounced',
    ]);
  },

  duplicates: async () => {
    const client = await subscriber();
    await turnOn('duplicates=2');
    await published(client, 3);
    const events = await client.events(4);
    expect(events.map((data) => data.activeQueues)).toEqual([0, 1, 1, 2]);
  },

  'pascal-case': async () => {
    const client = await connectWire(enreach());
    const [list] = enreach().simulator.callLists;
    const callListId = list?.id ?? '';
    await client.subscribe(callListId, 'CallbackChanged');
    await turnOn('pascal-case=1');
    const data = { ...samplePayload(callbackChanged), callListId, entityId: callListId };
    enreach().simulator.hub.publish(callbackChanged, callListId, data);
    await client.events(1);
    const [message] = client.messages[0]?.arguments ?? [];
    expect(Object.keys(message)).toEqual(['Subscription', 'Data']);
    expect(message).toMatchObject({
      Subscription: { EntityId: callListId },
      Data: { EventType: 'CallbackChanged', CallbackAttempts: [{ Id: expect.any(String) }] },
    });
  },

  'data-as-string': async () => {
    const client = await subscriber();
    await turnOn('data-as-string=1');
    const [data] = await published(client, 1);
    expect(JSON.parse(data)).toMatchObject({ userId: enreach().userId, activeQueues: 0 });
  },

  malformed: async () => {
    const client = await subscriber();
    await turnOn('malformed=1');
    const { frames } = client;
    for (let number = 0; number < 8; number++) publish();
    await frames.until(
      (frame) => frame === '{"type":1,"target":"MessageReceived","arguments":[{}]}',
    );
    expect(frames.entries).toEqual(expect.arrayContaining(['␞', 'this is not JSON␞', '[]␞']));
  },

  'refuse-tokens': async () => {
    const accessToken = await fetchAccessToken(enreach());
    const headers = { Authorization: `Bearer ${accessToken}` };
    const negotiate = (): Promise<Response> =>
      fetch(`${enreach().hubUrl.replace(/^ws/, 'http')}/negotiate?negotiateVersion=1`, {
        method: 'POST',
        headers,
      });
    await turnOn('refuse-tokens=2');
    const refused = await negotiate();
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token"/);
    expect([(await negotiate()).status, (await negotiate()).status]).toEqual([401, 200]);
    await strike('refuse-tokens');
    for (let turn = 0; turn < 5; turn++) expect((await negotiate()).status).toBe(401);
  },

  'token-lifetime': async () => {
    await turnOn('token-lifetime=2s');
    const [, claims = ''] = (await fetchAccessToken(enreach())).split('.');
    const { iat, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
      iat: number;
      exp: number;
    };
    expect(exp - iat).toBe(2);
  },

  deny: async () => {
    const client = await subscriber();
    const [, denied, other] = enreach().simulator.users;
    await turnOn(`deny=${encodeURIComponent(denied?.name ?? '')}`);
    const answers = [
      await client.subscribe(denied?.id ?? '', 'UserStatus'),
      await client.subscribe(other?.id ?? '', 'UserStatus'),
    ];
    expect(answers.map(({ message }) => message)).toEqual(['Unauthorized', null]);
  },

  'rest-status': async () => {
    for (const [status, header, value] of [
      [401, 'www-authenticate', 'Basic realm="rte-sim"'],
      [403, 'retry-after', null],
      [429, 'retry-after', '2'],
      [500, 'retry-after', null],
    ] as const) {
      await turnOn(`rest-status=${status}`);
      const response = await fetch(new URL('users/me', enreach().apiUrl));
      expect(response.status).toBe(status);
      expect(response.headers.get(header)).toBe(value);
    }
  },

  'hub-status': async () => {
    const accessToken = await fetchAccessToken(enreach());
    const connection = new HubConnectionBuilder()
      .withUrl(enreach().hubUrl.replace(/^ws/, 'http'), { accessTokenFactory: () => accessToken })
      .configureLogging(LogLevel.None)
      .build();
    await turnOn('hub-status=502');
    await expect(connection.start()).rejects.toThrow("Status code '502'");
  },
};

test.each(faults.map(({ name }) => name))('a client sees the fault %s', async (name) => {
  expect(sights).toHaveProperty(name);
  await sights[name]?.();
});

describe('the control address', () => {
  test('tells what there is and what is on', async () => {
    await turnOn('drop=1h');
    await strike('duplicates');
    const states = (await (await control('GET', '')).json()) as { name: string; active: string }[];
    expect(states.map(({ name }) => name)).toEqual(faults.map(({ name }) => name));
    const active = states.filter((state) => state.active !== null);
    expect(active.map((state) => `${state.name}=${state.active}`)).toEqual([
      'drop=1h',
      'duplicates=10',
    ]);
    await control('DELETE', '');
    const after = (await (await control('GET', '')).json()) as { active: string | null }[];
    expect(after.every((state) => state.active === null)).toBe(true);
  });

  test.each([
    ['POST', '/dropp', 404, "There is no fault 'dropp'."],
    ['POST', '/drop?value=soon', 400, "The fault drop can't be set to 'soon'."],
    ['POST', '/drop?value=', 400, "The fault drop can't be set to ''."],
    ['POST', '/deny', 400, 'The fault deny needs a value: deny=….'],
    [
      'POST',
      '/deny?value=Nobody',
      400,
      "There is no entity 'Nobody' that the fault deny could mean.",
    ],
    ['POST', '', 400, 'Name the fault: /sim/faults/<name>.'],
    ['PUT', '/drop', 405, 'Use GET, POST or DELETE.'],
    ['DELETE', '/dropp', 404, "There is no fault 'dropp'."],
  ])('%s %s: %i %s', async (method, path, status, error) => {
    const response = await control(method, path);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error });
  });
});

describe('as a flag', () => {
  test.each([
    ['drop', 'drop', 30_000],
    ['DROP=1m30s', 'drop', 90_000],
    ['late=3', 'late', 3],
    ['refuse-tokens', 'refuse-tokens', Number.POSITIVE_INFINITY],
    ['rest-status=429', 'rest-status', 429],
  ])('%s', (written, name, number) => {
    expect(readFaultFlag(written)).toMatchObject({ fault: { name }, number });
  });

  test.each(['late=0', 'late=1.5', 'late=', 'drop=30', 'drop=-1s', 'rest-status=200', 'deny', 'x'])(
    '%s is refused',
    (written) => {
      expect(() => readFaultFlag(written)).toThrow(
        expect.objectContaining({ kind: 'usage', hint: expect.stringMatching(/./) }),
      );
    },
  );

  test('strikes again and again, and those who watch rte sim are told', async () => {
    const sim = startRte(['sim', '--fault', 'unknown-fields']);
    await sim.until('stdout', /console\.log/);
    const apiUrl = /REST API +(\S+)/.exec(sim.stdout())?.[1] ?? '';
    const username = /user +(\S+)/.exec(sim.stdout())?.[1] ?? '';
    const secretKey = /secret key +(\S+)/.exec(sim.stdout())?.[1] ?? '';
    const tail = startRte(['tail', '--meta'], {
      env: { RTE_API_URL: apiUrl, RTE_USERNAME: username, RTE_SECRET_KEY: secretKey },
    });
    // Not before, since the first connection fails fast.
    await tail.until('stdout', /"kind":"connected"/);
    await fetch(new URL('sim/faults/drop?value=200ms', apiUrl), { method: 'POST' });
    await tail.until('stdout', /"kind":"gap"/, 2);
    await sim.until('stderr', /fault drop · 1 connection\n/, 2);
    tail.child.kill('SIGINT');
    const gap = jsonLines((await tail.ended).stdout).find(({ _rte }) => _rte.kind === 'gap');
    expect(gap?.['_rte'].cause).toBe('the line was cut');
  });
});

test('an alert, which never expires, is never late', async () => {
  const client = await connectWire(enreach());
  await client.subscribe(enreach().userId, 'UserAlert');
  await turnOn('late=1');
  publish({}, userAlert);
  expect(await client.events(1)).toMatchObject([{ timestamp: '2026-03-02T08:15:04.2617431Z' }]);
});
