import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { findFieldName, parseCondition, suggestField } from '../../src/events/filter.ts';
import type { Data } from '../../src/events/message.ts';
import { rteErrorOf, thrownBy, told } from '../support/thrown.ts';

const userId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const otherId = '9b2f7c1a-0d4e-4c55-8f21-6a1b2c3d4e5f';
const options = {
  idOf: (name: string) => (name === 'Aino' ? userId : undefined),
  allowUnknownFields: false,
};

/** Whether data meets a condition; what it does not have is undefined. */
function meets(condition: string, data: Data, allowUnknownFields = false): boolean {
  return parseCondition(condition, { ...options, allowUnknownFields }).isMet(data);
}

describe('a condition is met', () => {
  it.each<[condition: string, data: Data, expected: boolean]>([
    ['talking=true', { talking: true }, true],
    ['talking=true', { talking: false }, false],
    ['talking=TRUE', { talking: true }, true],
    ['talking!=true', { talking: false }, true],
    ['talking!=true', { talking: true }, false],
    ['talking!=true', { talking: null }, true],
    ['talking=false', { talking: null }, false],
    ['talking=true', { talking: 'true' }, true],
    ['talking=true', { talking: ' True ' }, true],
    ['talking!=true', { talking: 'false' }, true],
    ['talking=true', { talking: 'yes' }, false],
    ['talking=true', { talking: 1 }, false],

    ['parkedCalls=2', { parkedCalls: 2 }, true],
    ['parkedCalls=2', { parkedCalls: 3 }, false],
    ['parkedCalls!=2', { parkedCalls: 3 }, true],
    ['parkedCalls<3', { parkedCalls: 2 }, true],
    ['parkedCalls<3', { parkedCalls: 3 }, false],
    ['parkedCalls<=3', { parkedCalls: 3 }, true],
    ['parkedCalls>2', { parkedCalls: 10 }, true],
    ['parkedCalls>2', { parkedCalls: 2 }, false],
    ['parkedCalls>=2', { parkedCalls: 2 }, true],
    ['parkedCalls>=-1', { parkedCalls: 0 }, true],
    ['maxWaitTime>=60', { maxWaitTime: 60 }, true],
    ['maxWaitTime>=60', { maxWaitTime: '120' }, true],
    ['maxWaitTime>=60', { maxWaitTime: '9' }, false],
    ['maxWaitTime=60', { maxWaitTime: ' 60.0 ' }, true],
    ['maxWaitTime!=60', { maxWaitTime: 'sixty' }, true],
    ['maxWaitTime>=0', { maxWaitTime: '' }, false],
    ['parkedCalls<3', { parkedCalls: null }, false],
    ['parkedCalls!=3', { parkedCalls: null }, true],

    [`userId=${userId}`, { userId }, true],
    [`userId=${userId.toUpperCase()}`, { userId }, true],
    [`userId=${userId}`, { userId: userId.toUpperCase() }, true],
    [`userId=${userId}`, { userId: otherId }, false],
    [`userId!=${userId}`, { userId: otherId }, true],
    ['userId=Aino', { userId }, true],
    ['userId!=Aino', { userId }, false],
    ['activeQueueId=null', { activeQueueId: null }, true],
    ['activeQueueId=null', { activeQueueId: userId }, false],
    ['activeQueueId!=null', { activeQueueId: userId }, true],
    ['activeQueueId!=null', { activeQueueId: null }, false],

    ['timestamp>=2026-03-02T08:15:00Z', { timestamp: '2026-03-02T08:15:00' }, true],
    ['timestamp=2026-03-02T10:15:00+02:00', { timestamp: '2026-03-02T08:15:00.0000000Z' }, true],
    ['timestamp<2026-03-02T08:15:00Z', { timestamp: '2026-03-02T08:14:59.9999999Z' }, true],
    ['timestamp<2026-03-02T08:15:00Z', { timestamp: '2026-03-02T08:15:00Z' }, false],
    ['wrapUpEnd>2026-03-02T08:15:00Z', { wrapUpEnd: null }, false],
    ['wrapUpEnd>2026-03-02T08:15:00Z', { wrapUpEnd: '9999-12-31T23:59:59' }, true],

    ['note=Lunch', { note: 'Lunch' }, true],
    ['note=lunch', { note: 'Lunch' }, false],
    ['note=Lunch', { note: 'Lunch break' }, false],
    ['note!=Lunch', { note: 'Dinner' }, true],
    ['note=', { note: '' }, true],
    ['note=null', { note: null }, true],
    ['note=a=b', { note: 'a=b' }, true],
    ['note<=b', { note: 'a' }, true],
    ['note>b', { note: 'a' }, false],

    ['note~lunch', { note: 'At LUNCH until 1' }, true],
    ['note~^lunch$', { note: 'At lunch' }, false],
    ['callerNumber~4012', { callerNumber: '+358401234567' }, true],
    ['note~lunch', { note: null }, false],
    ['parkedCalls~^[12]$', { parkedCalls: 2 }, true],
    ['talking~^t', { talking: true }, true],
    ['callbackExtras~order', { callbackExtras: [{ name: 'Order' }] }, true],

    ['availabilityStatus=Available', { availabilityStatus: 'Available' }, true],
    ['availabilityStatus=2', { availabilityStatus: 2 }, true],
    ['availabilityStatus=Available', { availabilityStatus: 2 }, false],

    ['TALKING=true', { talking: true }, true],
    ['  talking = true  ', { talking: true }, true],
    ['eventType~^User', { eventType: 'UserStatus' }, true],
    ['messageTTLSeconds=-1', { messageTTLSeconds: -1 }, true],
  ])('%s by %j: %s', (condition, data, expected) => {
    expect(meets(condition, data)).toBe(expected);
  });

  it.each(['talking=true', 'talking!=true', 'note=null', 'note!=null', 'note~.', 'parkedCalls<9'])(
    'by no event without the field: %s',
    (condition) => {
      expect(meets(condition, {})).toBe(false);
    },
  );

  it.each<[condition: string, data: Data, expected: boolean]>([
    ['newField=7', { newField: 7 }, true],
    ['newField>=7', { newField: 10 }, true],
    ['newField=true', { newField: true }, true],
    ['newField=text', { newField: 'text' }, true],
    ['NewField=7', { newField: 7 }, true],
    ['newField=null', { newField: null }, true],
    ['newField=7', {}, false],
    ['constructor!=7', {}, false],
    ['toString~.', {}, false],
  ])('of an unknown field, where those are allowed: %s by %j: %s', (condition, data, expected) => {
    expect(meets(condition, data, true)).toBe(expected);
  });

  it('or not, by any data', () => {
    const conditions = [
      'talking=true',
      'note~a',
      'note<b',
      'parkedCalls>=2',
      'userId=Aino',
      'timestamp<2026-03-02T08:15:00Z',
      'activeQueueId!=null',
    ];
    const parsed = conditions.map((text) => parseCondition(text, options));
    const data = fc.record({
      talking: fc.jsonValue(),
      note: fc.jsonValue(),
      parkedCalls: fc.jsonValue(),
      userId: fc.jsonValue(),
      timestamp: fc.jsonValue(),
      activeQueueId: fc.jsonValue(),
    });
    fc.assert(
      fc.property(data, (each) => parsed.every((one) => typeof one.isMet(each) === 'boolean')),
    );
  });
});

