import fc from 'fast-check';
import { expect, it } from 'vitest';
import { events, findEvent } from '../../src/events/catalogue.ts';
import type { HeadlineContext } from '../../src/events/definition.ts';
import { sampleIds } from '../../src/events/sample-ids.ts';

const names = new Map<string, string>([
  [sampleIds.user, 'Aino'],
  [sampleIds.supervisor, 'Leena'],
  [sampleIds.queue, 'Sales'],
  [sampleIds.callList, 'Callbacks'],
]);

const show: HeadlineContext = {
  name: (id) => (id ? (names.get(id) ?? id.slice(0, 8)) : '–'),
  time: (dateTime) => {
    if (!dateTime || dateTime.startsWith('0001-')) return '–';
    return dateTime.startsWith('9999-') ? '∞' : dateTime.slice(11, 19);
  },
};

function table(headline: (event: (typeof events)[number]) => string): string {
  return events.map((event) => `${event.name.padEnd(30)} ${headline(event)}`.trimEnd()).join('\n');
}

it('puts every event into a few words', () => {
  expect(table((event) => event.headline(event.sample(), show))).toMatchInlineSnapshot(`
    "UserStatus                     talking · in Sales
    UserAvailability               Available · At the Helsinki office
    UserTerminalStatus             Offline · type User · expires 08:45:04
    UserSetting                    Language = fi-FI
    UserAlert                      Calls waiting: 2 (alert at 2)
    UserCallInComing               +358401234567 → +358201234500 coming in
    UserCallInArrived              +358401234567 → +358201234500 arrived
    UserCallInUserAllocated        +358401234567 → +358201234500 allocated · at +358501112233
    UserCallInUserConnected        +358401234567 → +358201234500 connected · at +358501112233
    UserCallInHoldStart            on hold · call 7e0c2f5d
    UserCallInHoldEnd              off hold · call 7e0c2f5d
    UserCallInUserCancelled        +358401234567 → +358201234500 cancelled: NoAnswer
    UserCallInUserOverflow         +358401234567 → +358201234500 overflows to +358457778899: NoAnswer
    UserCallInOverflow             +358401234567 → +358201234500 overflows: UserActivelyDeclined (QueueOverflowDefault)
    UserCallInDisconnected         +358401234567 → +358201234500 disconnected: remote (200)
    UserCallInRecordingConverted   recording 1f2e3d4c · call 7e0c2f5d
    UserCallInTransferStarted      +358401234567 → +358201234500 · transfer to +358504445566 started
    UserCallInTransferConnected    +358401234567 → +358201234500 · transfer to +358504445566 connected
    UserCallInTransferCancelled    +358401234567 → +358201234500 · transfer cancelled: NoAnswer
    UserCallOutGoing               +358501112233 → +358401234567 calling · as +358201234500
    UserCallOutConnected           +358501112233 → +358401234567 connected
    UserCallOutHoldStart           on hold · call 2a6d9e14
    UserCallOutHoldEnd             off hold · call 2a6d9e14
    UserCallOutDisconnected        +358501112233 → +358401234567 disconnected: local (200)
    UserCallOutRecordingConverted  recording b5a49382 · call 2a6d9e14
    UserCallAvailableForMonitoring Aino with +358401234567 · servicecall · in Sales · open to Leena
    UserSupervisionStatus          Leena on Aino · state 0 · in Sales
    UserRealTimeTranscriptPhrase   speaker 0: I would like to change my order. · in Sales
    UserWrapUpEnabled              up to 60 s after the call · in Sales
    UserWrapUpRequestInitiate      up to 60 s · in Sales
    UserWrapUpStarted              up to 60 s · in Sales
    UserWrapUpRequestTerminate     wrap-up e3a5d7f9 · manual
    UserWrapUpTerminated           manual after 42 s · in Sales
    QueueStatus                    waiting 2 · free 2 of 5 · talking 1
    UserCallInCallbackCreated      call back +358401234567 · list Callbacks
    CallbackChanged                changed · +358401234567 · due 10:00:00 · for Aino"
  `);
});

