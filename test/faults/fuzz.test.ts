import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { objectMembers } from '../../src/events/json-text.ts';
import { userStatus } from '../../src/events/agent.ts';
import { events } from '../../src/events/catalogue.ts';
import { samplePayload } from '../../src/events/envelope.ts';
import { startFakeServer, unusedUrl } from '../support/fake-server.ts';
import { rte, startRte } from '../support/rte.ts';
import { startScriptedHub } from '../support/scripted-hub.ts';

/** The same in every run, unless told: a failure names it. */
const seed = Number(process.env['FUZZ_SEED'] ?? 4711);
const user = '11111111-2222-4333-8444-555555555555';

const hostile = [
  '\u001b[2J\u001b]0;owned\u0007',
  '\r\n{"forged":true}',
  '\u009b31m\u202e\u2066\ufeff\u0000',
  '\ud800',
  'e\u0301🧑‍🤝‍🧑',
  '__proto__',
  '',
];

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostile));

/** JSON as text, since what matters is often lost in values: long numbers, keys that come twice. */
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(
      anyText.map((text) => JSON.stringify(text)),
      // Characters that JSON wants escaped, and that a careless hub does not.
      fc.constantFrom(...hostile.slice(0, 3)).map((text) => `"${text.replaceAll('"', '')}"`),
      fc.constantFrom('12345678901234567890', '1e400', '-0', '0.1e-7', 'true', 'null', '"2026-13"'),
      fc.integer().map(String),
    ),
    fc.array(tie('json'), { maxLength: 4 }).map((all) => `[${all.join(',')}]`),
    fc
      .array(fc.tuple(anyText, tie('json')), { maxLength: 5 })
      .map((all) => `{${all.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`),
  ),
}));

/** A payload that is right but for some of its fields. */
const payload = fc
  .tuple(fc.constantFrom(...events), fc.array(json, { minLength: 1, maxLength: 6 }), fc.nat())
  .map(([event, values, at]) => {
    const names = Object.keys(samplePayload(event));
    const changed = new Map(
      values.map((value, index) => [names[(at + index * 7) % names.length], value]),
    );
    const members = Object.entries(samplePayload(event)).map(
      ([name, value]) => `${JSON.stringify(name)}:${changed.get(name) ?? JSON.stringify(value)}`,
    );
    return `{${members.join(',')}}`;
  });

/** What looks like JSON at a first glance. */
const broken = fc.constantFrom(
  '{"data":{bad}}',
  '{"data":{"userId":"a"} oops}',
  'NaN',
  'tru.e+1',
  '{"data":{"a":"\\x41"}}',
  "{'data':1}",
  '{"data":{"a":1 "b":2}}',
  '{"data":{"a":}}',
  '{"Data":{"A":bad}}',
  '{"data":{/*x*/}}',
  '{"data":{"n":01.2.3e}}',
  '"just text"',
  '12',
  '[1,2]',
  'null',
  '',
  '{"data":{}},',
  '{"data":{}}]',
  '{"data":{"a":"\t"}}',
  '\ufeff{"data":{}}',
  '{"data":{}} {}',
);

/** Lines such as rte's own, in each way that JSON allows for their key. */
const ownMark = fc
  .tuple(fc.constantFrom('_rte', '\\u005frte', '_\\u0072te', '_rt\\u0065'), json, json)
  .map(([key, value, data]) => `{"${key}":{"kind":"gap","x":${value}},"data":{"note":${data}}}`);

const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;

const record = fc.oneof(
  payload.map((data) => `{"type":1,"target":"MessageReceived","arguments":[{"data":${data}}]}`),
  fc
    .tuple(json, json)
    .map(
      ([subscription, data]) =>
        `{"type":1,"target":"MessageReceived","arguments":[{"subscription":${subscription},"data":${data}}]}`,
    ),
  payload.map((data) =>
    JSON.stringify({ type: 1, target: 'MessageReceived', arguments: [{ Data: data }] }),
  ),
  // The usual invocation, and in it what is no object, no JSON, or looks like a line of rte's own.
  fc
    .oneof(json, broken, ownMark)
    .map((payload) => `{"type":1,"target":"MessageReceived","arguments":[${payload}]}`),
  fc
    .tuple(anyText, fc.array(json, { maxLength: 3 }))
    .map(
      ([target, args]) =>
        `{"type":1,"target":${JSON.stringify(target)},"arguments":[${args.join(',')}]}`,
    ),
  fc
    .tuple(fc.constantFrom(2, 4, 5, 6, 8, 9, 10, -1, '"1"', 'null', '[]'), json)
    .map(([type, value]) => `{"type":${type},"invocationId":"none","item":${value},"x":${value}}`),
  json,
  anyText,
  fc.constant(`{"type":1,"target":"MessageReceived","arguments":[{"data":{"note":${deep}}}]}`),
);

const frame = fc.oneof(
  { weight: 9, arbitrary: fc.array(record, { maxLength: 5 }).map(inOneFrame) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)) },
);

/** ␞ within a text would be a record's end. */
function inOneFrame(records: readonly string[]): Buffer {
  return Buffer.from(records.map((each) => `${each.replaceAll('\u001e', '')}\u001e`).join(''));
}

/** What rte writes as NDJSON: one JSON object a line, whatever came, and `_rte` in it once and rte's own. */
function checkLines(stdout: string, isMeta: boolean): void {
  for (const line of stdout.split('\n').slice(0, -1)) {
    const value: unknown = JSON.parse(line);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    expect(isObject, `seed ${seed}: ${line}`).toBe(true);
    const marks = objectMembers(line)?.filter(({ key }) => key === '_rte') ?? [];
    const { _rte: own } = value as { _rte?: { kind?: string; sequence?: number } };
    const isOfRte = own?.sequence !== undefined || ownKinds.has(own?.kind ?? '');
    const isRecord = own?.kind === 'undecodable';
    expect(marks.length, `seed ${seed}: ${line}`).toBe(isMeta || isRecord ? 1 : 0);
    if (marks.length > 0) expect(isOfRte, `seed ${seed}: ${line}`).toBe(true);
  }
}

