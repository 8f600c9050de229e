import type { EventDefinition } from '../events/definition.ts';
import type { OfferedEvent, Subscription } from './hub-methods.ts';
import type { HubPeer } from './hub-peer.ts';

/** What the hub sends: invocations, or frames that are none. */
export type Outgoing = { target: string; arguments: readonly unknown[] } | { frame: string };

/** An event on its way to one client. */
export interface EventOnItsWay {
  readonly definition: EventDefinition;
  readonly entityId: string;
  /** How often this fault has struck before; what comes in several kinds takes turns by it. */
  readonly turn: number;
  /** The client's subscription to another event of the same entity, if it has one. */
  subscriptionTo(eventName: string): Subscription | undefined;
}

/** An HTTP answer in place of the right one. */
export interface FaultyAnswer {
  status: number;
  headers?: Record<string, string>;
}

interface Described {
  readonly name: string;
  readonly summary: string;
}

/** Strikes every client at once, again and again: the value is a duration. */
export interface ConnectionFault extends Described {
  readonly acts: 'connection';
  readonly usual: string;
  strike(peer: HubPeer): void;
  /** Ends what a strike began; then the two take turns. */
  relieve?(peer: HubPeer): void;
}

/** Changes one event in so many, or adds to it: the value is that number. */
export interface EventFault extends Described {
  readonly acts: 'event';
  readonly usual: string;
  alter(messages: readonly Outgoing[], event: EventOnItsWay): readonly Outgoing[];
}

/** Answers requests: the value is a status. */
export interface StatusFault extends Described {
  readonly acts: 'status';
  readonly on: 'REST' | 'hub';
  readonly usual: string;
}

/** Refuses what would be right; each takes a value of its own, and has a place that asks for it. */
export interface RuleFault extends Described {
  readonly acts: 'refuse-tokens' | 'token-lifetime' | 'deny';
  readonly usual?: string;
}

export type Fault = ConnectionFault | EventFault | StatusFault | RuleFault;

/** What may stand behind a fault's equals sign, in a few words. */
export const faultValues: Readonly<Record<Fault['acts'], string>> = {
  connection: 'how often, such as 30s',
  event: 'one event in so many',
  status: 'an HTTP status',
  'refuse-tokens': 'how many times',
  'token-lifetime': 'a time, such as 5s',
  deny: 'ids or names, with commas',
};

/** Events that RTE's documentation does not know, one for each kind of entity. */
export const undocumentedEvents: readonly OfferedEvent[] = [
  { name: 'UserHeadsetStatus', aliases: [], entity: 'User' },
  { name: 'QueueCallIncoming', aliases: [], entity: 'Queue' },
  { name: 'CallbackReminder', aliases: [], entity: 'CallList' },
];

/** Longer than an event of any kind is worth delivering. */
const lateByMs = 30_000;
const hugeCharacters = 1_500_000;

/**
 * Everything that can go wrong, by name. Those that act on events are applied in this order: first
 * what an event says, then what comes beside it, then how it is written.
 */