describe('a condition that makes no sense', () => {
  it('is a usage error that says what would', async () => {
    const conditions = [
      'talking',
      '=true',
      'talking=',
      'talking=yes',
      'talking<true',
      'talkin=true',
      'nbrOfProvider>3',
      'somethingElse=1',
      'parkedCalls=two',
      'parkedCalls=1.5',
      'parkedCalls<null',
      'userId=Leena',
      'userId<Aino',
      `userId>${userId}`,
      'timestamp>yesterday',
      'note~(',
    ];
    const lines: string[] = [];
    for (const condition of conditions) {
      lines.push(told(await rteErrorOf(() => parseCondition(condition, options))));
    }
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "usage: --where 'talking' is not a condition.
      Write field, operator and value together, such as talking=true; operators: = != < <= > >= ~
      usage: --where '=true' is not a condition.
      Write field, operator and value together, such as talking=true; operators: = != < <= > >= ~
      usage: --where 'talking=': '' is no bool.
      Say true or false.
      usage: --where 'talking=yes': 'yes' is no bool.
      Say true or false.
      usage: --where 'talking<true': < can't be applied to true and false.
      Use = or != instead.
      usage: --where 'talkin=true': no event has a field 'talkin'.
      Did you mean talking? rte describe <event> lists an event's fields.
      usage: --where 'nbrOfProvider>3': no event has a field 'nbrOfProvider'.
      Did you mean nbrOfProviders? rte describe <event> lists an event's fields.
      usage: --where 'somethingElse=1': no event has a field 'somethingElse'.
      rte describe <event> lists an event's fields.
      usage: --where 'parkedCalls=two': 'two' is no int.
      Give a whole number.
      usage: --where 'parkedCalls=1.5': '1.5' is no int.
      Give a whole number.
      usage: --where 'parkedCalls<null': < can't be applied to null.
      Use = or != instead.
      usage: --where 'userId=Leena': 'Leena' is no Guid.
      Give an id (a Guid) or its first eight digits, 'null', or a name that rte names knows.
      usage: --where 'userId<Aino': < can't be applied to ids.
      Use = or != instead.
      usage: --where 'userId>3f2504e0-4f89-41d3-9a0c-0305e82c3301': > can't be applied to ids.
      Use = or != instead.
      usage: --where 'timestamp>yesterday': 'yesterday' is no DateTime.
      Give a moment such as 2026-03-02T08:15:00Z.
      usage: --where 'note~(': '(' is not a regular expression.
      Characters such as ( [ + ? * need a \\ before them to stand for themselves."
    `);
  });

  it('is a usage error, or the text is a condition, whatever it is', async () => {
    const text = fc.oneof(
      fc.string(),
      fc
        .tuple(
          fc.constantFrom('talking', 'note', 'parkedCalls', 'userId', 'timestamp', 'nothing'),
          fc.constantFrom('=', '!=', '<', '<=', '>', '>=', '~'),
          fc.string(),
        )
        .map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (condition) => {
        const thrown = await thrownBy(() => {
          parseCondition(condition, options);
          throw new Error('a condition');
        });
        expect(thrown).toSatisfy(
          (error: Error & { kind?: string }) =>
            error.kind === 'usage' || error.message === 'a condition',
        );
      }),
    );
  });
});

describe('the names of fields', () => {
  it.each([
    ['talking', 'talking'],
    ['TALKING', 'talking'],
    ['MessageTTLSeconds', 'messageTTLSeconds'],
    ['eventtype', 'eventType'],
    ['talkin', undefined],
    ['constructor', undefined],
    ['', undefined],
  ])("of '%s' is %s", (written, expected) => {
    expect(findFieldName(written)).toBe(expected);
  });

  it.each([
    ['talkin', 'Did you mean talking? '],
    ['QueuName', 'Did you mean queueName? '],
    ['xyzzyxyzzy', ''],
  ])("near '%s' are suggested", (written, expected) => {
    expect(suggestField(written)).toBe(expected);
  });
});
