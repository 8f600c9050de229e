import { describe, expect, test } from 'vitest';

import { accountEnv, dotnetFound, useInteropHub, useSimulator } from '../support/enreach.ts';
import { rte } from '../support/rte.ts';

interface Listed {
  name: string;
  entity: string;
  fields: number;
  documented: boolean;
  offered: boolean | null;
}

async function list(args: readonly string[], env?: Record<string, string>): Promise<Listed[]> {
  const { exitCode, stdout } = await rte(
    ['list-events', '-o', 'json', ...args],
    env ? { env } : {},
  );
  expect(exitCode).toBe(0);
  return JSON.parse(stdout) as Listed[];
}

describe('rte list-events', () => {
  const enreach = useSimulator();

  test('lists all documented events, and asks nobody with --offline', async () => {
    const events = await list(['--offline']);
    expect(events).toHaveLength(36);
    expect(events.find(({ name }) => name === 'UserStatus')).toEqual({
      name: 'UserStatus',
      entity: 'User',
      family: 'agent',
      summary: expect.any(String),
      fields: 19,
      documented: true,
      offered: null,
    });
  });

  test('shows what the server offers beside it', async () => {
    const events = await list([], accountEnv(enreach()));
    expect(events.every(({ offered }) => offered === true)).toBe(true);
  });

  test('keeps the list when no server can be asked, and says so on stderr', async () => {
    const { exitCode, stdout, stderr } = await rte(['list-events', 'queue']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "event        entity  fields  what it tells
      QueueStatus  Queue   18      The counters of a service queue: calls, agents, waiting time, opening state.
      "
    `);
    expect(stderr).toMatchInlineSnapshot(`
      "Not asked what the server offers: You are not logged in.
      1 event; rte describe <event> shows one in full.
      "
    `);
  });

  test.each([
    ['UserCallOut*', 6],
    ['wrapup', 5],
    ['queuestatus', 1],
  ])('narrows to %s', async (pattern, count) => {
    expect(await list(['--offline', pattern])).toHaveLength(count);
  });

  test.each([
    ['empty', ''],
    ['too long', 'a*'.repeat(40_000)],
  ])('says of a pattern that it is %s', async (fault, pattern) => {
    const { exitCode, stderr } = await rte(['list-events', '--offline', pattern]);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      `rte: The pattern is ${fault}.\n` +
        "     Name an event, or several with *, as in 'UserCallIn*'; rte list-events shows all there are.\n",
    );
  });
});

describe.runIf(dotnetFound)('rte list-events against ASP.NET Core', () => {
  const hub = useInteropHub();

  test('tells offered events that are not documented', async () => {
    const events = await list([], accountEnv(hub()));
    expect(events.filter(({ documented }) => !documented)).toMatchObject([
      { name: 'QueueCallIncoming', entity: 'Queue', fields: null, offered: true },
    ]);
  });

  test('tail subscribes to such an event, and marks it', async () => {
    const { queueId, hub: control } = hub();
    const env = accountEnv(hub());
    const { startRte } = await import('../support/rte.ts');
    const tail = startRte(
      ['tail', '--queue', queueId, '-e', 'QueueCallIncoming', '-o', 'lines', '-c', '1'],
      { env },
    );
    await tail.until('stderr', /connected/);
    await control.publish(queueId, 'QueueCallIncoming', {
      eventType: 'QueueCallIncoming',
      entityId: queueId,
      callerNumber: '+358401234567',
    });
    const { exitCode, stdout } = await tail.ended;
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      / QueueCallIncoming .*callerNumber=\+358401234567 \(not documented\)\n$/,
    );
  });

  test('tail shows messages of other targets', async () => {
    const tail = (await import('../support/rte.ts')).startRte(
      ['tail', '-E', 'UserStatus', '-c', '1'],
      {
        env: accountEnv(hub()),
      },
    );
    await tail.until('stderr', /connected/);
    await hub().hub.send('Maintenance', ['soon', { minutes: 5 }]);
    expect((await tail.ended).stdout).toBe(
      '{"target":"Maintenance","arguments":["soon",{"minutes":5}]}\n',
    );
  });
});

describe('rte describe', () => {
  test('shows fields, types, meanings and known values', async () => {
    const { exitCode, stdout } = await rte(['describe', 'userwrapuprequestterminate']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "UserWrapUpRequestTerminate  The user is done and asks for the wrap-up to end early.

      asked of   a user: rte tail --user <id> --event UserWrapUpRequestTerminate

      field           type    meaning
      userId          Guid    The user that the event is about.
      organizationId  Guid    The organization it belongs to.
      reason          string  Why it is to end.
                              manual: the user asked
      wrapUpId        Guid?   The wrap-up; null for whichever is going on.

      Every event has these, too:
      field              type            meaning
      rootEntityType     RootEntityType  Kind of the entity at the top; an organization.
      rootEntityId       Guid            The organization at the top.
      eventType          EventType       Name of the event.
      entityType         EntityType      Kind of the entity that the event is about.
      entityId           Guid            The entity that the event is about, as named in the subscription.
      id                 Guid            Id of this one event; differs for every event.
      timestamp          DateTime        When the event happened.
      messageTTLSeconds  int             For how many seconds the event is worth delivering.
                                         -1: without limit

      A sample of its data:
      {
        "rootEntityType": "Organization",
        "rootEntityId": "29f6e823-b484-4611-80c9-00505689257e",
        "eventType": "UserWrapUpRequestTerminate",
        "entityType": "User",
        "entityId": "aa9730c4-ce86-4611-80c9-00505689257e",
        "messageTTLSeconds": -1,
        "userId": "aa9730c4-ce86-4611-80c9-00505689257e",
        "organizationId": "29f6e823-b484-4611-80c9-00505689257e",
        "reason": "manual",
        "wrapUpId": "e3a5d7f9-1b2c-4d4e-8f60-718293a4b5c6",
        "id": "c1f0a6de-7d55-4c1e-9f1b-2a3b4c5d6e7f",
        "timestamp": "2026-03-02T08:15:04.2617431Z"
      }
      "
    `);
  });

  test('has a machine form, with the envelope marked', async () => {
    const { stdout } = await rte(['describe', 'UserStatus', '-o', 'json']);
    const described = JSON.parse(stdout);
    expect(described).toMatchObject({
      name: 'UserStatus',
      aliases: [],
      entity: 'User',
      family: 'agent',
    });
    expect(described.fields.filter((field: any) => !field.envelope)).toHaveLength(19);
    expect(described.fields.find((field: any) => field.name === 'wrapUpEnd')).toMatchObject({
      type: 'DateTime?',
      nullable: true,
    });
    expect(described.fields.find((field: any) => field.name === 'messageTTLSeconds').envelope).toBe(
      true,
    );
    expect(described.sample).toMatchObject({ eventType: 'UserStatus', talking: true });
  });

  test('finds an event by its other name', async () => {
    const { stdout } = await rte(['describe', 'UserTerminalStatusEvent', '-o', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'UserTerminalStatus',
      aliases: ['UserTerminalStatusEvent'],
    });
  });

  test('gives a JSON Schema that its own sample meets', async () => {
    const { Ajv2020 } = await import('ajv/dist/2020.js');
    const schema = JSON.parse((await rte(['describe', 'CallbackChanged', '--schema'])).stdout);
    const { sample } = JSON.parse(
      (await rte(['describe', 'CallbackChanged', '-o', 'json'])).stdout,
    );
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    expect(validate(sample)).toBe(true);
    expect(validate({ ...sample, isClosed: 'no' })).toBe(false);
  });
});