export const faults: readonly Fault[] = [
  {
    name: 'drop',
    acts: 'connection',
    summary: 'cut all lines without a word',
    usual: '30s',
    strike: (peer) => peer.cut(),
  },
  {
    name: 'abort',
    acts: 'connection',
    summary: 'end all connections in good order but without a Close message',
    usual: '30s',
    strike: (peer) => peer.abort(),
  },
  {
    name: 'close',
    acts: 'connection',
    summary: 'send all clients a Close message that forbids to reconnect',
    usual: '30s',
    strike: (peer) => peer.close({ allowReconnect: false }),
  },
  {
    name: 'close-reconnect',
    acts: 'connection',
    summary: 'send all clients a Close message that asks them to reconnect',
    usual: '30s',
    strike: (peer) => peer.close({ allowReconnect: true }),
  },
  {
    name: 'stall',
    acts: 'connection',
    summary: 'send nothing for as long, pings included; then all that was due',
    usual: '30s',
    strike: (peer) => peer.stall(),
    relieve: (peer) => peer.resume(),
  },
  {
    name: 'black-hole',
    acts: 'connection',
    summary: 'neither read from the clients of that moment nor send them anything, ever',
    usual: '60s',
    strike: (peer) => peer.fallSilent(),
  },
  {
    name: 'bad-frames',
    acts: 'connection',
    summary: 'send all clients a frame that breaks the WebSocket protocol',
    usual: '30s',
    // The first byte has a reserved bit and a reserved opcode set, the second says: two bytes follow.
    strike: (peer) => peer.writeRaw(Buffer.from([0xc3, 0x02, 0xff, 0xfe])),
  },

  {
    name: 'late',
    acts: 'event',
    summary: 'date events back until they are older than messageTTLSeconds allows',
    usual: '10',
    alter: changeData((data, { definition: { messageTTLSeconds } }) =>
      messageTTLSeconds < 0 ? data : { ...data, timestamp: earlier(data, messageTTLSeconds) },
    ),
  },
  {
    name: 'unknown-fields',
    acts: 'event',
    summary: 'add fields that nobody has documented',
    usual: '1',
    alter: changeData((data) => ({
      ...data,
      sentiment: 'positive',
      headset: { model: 'H-20', battery: 0.85, buttons: [1, 2] },
    })),
  },
  {
    name: 'hostile-text',
    acts: 'event',
    summary: 'put escape sequences, line breaks and bidirectional marks into texts',
    usual: '5',
    alter: changeData((data, { definition, turn }) => ({
      ...data,
      ...Object.fromEntries(
        Object.entries(definition.fields)
          .filter(([, { type }]) => type === 'string')
          .map(([name]) => [name, `${text(data[name])}${rotated(hostileTexts, turn)}`]),
      ),
      ['\u001b[31mred\u202e']: rotated(hostileTexts, turn),
    })),
  },
  {
    name: 'huge',
    acts: 'event',
    summary: 'make messages of 1.5 million characters',
    usual: '50',
    alter: changeData((data) => ({ ...data, padding: 'x'.repeat(hugeCharacters) })),
  },

  {
    name: 'unknown-events',
    acts: 'event',
    summary: 'offer an undocumented event for each kind of entity, and send it beside others',
    usual: '5',
    alter: (messages, { definition: { entity }, entityId, subscriptionTo }) => {
      const eventType = undocumentedEvents.find((event) => event.entity === entity)?.name;
      const subscription = eventType && subscriptionTo(eventType);
      if (!subscription) return messages;
      const data = { eventType, entityType: entity, entityId, level: 3, isNew: true };
      return [...messages, { target: messageReceived, arguments: [{ subscription, data }] }];
    },
  },
  {
    name: 'unknown-targets',
    acts: 'event',
    summary: 'invoke a target that nobody has documented beside others',
    usual: '5',
    alter: (messages, { turn }) => [
      ...messages,
      { target: 'MaintenanceAnnounced', arguments: ['A restart is due.', { inMinutes: 5, turn }] },
    ],
  },
  {
    name: 'duplicates',
    acts: 'event',
    summary: 'send events twice',
    usual: '10',
    alter: (messages) => messages.flatMap((message) => [message, message]),
  },

  {
    name: 'pascal-case',
    acts: 'event',
    summary: 'write the names of properties in PascalCase',
    usual: '1',
    alter: changeMessage((message, { definition }) =>
      inPascalCase({
        ...message,
        subscription: inPascalCase(message['subscription']),
        data: inPascalCase(dataInPascalCase(message['data'], definition)),
      }),
    ),
  },
  {
    name: 'data-as-string',
    acts: 'event',
    summary: 'send data as a string of JSON',
    usual: '1',
    alter: changeMessage((message) =>
      Object.fromEntries(
        Object.entries(message).map(([name, value]) => [
          name,
          name.toLowerCase() === 'data' ? JSON.stringify(value) : value,
        ]),
      ),
    ),
  },
  {
    name: 'malformed',
    acts: 'event',
    summary: 'send records that are no messages beside others: cut short, empty, not JSON',
    usual: '10',
    alter: (messages, { turn }) => [...messages, { frame: rotated(malformedFrames, turn) }],
  },

  {
    name: 'refuse-tokens',
    acts: 'refuse-tokens',
    summary: 'have the hub refuse access tokens, good ones too',
  },
  {
    name: 'token-lifetime',
    acts: 'token-lifetime',
    summary: 'have access tokens expire early',
    usual: '5s',
  },
  {
    name: 'deny',
    acts: 'deny',
    summary: 'let nobody subscribe to an entity',
  },
  {
    name: 'rest-status',
    acts: 'status',
    on: 'REST',
    summary: 'answer all REST requests with an HTTP status',
    usual: '503',
  },
  {
    name: 'hub-status',
    acts: 'status',
    on: 'hub',
    summary: 'answer negotiation and upgrade with an HTTP status',
    usual: '503',
  },
];

const messageReceived = 'MessageReceived';

const hostileTexts: readonly string[] = [
  '\u001b[2J\u001b[H',
  '\u001b]0;owned\u0007',
  '\r\n23:59:59  UserStatus  forged line',
  '\u009b31m\u0000\b\b\b',
  '\u202egnp.exe\u2066',
  '\ud800 half a pair',
  'e\u0301\u200b\ufeff🧑‍🤝‍🧑',
];

const malformedFrames: readonly string[] = [
  '{"type":1,"target":"MessageReceived","arguments":[{"data":\u001e',
  '\u001e',
  'this is not JSON\u001e',
  '[]\u001e',
  '{"target":"MessageReceived","arguments":[]}\u001e',
  '{"type":1,"target":"MessageReceived"}\u001e',
  '{"type":"1","target":7,"arguments":{}}\u001e',
  '{"type":1,"target":"MessageReceived","arguments":[{}]}',
];

/** Changes the argument of every message that tells an event. */
function changeMessage(
  change: (message: Record<string, unknown>, event: EventOnItsWay) => object,
): EventFault['alter'] {
  return (messages, event) =>
    messages.map((each) => {
      if ('frame' in each || each.target !== messageReceived) return each;
      const [message] = each.arguments;
      return { ...each, arguments: [change(message as Record<string, unknown>, event)] };
    });
}

/** Changes the payload of every message that tells an event. */
function changeData(
  change: (data: Record<string, unknown>, event: EventOnItsWay) => object,
): EventFault['alter'] {
  return changeMessage((message, event) => ({
    ...message,
    data: change(message['data'] as Record<string, unknown>, event),
  }));
}

function earlier({ timestamp }: Record<string, unknown>, messageTTLSeconds: number): string {
  const at = Date.parse(String(timestamp));
  return new Date(at - messageTTLSeconds * 1000 - lateByMs).toISOString();
}

/** The names of nested objects alone: what dictionaries hold stays as it is. */
function dataInPascalCase(data: unknown, { fields }: EventDefinition): unknown {
  return Object.fromEntries(
    Object.entries(data as object).map(([name, value]: [string, unknown]) => [
      name,
      fields[name]?.element && Array.isArray(value) ? value.map(inPascalCase) : value,
    ]),
  );
}

function inPascalCase(value: unknown): object {
  return Object.fromEntries(
    Object.entries(value as object).map(([name, each]) => [
      name.charAt(0).toUpperCase() + name.slice(1),
      each as unknown,
    ]),
  );
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function rotated(items: readonly string[], turn: number): string {
  return items[turn % items.length] ?? '';
}
