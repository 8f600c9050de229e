import { defineEvent, field } from './definition.ts';
import { joined, labelled, moment, named, text, word } from './headline-parts.ts';
import { sampleIds, sampleNames } from './sample-ids.ts';
import { organizationId, unsetDateMeaning, userId, userName } from './shared-fields.ts';

const isPositive = (value: unknown) => typeof value === 'number' && value > 0;

export const userStatus = defineEvent({
  name: 'UserStatus',
  entity: 'User',
  family: 'agent',
  summary:
    'Whether a user can be given a call, and what stands in the way: another call, absence, wrap-up.',
  snapshotOf: ['userId'],
  messageTTLSeconds: 60,
  fields: {
    userId,
    organizationId,
    canBeAllocatedTo: field(
      'bool',
      'Whether a call could go to the user; estimated from the rest.',
    ),
    talking: field('bool', 'Whether the user has a call, even one that nobody has answered yet.'),
    talkingStatusChanged: field('DateTime?', 'When talking last began or ended.'),
    activeQueueId: field('Guid?', 'The queue whose call the user seems to be on.'),
    activeCallListId: field('Guid?', 'The call list whose callback the user seems to be on.'),
    available: field('bool', 'Whether the availability state is one of being available.'),
    schedule: field('bool', 'Whether the user is at work: false while the state is OffWork.'),
    serving: field('bool', 'Whether the user serves queues.'),
    serviceTerminals: field('int', 'How many terminals are active.'),
    activeQueues: field('int', 'How many queues the user is active in.'),
    parkedCalls: field('int', 'How many calls are parked.'),
    wrapUpStart: field('DateTime?', 'When the present wrap-up began; null outside wrap-up.'),
    wrapUpEnd: field('DateTime?', 'When the present wrap-up is to end; null outside wrap-up.'),
    servingCallback: field('bool', 'Whether the user serves call lists.'),
    fetchMode: field(
      'bool',
      'Whether the user picks calls from queues instead of being given them.',
    ),
    note: field('string', 'A remark on the state, such as why the user is away.'),
    availabilityStatus: field(
      'AvailabilityStatusesAVA',
      'The availability state, by name or code.',
    ),
  },
  headline: (data, show) =>
    joined(
      activity(data),
      data.talking === true &&
        labelled('in', named(show, data.activeQueueId) ?? named(show, data.activeCallListId)),
      labelled('wrap-up until', moment(show, data.wrapUpEnd)),
      data.serving === false && 'not serving',
      data.serviceTerminals === 0 && 'no terminal',
      data.fetchMode === true && 'fetch mode',
      isPositive(data.parkedCalls) && labelled('parked', data.parkedCalls),
      word(data.note),
    ),
  sample: () => ({
    userId: sampleIds.user,
    organizationId: sampleIds.organization,
    canBeAllocatedTo: false,
    talking: true,
    talkingStatusChanged: '2026-03-02T08:14:31.9024177Z',
    activeQueueId: sampleIds.queue,
    activeCallListId: null,
    available: true,
    schedule: true,
    serving: true,
    serviceTerminals: 1,
    activeQueues: 2,
    parkedCalls: 0,
    wrapUpStart: null,
    wrapUpEnd: null,
    servingCallback: false,
    fetchMode: false,
    note: null,
    availabilityStatus: 'Available',
  }),
});

interface Activity {
  readonly talking?: unknown;
  readonly canBeAllocatedTo?: unknown;
  readonly available?: unknown;
  readonly availabilityStatus?: unknown;
}

function activity(data: Activity): string {
  if (data.talking === true) return 'talking';
  if (data.canBeAllocatedTo === true) return 'free';
  if (data.available === false) {
    const state = word(data.availabilityStatus);
    return state === undefined ? 'away' : `away (${state})`;
  }
  return data.canBeAllocatedTo === false ? 'not free' : '?';
}