const ownKinds = new Set(['connected', 'rejected', 'gap', 'summary', 'undecodable', 'too-long']);

const marker = { type: 1, target: 'TheEnd', arguments: [] };

describe('whatever frames the hub sends, rte tail neither ends nor lets them drive a terminal', () => {
  test.each([
    ['-o ndjson'],
    ['-o ndjson --meta --changes'],
    ['-o ndjson --fields note,userId'],
    ['-o ndjson --where note~a'],
    ['-o lines'],
    ['-o lines --changes --timestamps iso'],
    ['-o table'],
    ['-o table --fields eventType,note,userId'],
  ])('%s', async (flags) => {
    const hub = await startScriptedHub();
    const tail = startRte(['tail', '--hub-url', hub.url, '--user', user, ...flags.split(' ')], {
      env: { RTE_TOKEN: 'token' },
    });
    await tail.until('stderr', /connected to/);
    const peer = await hub.peer();
    for (const each of fc.sample(frame, { numRuns: 600, seed })) await peer.sendBytes(each);
    // One that every form prints: it meets the condition, and is a change.
    for (const note of ['almost TheEnd', 'at TheEnd'])
      await peer.send({
        type: 1,
        target: 'MessageReceived',
        arguments: [{ data: { ...samplePayload(userStatus), note } }],
      });
    await tail.until('stdout', /at TheEnd/);
    tail.child.kill('SIGINT');
    const { exitCode, stdout, stderr } = await tail.ended;
    expect(exitCode, `seed ${seed}: ${stderr}`).toBe(130);
    expect(stderr, `seed ${seed}`).not.toMatch(/defect of rte|not connected/);
    // oxlint-disable-next-line no-control-regex -- that is what is looked for
    const drives = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;
    expect(drives.exec(stdout + stderr)?.[0], `seed ${seed}`).toBeUndefined();
    if (flags.includes('ndjson')) checkLines(stdout, flags.includes('--meta'));
  });

  test('and each message comes out once', async () => {
    const hub = await startScriptedHub();
    const tail = startRte(['tail', '--hub-url', hub.url, '--user', user], {
      env: { RTE_TOKEN: 'token' },
    });
    await tail.until('stderr', /connected to/);
    const peer = await hub.peer();
    const records = fc.sample(payload, { numRuns: 1_000, seed });
    for (const [number, data] of records.entries())
      await peer.sendBytes(
        inOneFrame([
          `{"type":1,"target":"MessageReceived","arguments":[{"n":${number},"data":${data}}]}`,
        ]),
      );
    await peer.send(marker);
    await tail.until('stdout', /TheEnd/);
    tail.child.kill('SIGINT');
    const lines = (await tail.ended).stdout.split('\n').slice(0, -2);
    // One that is no JSON comes out within a string.
    const numbers = lines.map((line) => Number(/\{\\?"n\\?":(\d+),/.exec(line)?.[1]));
    expect(numbers, `seed ${seed}`).toEqual(records.map((_each, number) => number));
  });
});

describe('whatever the REST API answers, it is an error that says so', () => {
  const answer = fc.oneof(json, anyText, fc.constantFrom('', '<html>', '[]', '{"Token":7}', '{'));

  test('with an exit code of its own, and never a defect', async () => {
    const bodies = fc.sample(answer, { numRuns: 25, seed });
    const server = await startFakeServer({
      '/token/me/rte/': bodies.map((text) => ({
        text,
        headers: { 'Content-Type': 'application/json' },
      })),
    });
    for (const body of bodies) {
      const { exitCode, stdout, stderr } = await rte(['tail', '--user', user], {
        env: { RTE_API_URL: server.url, RTE_USERNAME: 'a@example.com', RTE_SECRET_KEY: 'k' },
      });
      expect([1, 5], `seed ${seed}: ${body}\n${stderr}`).toContain(exitCode);
      expect(stdout).toBe('');
      expect(stderr, `seed ${seed}: ${body}`).not.toContain('defect of rte');
      // oxlint-disable-next-line no-control-regex -- that is what is looked for
      expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    }
  });
});

describe('whatever a file of subscriptions holds, it is taken or refused', () => {
  const entry = fc.oneof(
    json,
    fc
      .tuple(fc.oneof(anyText, fc.constant(user)), fc.oneof(anyText, fc.constant('UserStatus')))
      .map(([EntityId, EventName]) => JSON.stringify({ EntityId, EventName })),
  );
  const file = fc.oneof(
    fc.array(entry, { minLength: 1, maxLength: 3 }).map((all) => `[${all.join(',')}]`),
    json,
    anyText,
  );

  test('with exit code 2 and how it should be, and never a defect', async () => {
    const url = await unusedUrl();
    for (const input of fc.sample(file, { numRuns: 15, seed })) {
      const { exitCode, stderr } = await rte(
        ['tail', '--hub-url', `${url}/rte`, '--subscriptions', '-'],
        { env: { RTE_TOKEN: 'token' }, input },
      );
      // 5 is that of a good file, since there is no hub.
      expect([2, 5], `seed ${seed}: ${input}\n${stderr}`).toContain(exitCode);
      // oxlint-disable-next-line no-control-regex -- that is what is looked for
      expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    }
  });
});
