import { defineEvent, field, type HeadlineContext } from './definition.ts';
import { joined, labelled, named, text, word } from './headline-parts.ts';
import { sampleIds, sampleNames } from './sample-ids.ts';
import { agentLegId, organizationId, unsetDateMeaning } from './shared-fields.ts';

const targetUserId = field('Guid', 'The user whose call it is.');
const targetUserName = field('string', 'Name of that user.');
const supervisorUserId = field('Guid', 'The supervisor.');
const supervisorUserName = field('string', "The supervisor's name.");
const queueName = field('string', 'Name of the queue that the call came through.');
const queueId = field('Guid?', 'The queue that the call came through, if any.');
const callId = field('Guid', 'The call under supervision.');
const legId = field('string', 'The leg under supervision.');

const sampleRoles = {
  targetUserId: sampleIds.user,
  targetUserName: sampleNames.userName,
  organizationId: sampleIds.organization,
  supervisorUserId: sampleIds.supervisor,
  supervisorUserName: sampleNames.supervisorName,
  queueName: sampleNames.queueName,
  queueId: sampleIds.queue,
  callId: sampleIds.call,
  legId: sampleIds.leg,
} as const;

function person(show: HeadlineContext, id: unknown, name: unknown): string {
  return named(show, id) ?? text(name);
}

export const userCallAvailableForMonitoring = defineEvent({
  name: 'UserCallAvailableForMonitoring',
  entity: 'User',
  family: 'supervision',
  summary: 'A user has a call that a supervisor could now listen in on.',
  fields: {
    targetUserId,
    targetUserName,
    organizationId,
    supervisorUserId,
    supervisorUserName,
    queueName,
    queueId,
    callId: field('Guid', 'The call that can be supervised.'),
    legId: field('string', 'The leg that can be supervised.'),
    agentLegId,
    supervisorTerminalNumber: field('string', 'The number that the supervisor has to call from.'),
    supervisionCallInNumber: field('string', 'The number that the supervisor calls to listen in.'),
    callType: field('string', 'How the call came about.', {
      servicecall: 'through a queue',
      directcall: 'straight to the user',
      callout: 'made by the user',
    }),
    callerNumber: field('string', "The caller's number."),
    connectedToAgentTime: field('DateTime', 'When the user answered.', unsetDateMeaning),
  },
  headline: (data, show) =>
    joined(
      `${person(show, data.targetUserId, data.targetUserName)} with ${text(data.callerNumber)}`,
      word(data.callType),
      labelled('in', named(show, data.queueId) ?? data.queueName),
      `open to ${person(show, data.supervisorUserId, data.supervisorUserName)}`,
    ),
  sample: () => ({
    ...sampleRoles,
    agentLegId: sampleIds.agentLeg,
    supervisorTerminalNumber: sampleNames.supervisorNumber,
    supervisionCallInNumber: sampleNames.supervisionNumber,
    callType: 'servicecall',
    callerNumber: sampleNames.callerNumber,
    connectedToAgentTime: '2026-03-02T08:14:42.5183094Z',
  }),
});

export const userSupervisionStatus = defineEvent({
  name: 'UserSupervisionStatus',
  entity: 'User',
  family: 'supervision',
  summary: 'The supervision of a call began, changed or ended.',
  snapshotOf: ['callId', 'supervisorUserId'],
  fields: {
    targetUserId,
    targetUserName,
    organizationId,
    supervisorUserId,
    supervisorUserName,
    queueName,
    queueId,
    callId,
    legId,
    supervisorLegId: field('string', 'The leg on which the supervisor called in, if any.'),
    state: field('SupervisionState', 'How far the supervision has got.'),
  },
  headline: (data, show) =>
    joined(
      `${person(show, data.supervisorUserId, data.supervisorUserName)} on ` +
        person(show, data.targetUserId, data.targetUserName),
      `state ${text(data.state)}`,
      labelled('in', named(show, data.queueId) ?? data.queueName),
    ),
  sample: () => ({ ...sampleRoles, supervisorLegId: sampleIds.supervisorLeg, state: 0 }),
});
