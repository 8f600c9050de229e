import { field, type EventDefinition } from './definition.ts';

/** The fields that every event carries beside its own. */
export const envelopeFields = {
  rootEntityType: field('RootEntityType', 'Kind of the entity at the top; an organization.'),
  rootEntityId: field('Guid', 'The organization at the top.'),
  eventType: field('EventType', 'Name of the event.'),
  entityType: field('EntityType', 'Kind of the entity that the event is about.'),
  entityId: field('Guid', 'The entity that the event is about, as named in the subscription.'),
  id: field('Guid', 'Id of this one event; differs for every event.'),
  timestamp: field('DateTime', 'When the event happened.'),
  messageTTLSeconds: field('int', 'For how many seconds the event is worth delivering.', {
    '-1': 'without limit',
  }),
} as const;

/** A whole payload as it would arrive: the definition's sample inside a sample envelope. */
export function samplePayload(event: EventDefinition): Record<string, unknown> {
  const own = event.sample();
  const subject = { User: 'userId', Queue: 'queueId', CallList: 'callListId' }[event.entity];
  return {
    rootEntityType: 'Organization',
    rootEntityId: own['organizationId'],
    eventType: event.name,
    entityType: event.entity,
    entityId: own[subject] ?? own['targetUserId'],
    messageTTLSeconds: event.messageTTLSeconds,
    ...own,
    id: 'c1f0a6de-7d55-4c1e-9f1b-2a3b4c5d6e7f',
    timestamp: '2026-03-02T08:15:04.2617431Z',
  };
}