export const userAvailability = defineEvent({
  name: 'UserAvailability',
  entity: 'User',
  family: 'agent',
  summary: 'The availability state that a user is in, from when, until when, and why.',
  snapshotOf: ['userId'],
  fields: {
    userId,
    organizationId,
    userName,
    profileId: field('Guid', 'The stored availability profile that the state comes from.'),
    availability: field('string', 'The state.', {
      Available: 'can be reached',
      Busy: 'occupied',
      DoNotDisturb: 'wants no calls',
      OffWork: 'working hours are over',
      BRB: 'will be right back',
      Away: 'not at the desk',
    }),
    startTime: field('DateTime', 'From when the state holds.', unsetDateMeaning),
    endTime: field('DateTime', 'Until when the state holds.', {
      ...unsetDateMeaning,
      '9999-12-31T23:59:59.9999999': 'until further notice',
    }),
    note: field('string', 'What the user wrote about it.'),
    eventSource: field('string', 'Where the state was set from, as stored.'),
    transferNumber: field('string', 'Where calls are sent meanwhile, if anywhere.'),
  },
  headline: (data, show) =>
    joined(
      text(data.availability),
      labelled('until', moment(show, data.endTime)),
      labelled('calls to', data.transferNumber),
      word(data.note),
    ),
  sample: () => ({
    userId: sampleIds.user,
    organizationId: sampleIds.organization,
    userName: sampleNames.userName,
    profileId: sampleIds.availabilityProfile,
    availability: 'Available',
    startTime: '2026-03-02T06:00:00',
    endTime: '9999-12-31T23:59:59.9999999',
    note: 'At the Helsinki office',
    eventSource: 'User',
    transferNumber: null,
  }),
});

export const userTerminalStatusEvent = defineEvent({
  name: 'UserTerminalStatus',
  aliases: ['UserTerminalStatusEvent'],
  entity: 'User',
  family: 'agent',
  summary: "The state of one of a user's terminals.",
  snapshotOf: ['userId', 'terminalType', 'session'],
  fields: {
    userId,
    organizationId,
    silo: field('string', 'The silo, an installation of the platform.'),
    session: field('string', 'The session that the terminal has.'),
    expires: field('DateTime', 'When this state stops being valid.', unsetDateMeaning),
    terminalType: field('TerminalTypeId', 'What kind of terminal it is.'),
    terminalStatus: field('TerminalStatus', 'The state of the terminal.'),
  },
  headline: (data, show) =>
    joined(
      text(data.terminalStatus),
      labelled('type', data.terminalType),
      labelled('expires', moment(show, data.expires)),
    ),
  sample: () => ({
    userId: sampleIds.user,
    organizationId: sampleIds.organization,
    silo: 'silox',
    session: 'f3a81c',
    expires: '2026-03-02T08:45:04',
    terminalType: 'User',
    terminalStatus: 'Offline',
  }),
});

export const userSetting = defineEvent({
  name: 'UserSetting',
  entity: 'User',
  family: 'agent',
  summary: "One of the user's settings took a new value or was removed.",
  snapshotOf: ['userId', 'keyword'],
  fields: {
    userId,
    organizationId,
    keyword: field('string', 'Which setting.'),
    value: field('string', 'Its value, if it is a single one.'),
    values: field('Dictionary<string, string>', 'Its values by key, if it has several.'),
    allowedValues: field('Dictionary<string, string>', 'What it can be set to.'),
    deleted: field('bool', 'Whether the setting is gone.'),
    level: field('UserSettingLevelEnum', 'The level at which rights to the setting are granted.'),
  },
  headline: (data) =>
    data.deleted === true
      ? `${text(data.keyword)} deleted`
      : `${text(data.keyword)} = ${word(data.value) ?? pairs(data.values) ?? '–'}`,
  sample: () => ({
    userId: sampleIds.user,
    organizationId: sampleIds.organization,
    keyword: 'Language',
    value: 'fi-FI',
    values: null,
    allowedValues: { 'fi-FI': 'Finnish', 'sv-FI': 'Swedish', 'en-US': 'English' },
    deleted: false,
    level: 'Undefined',
  }),
});

function pairs(values: unknown): string | undefined {
  if (typeof values !== 'object' || values === null) return undefined;
  return word(
    Object.entries(values)
      .map(([key, value]) => `${key}: ${text(value)}`)
      .join(', '),
  );
}

export const userAlert = defineEvent({
  name: 'UserAlert',
  entity: 'User',
  family: 'agent',
  summary: 'An alert that the user set on a service queue went off.',
  fields: {
    alertId: field('Guid', 'The alert.'),
    userId,
    organizationId,
    conditionName: field('string', 'What the condition that was met is called.'),
    conditionValue: field('string', 'The value that the condition compares with.'),
    conditionExpression: field('string', 'How the condition is written.'),
    value: field('string', 'The value that met the condition.'),
  },
  headline: (data) => {
    const threshold = labelled('alert at', data.conditionValue);
    const reading = `${text(data.conditionName)}: ${text(data.value)}`;
    return threshold === undefined ? reading : `${reading} (${threshold})`;
  },
  sample: () => ({
    alertId: sampleIds.alert,
    userId: sampleIds.user,
    organizationId: sampleIds.organization,
    conditionName: 'Calls waiting',
    conditionValue: '2',
    conditionExpression: '>=',
    value: '2',
  }),
});