describe('an event that a client of 2021 knew, and nobody has documented', () => {
  test('is described as that', async () => {
    const { exitCode, stderr } = await rte(['describe', 'queuecallincoming']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('QueueCallInComing is known by name only');
    expect(stderr).toContain('rte tail --queue <id> --event QueueCallInComing -o table');
  });

  test('is not said to be misspelt where no server offers it', async () => {
    const args = ['tail', '--sim', '--queue', 'Sales', '--event', 'QueueCallInComing'];
    const { exitCode, stderr } = await rte([...args, '--seed', '3']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("QueueCallInComing: your server doesn't offer it");
  });

  test('needs an entity of its kind', async () => {
    const id = '11111111-2222-4333-8444-555555555555';
    const args = ['tail', '--sim', '--user', id, '--event', 'CallbackCreated'];
    const { exitCode, stderr } = await rte(args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--event CallbackCreated is an event of a call list');
  });
});

test.each([
  ['Statu', 'UserStatus'],
  ['QueueStat', 'QueueStatus'],
  ['UserCallInUserAll', 'UserCallInUserAllocated'],
  ['WrapUp', 'UserWrapUpEnabled'],
  ['userstaus', 'UserStatus'],
])('rte describe %s proposes %s', async (written, meant) => {
  const { exitCode, stderr } = await rte(['describe', written]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`Did you mean ${meant}?`);
});