it('survives a server that leaves everything out', () => {
  const headlines = table((event) => event.headline({}, show));
  expect(headlines).not.toMatch(/undefined|null|NaN|\[object/);
  expect(headlines).toMatchInlineSnapshot(`
    "UserStatus                     ?
    UserAvailability               ?
    UserTerminalStatus             ?
    UserSetting                    ? = –
    UserAlert                      ?: ?
    UserCallInComing               ? → ? coming in
    UserCallInArrived              ? → ? arrived
    UserCallInUserAllocated        ? → ? allocated
    UserCallInUserConnected        ? → ? connected
    UserCallInHoldStart            on hold · call ?
    UserCallInHoldEnd              off hold · call ?
    UserCallInUserCancelled        ? → ? cancelled
    UserCallInUserOverflow         ? → ? overflows to ?
    UserCallInOverflow             ? → ? overflows
    UserCallInDisconnected         ? → ? disconnected
    UserCallInRecordingConverted   recording ? · call ?
    UserCallInTransferStarted      ? → ? · transfer to ? started
    UserCallInTransferConnected    ? → ? · transfer to ? connected
    UserCallInTransferCancelled    ? → ? · transfer cancelled
    UserCallOutGoing               ? → ? calling
    UserCallOutConnected           ? → ? connected
    UserCallOutHoldStart           on hold · call ?
    UserCallOutHoldEnd             off hold · call ?
    UserCallOutDisconnected        ? → ? disconnected
    UserCallOutRecordingConverted  recording ? · call ?
    UserCallAvailableForMonitoring ? with ? · open to ?
    UserSupervisionStatus          ? on ? · state ?
    UserRealTimeTranscriptPhrase   speaker ?: ?
    UserWrapUpEnabled              up to ? s after the call
    UserWrapUpRequestInitiate      up to ? s
    UserWrapUpStarted              up to ? s
    UserWrapUpRequestTerminate     any wrap-up
    UserWrapUpTerminated           ? after ? s
    QueueStatus                    waiting ? · free ? of ? · talking ?
    UserCallInCallbackCreated      call back ?
    CallbackChanged                changed · ?"
  `);
});

it.each([
  ['UserStatus', { canBeAllocatedTo: true, talking: false }, 'free'],
  [
    'UserStatus',
    {
      available: false,
      availabilityStatus: 'DoNotDisturb',
      wrapUpEnd: '2026-03-02T14:05:12Z',
      parkedCalls: 2,
      note: 'Lunch',
    },
    'away (DoNotDisturb) · wrap-up until 14:05:12 · parked 2 · Lunch',
  ],
  ['UserStatus', { available: false, availabilityStatus: 3 }, 'away (3)'],
  [
    'UserStatus',
    { available: true, canBeAllocatedTo: false, serving: false, serviceTerminals: 0 },
    'not free · not serving · no terminal',
  ],
  ['UserStatus', { talking: true, activeCallListId: sampleIds.callList }, 'talking · in Callbacks'],
  [
    'UserAvailability',
    { availability: 'OffWork', endTime: '2026-03-02T17:00:00', transferNumber: '+358401' },
    'OffWork · until 17:00:00 · calls to +358401',
  ],
  ['UserSetting', { keyword: 'Colour', value: null, deleted: true }, 'Colour deleted'],
  ['UserSetting', { keyword: 'Keys', values: { a: '1', b: '2' } }, 'Keys = a: 1, b: 2'],
  [
    'UserTerminalStatus',
    { terminalStatus: 1, terminalType: 2, expires: '0001-01-01' },
    '1 · type 2',
  ],
  [
    'UserCallInTransferStarted',
    { callerNumber: '1', targetNumber: '2', transferTarget: sampleIds.supervisor },
    '1 → 2 · transfer to Leena started',
  ],
  [
    'UserCallInTransferCancelled',
    { callerNumber: '1', targetNumber: '2', reason: 'Busy', detailedReason: '486' },
    '1 → 2 · transfer cancelled: Busy (486)',
  ],
  [
    'UserSupervisionStatus',
    { supervisorUserName: 'leena', targetUserName: 'aino', state: 'Listening' },
    'leena on aino · state Listening',
  ],
  ['UserWrapUpRequestTerminate', { wrapUpId: null, reason: 'manual' }, 'any wrap-up · manual'],
  ['CallbackChanged', { created: true, contactNumber: '+358401' }, 'created · +358401'],
  ['CallbackChanged', { isClosed: true, contactNumber: '+358401' }, 'closed · +358401'],
  ['QueueStatus', { openStatus: 3 }, 'waiting ? · free ? of ? · talking ? · closed'],
  ['QueueStatus', { openStatus: 7 }, 'waiting ? · free ? of ? · talking ? · open status 7'],
  [
    'UserCallInRecordingConverted',
    { recordingId: '00000000-0000-0000-0000-000000000000' },
    'recording ? · call ?',
  ],
])('says of %s %j: %s', (name, data, expected) => {
  expect(findEvent(name)?.headline(data, show)).toBe(expected);
});

it.each(events)('makes a line of $name whatever its fields hold', (event) => {
  // JSON can't hold undefined, so that the word comes from a headline or from a text of this kind.
  const anything = fc
    .jsonValue()
    .filter((value) => !/undefined|\[object/.test(JSON.stringify(value)));
  const payload = fc.record(
    Object.fromEntries(Object.keys(event.fields).map((name) => [name, anything])),
    { requiredKeys: [] },
  );

  fc.assert(
    fc.property(payload, (data) => {
      const headline = event.headline(data, show);
      expect(headline).not.toBe('');
      expect(headline).not.toMatch(/undefined|\[object/);
    }),
    { numRuns: 50 },
  );
});
