import { noColours } from '../../src/render/colours.ts';

import { findEvent } from '../../src/events/catalogue.ts';
import { EntityNames } from '../../src/events/entity-names.ts';
import { samplePayload } from '../../src/events/envelope.ts';
import { Message } from '../../src/events/message.ts';
import type { RenderOptions, Reception } from '../../src/render/renderer.ts';

/** Options for text without colour, in UTC, on a wide terminal. */
export function renderOptions(options: Partial<RenderOptions> = {}): RenderOptions {
  return {
    colours: noColours,
    width: 120,
    overflow: 'run on',
    rows: Number.POSITIVE_INFINITY,
    isMixed: false,
    timestamps: 'short',
    utc: true,
    names: new EntityNames(),
    fields: [],
    meta: false,
    ...options,
  };
}

/** The sample of an event as a message, with some of its data changed. */
export function sampleMessage(name: string, change: object = {}): Message {
  const event = findEvent(name);
  if (event === undefined) throw new Error(`No event is called ${name}.`);
  const data: Record<string, unknown> = { ...samplePayload(event), ...change };
  const subscription = { entityId: data['entityId'], eventType: name };
  return new Message(JSON.stringify({ subscription, data }));
}

/** A message of any payload. */
export function messageOf(payload: unknown): Message {
  return new Message(JSON.stringify(payload));
}

/** Half a second after the samples' timestamp, on the first connection. */
export const reception: Reception = {
  receivedAt: new Date('2026-03-02T08:15:04.761Z'),
  sequence: 7,
  connection: 1,
};
