import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { events, findEvent } from '../../src/events/catalogue.ts';
import type { EventDefinition } from '../../src/events/definition.ts';
import { samplePayload } from '../../src/events/envelope.ts';
import { eventSchema } from '../../src/events/schema.ts';

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function validator(event: EventDefinition) {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, formats: { uuid } });
  return ajv.compile(eventSchema(event));
}

function known(name: string): EventDefinition {
  const event = findEvent(name);
  if (event === undefined) throw new Error(`no event ${name}`);
  return event;
}

describe.each(events)('the schema of $name', (event) => {
  const isValid = validator(event);

  it('accepts the sample', () => {
    expect(isValid(samplePayload(event)), JSON.stringify(isValid.errors)).toBe(true);
  });

  it('accepts missing and unknown fields', () => {
    const { eventType, entityId } = samplePayload(event);
    expect(isValid({ eventType, entityId, somethingNew: {} })).toBe(true);
  });

  it.each(['eventType', 'entityId'])('demands %s', (name) => {
    expect(isValid({ ...samplePayload(event), [name]: undefined })).toBe(false);
  });

  it.each(Object.keys(event.fields))('rejects a %s of the wrong type', (name) => {
    // No specified type is a list of lists.
    expect(isValid({ ...samplePayload(event), [name]: [[]] })).toBe(false);
  });
});

it.each([
  ['UserStatus', { activeQueueId: null, note: null, wrapUpEnd: '2026-03-02T14:05:12' }, true],
  ['UserStatus', { availabilityStatus: 3 }, true],
  ['UserStatus', { availabilityStatus: 3.5 }, false],
  ['UserStatus', { talking: 'true' }, false],
  ['UserStatus', { talking: null }, false],
  ['UserStatus', { userId: null }, false],
  ['UserStatus', { userId: 'aino' }, false],
  ['UserStatus', { parkedCalls: 2_147_483_648 }, false],
  ['QueueStatus', { maxWaitTime: 9_007_199_254_740_991 }, true],
  ['QueueStatus', { openStatus: 99 }, true],
  ['QueueStatus', { openStatus: '5' }, false],
  ['UserCallInRecordingConverted', { userChannel: null }, true],
  ['UserCallInRecordingConverted', { userChannel: 256 }, false],
  ['UserRealTimeTranscriptPhrase', { confidence: 1, duration: 4_294_967_295 }, true],
  ['UserRealTimeTranscriptPhrase', { duration: -1 }, false],
  ['UserSetting', { allowedValues: null, values: { key: 'value' } }, true],
  ['UserSetting', { values: { key: 1 } }, false],
  ['CallbackChanged', { callbackAttempts: null, callbackExtras: [] }, true],
  ['CallbackChanged', { callbackExtras: [{ id: 1, name: null, more: true }] }, true],
  ['CallbackChanged', { callbackExtras: [{ id: 'one' }] }, false],
])('of %s with %j says %j', (name, change, expected) => {
  const event = known(name);
  expect(validator(event)({ ...samplePayload(event), ...change })).toBe(expected);
});

it('spells out an event', () => {
  const event = known('UserWrapUpRequestTerminate');
  expect(eventSchema(event)).toMatchInlineSnapshot(`
    {
      "$id": "urn:rte:event:UserWrapUpRequestTerminate",
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "description": "The user is done and asks for the wrap-up to end early.",
      "properties": {
        "entityId": {
          "description": "The entity that the event is about, as named in the subscription.",
          "format": "uuid",
          "type": "string",
        },
        "entityType": {
          "description": "Kind of the entity that the event is about.",
          "type": [
            "string",
            "integer",
          ],
        },
        "eventType": {
          "description": "Name of the event.",
          "type": [
            "string",
            "integer",
          ],
        },
        "id": {
          "description": "Id of this one event; differs for every event.",
          "format": "uuid",
          "type": "string",
        },
        "messageTTLSeconds": {
          "description": "For how many seconds the event is worth delivering. Known values: -1 (without limit).",
          "maximum": 2147483647,
          "minimum": -2147483648,
          "type": "integer",
        },
        "organizationId": {
          "description": "The organization it belongs to.",
          "format": "uuid",
          "type": "string",
        },
        "reason": {
          "description": "Why it is to end. Known values: manual (the user asked).",
          "type": [
            "string",
            "null",
          ],
        },
        "rootEntityId": {
          "description": "The organization at the top.",
          "format": "uuid",
          "type": "string",
        },
        "rootEntityType": {
          "description": "Kind of the entity at the top; an organization.",
          "type": [
            "string",
            "integer",
          ],
        },
        "timestamp": {
          "description": "When the event happened.",
          "type": "string",
        },
        "userId": {
          "description": "The user that the event is about.",
          "format": "uuid",
          "type": "string",
        },
        "wrapUpId": {
          "description": "The wrap-up; null for whichever is going on.",
          "format": "uuid",
          "type": [
            "string",
            "null",
          ],
        },
      },
      "required": [
        "eventType",
        "entityId",
      ],
      "title": "UserWrapUpRequestTerminate",
      "type": "object",
    }
  `);
});
