import { defineEvent, defineNested, field } from './definition.ts';
import { joined, text, word } from './headline-parts.ts';
import { sampleIds, sampleNames } from './sample-ids.ts';
import { organizationId } from './shared-fields.ts';

export const queueStatus = defineEvent({
  name: 'QueueStatus',
  entity: 'Queue',
  family: 'queue',
  summary: 'The counters of a service queue: calls, agents, waiting time, opening state.',
  snapshotOf: ['queueId'],
  messageTTLSeconds: 60,
  fields: {
    queueId: field('Guid', 'The queue.'),
    organizationId,
    queueName: field('string', 'What the queue is called.'),
    nbrOfProviders: field('int', 'Agents attached to the queue.'),
    nbrOfRequesters: field('int', 'Calls in the queue, in whatever stage.'),
    nbrOfServingAgentsEstimate: field(
      'int',
      'Agents thought to be serving the queue at the moment.',
    ),
    nbrOfAllocated: field('int', 'Calls offered to an agent and not yet answered.'),
    nbrOfConnected: field('int', 'Calls that an agent is talking to.'),
    nbrOfQueuingRequesters: field('int', 'Calls waiting for an agent.'),
    nbrOfNotServedRequesters: field('int', 'Calls that no agent is talking to.'),
    nbrOfAgentsLongTermAway: field('int', 'Agents away for longer, such as by do-not-disturb.'),
    nbrOfAgentsShortTermAway: field(
      'int',
      'Agents away for the moment, such as by being on a call.',
    ),
    nbrOfAgentsImmediatelyFree: field('int', 'Agents who could take a call at once.'),
    nbrOfAgentsCheckedInQueue: field(
      'int',
      'Agents on duty in the queue, even those who are away just now.',
    ),
    nbrOfAgentsOnWrapUp: field('int', 'Agents in wrap-up.'),
    nbrOfAgentsOnFetchMode: field(
      'int',
      'Agents who pick their calls themselves; none is allocated to them.',
    ),
    maxWaitTime: field('long', 'How long the longest wait is now; its unit is not specified.'),
    openStatus: field('int', 'Whether the queue is open, as far as can be told.', {
      '0': 'not known',
      '1': 'no active handler: in effect closed',
      '2': 'no active handler, but a script may decide otherwise',
      '3': 'closed',
      '4': 'closed, but a script may decide otherwise',
      '5': 'open',
      '6': 'open, but a script may decide otherwise',
    }),
  },
  headline: (data) =>
    joined(
      `waiting ${text(data.nbrOfQueuingRequesters)}`,
      `free ${text(data.nbrOfAgentsImmediatelyFree)} of ${text(data.nbrOfProviders)}`,
      `talking ${text(data.nbrOfConnected)}`,
      opening(data.openStatus),
    ),
  sample: () => ({
    queueId: sampleIds.queue,
    organizationId: sampleIds.organization,
    queueName: sampleNames.queueName,
    nbrOfProviders: 5,
    nbrOfRequesters: 4,
    nbrOfServingAgentsEstimate: 4,
    nbrOfAllocated: 1,
    nbrOfConnected: 1,
    nbrOfQueuingRequesters: 2,
    nbrOfNotServedRequesters: 3,
    nbrOfAgentsLongTermAway: 1,
    nbrOfAgentsShortTermAway: 2,
    nbrOfAgentsImmediatelyFree: 2,
    nbrOfAgentsCheckedInQueue: 4,
    nbrOfAgentsOnWrapUp: 0,
    nbrOfAgentsOnFetchMode: 0,
    maxWaitTime: 42,
    openStatus: 5,
  }),
});

/** What is remarkable about the opening state; nothing while the queue is plainly open. */
function opening(status: unknown): string | undefined {
  switch (status) {
    case 0:
      return 'opening not known';
    case 1:
      return 'in effect closed';
    case 2:
      return 'perhaps in effect closed';
    case 3:
      return 'closed';
    case 4:
      return 'perhaps closed';
    case 5:
      return undefined;
    case 6:
      return 'perhaps open';
    default: {
      const unlisted = word(status);
      return unlisted === undefined ? undefined : `open status ${unlisted}`;
    }
  }
}

export const queueAttachedUser = defineNested({
  name: 'QueueAttachedUser',
  summary: 'A user who is attached to a queue.',
  fields: {
    userId: field('Guid', 'The user.'),
    active: field('bool', 'Whether the user takes part in the queue now.'),
    priority: field('int', 'The priority that the user has in the queue.'),
  },
  sample: () => ({ userId: sampleIds.user, active: true, priority: 1 }),
});

export const queueGroup = defineNested({
  name: 'QueueGroup',
  summary: 'A group that queues are sorted into.',
  fields: {
    id: field('Guid?', 'The group.'),
    name: field('string', 'What it is called.'),
    description: field('string', 'What it is for.'),
  },
  sample: () => ({
    id: sampleIds.queueGroup,
    name: 'Customer service',
    description: 'All public queues',
  }),
});
