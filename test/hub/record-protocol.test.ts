import { MessageType, type HubMessage, type InvocationMessage } from '@microsoft/signalr';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ownPing, RecordProtocol, type CloseMessage } from '../../src/hub/record-protocol.ts';

/** A protocol and all that it handed on. */
function newProtocol(): {
  protocol: RecordProtocol;
  texts: string[];
  calls: number[];
  closes: CloseMessage[];
} {
  const texts: string[] = [];
  const calls: number[] = [];
  const closes: CloseMessage[] = [];
  const protocol = new RecordProtocol({
    onRecords: (records) => {
      calls.push(records.length);
      texts.push(...records.map(({ text }) => text));
    },
    onClose: (message) => closes.push(message),
  });
  protocol.writeMessage({
    type: MessageType.Invocation,
    invocationId: '0',
    target: 'Ask',
    arguments: [],
  });
  return { protocol, texts, calls, closes };
}

function frame(...texts: string[]): Buffer {
  return Buffer.from(texts.map((text) => `${text}\u001e`).join(''));
}

/** As if one read had brought these messages. */
function parse(protocol: RecordProtocol, ...messages: Buffer[]): HubMessage[] {
  const frames = messages.map((bytes) => ({ bytes, spans: [0, bytes.length] }));
  return protocol.parseMessages({ frames, keep: () => {} });
}

const usual = '{"type":1,"target":"MessageReceived","arguments":[{"data":{}}]}';
const unknownTarget = '{"type":1,"target":"SomethingNew","arguments":[1,2]}';
const wantingResult = '{"type":1,"invocationId":"7","target":"Ask","arguments":[]}';
const completion = '{"type":3,"invocationId":"0","result":[1]}';
const ping = '{"type":6}';

describe('of what a frame brings', () => {
  it.each<[string, string, string[], unknown[]]>([
    ['the usual invocation', usual, [usual], []],
    ['one of an unknown target', unknownTarget, [unknownTarget], []],
    ['one of no target', '{"type":1,"arguments":[]}', ['{"type":1,"arguments":[]}'], []],
    ['one that waits for a result', wantingResult, [wantingResult], [JSON.parse(wantingResult)]],
    ['a completion', completion, [], [JSON.parse(completion)]],
    ['a ping', ping, [], [{ type: 6 }]],
    ['a completion that nobody waits for', '{"type":3,"invocationId":"1"}', [], []],
    ['a message of a type to come', '{"type":42}', [], []],
    ['a ping with a great deal in it', `{"type":6,"x":[${'{},'.repeat(50)}{}]}`, [], [{ type: 6 }]],
    ['an undecodable record', '{"type":', ['{"type":'], []],
    ['an empty record', '', [''], []],
    ['JSON that is no message', '[1]', ['[1]'], []],
    [
      'an invocation whose arguments are broken',
      '{"type":1,"target":"MessageReceived","arguments":[{]}',
      ['{"type":1,"target":"MessageReceived","arguments":[{]}'],
      [],
    ],
  ])('%s goes where it belongs', (_name, text, toHandler, toSignalR) => {
    const { protocol, texts } = newProtocol();
    expect(parse(protocol, frame(text))).toEqual(toSignalR);
    expect(texts).toEqual(toHandler);
  });

  it('all invocations come in one call, in order, past what is between them', () => {
    const { protocol, texts, calls } = newProtocol();
    const forSignalR = parse(protocol, frame(usual, completion, 'broken', ping, unknownTarget));
    expect(texts).toEqual([usual, 'broken', unknownTarget]);
    expect(calls).toEqual([3]);
    expect(forSignalR.map(({ type }) => type)).toEqual([3, 6]);
  });

  it('nothing for the handler means no call', () => {
    const { protocol, calls } = newProtocol();
    parse(protocol, frame(ping, completion));
    expect(calls).toEqual([]);
  });

  it.each<[string, CloseMessage]>([
    ['{"type":7}', { error: undefined, allowReconnect: false }],
    ['{"type":7,"error":"Gone."}', { error: 'Gone.', allowReconnect: false }],
    ['{"type":7,"error":"x","allowReconnect":true}', { error: 'x', allowReconnect: true }],
    ['{"type":7,"error":null,"allowReconnect":"yes"}', { error: undefined, allowReconnect: false }],
  ])('a Close message is told of, and SignalR gets it too (%s)', (text, expected) => {
    const { protocol, closes } = newProtocol();
    const { error, allowReconnect } = expected;
    expect(parse(protocol, frame(text))).toEqual([
      { type: 7, ...(error !== undefined && { error }), allowReconnect },
    ]);
    expect(closes).toEqual([expected]);
  });

  it('an answer of more than a million values is an error, and is not decoded', () => {
    const { protocol } = newProtocol();
    const text = `{"type":3,"invocationId":"0","result":[${'{},'.repeat(1_000_000)}{}]}`;
    expect(parse(protocol, frame(text))).toEqual([
      { type: 3, invocationId: '0', error: 'The answer has more values than are read.' },
    ]);
  });

  it('a record that is longer than messages may be is left out but for its beginning', () => {
    const skipped: (number | undefined)[] = [];
    const texts: string[] = [];
    const protocol = new RecordProtocol(
      {
        onRecords: (records) => {
          texts.push(...records.map(({ text }) => text));
          skipped.push(...records.map(({ skippedBytes }) => skippedBytes));
        },
        onClose: () => {},
      },
      100,
    );
    parse(protocol, frame(usual, 'x'.repeat(99), `{"a":"${'x'.repeat(400)}"}`, usual));
    expect(texts).toEqual([usual, 'x'.repeat(99), `{"a":"${'x'.repeat(250)}`, usual]);
    expect(skipped).toEqual([undefined, undefined, 409, undefined]);
  });
});

it('shows a record that was cut short, and is not thrown off by it', () => {
  const { protocol, texts } = newProtocol();
  parse(protocol, Buffer.from(`${ping}\u001e{"type":1,"target":`));
  parse(protocol, frame(usual));
  expect(texts).toEqual(['{"type":1,"target":', usual]);
});

it('gives the same records however they are spread over frames', () => {
  const text = fc.oneof(
    fc.constantFrom(usual, unknownTarget, wantingResult, completion, ping, '{"type":7}', '', '{'),
    fc.string({ unit: 'grapheme' }).map((each) => each.replaceAll('\u001e', '')),
    fc.json(),
    fc.json().map((each) => `{"type":1,"target":"MessageReceived","arguments":[${each}]}`),
  );
  fc.assert(
    fc.property(fc.array(text), fc.array(fc.nat(), { maxLength: 20 }), (all, places) => {
      const whole = newProtocol();
      const toSignalR = parse(whole.protocol, frame(...all));

      const split = newProtocol();
      const pieces: HubMessage[] = [];
      const cuts = places.map((place) => place % (all.length + 1)).toSorted((a, b) => a - b);
      let from = 0;
      for (const to of [...cuts, all.length]) {
        pieces.push(...parse(split.protocol, frame(...all.slice(from, to))));
        from = to;
      }
      expect(split.texts).toEqual(whole.texts);
      expect(split.closes).toEqual(whole.closes);
      expect(pieces).toEqual(toSignalR);
    }),
  );
});

it('never throws, whatever bytes come', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array()), (frames) => {
      const { protocol } = newProtocol();
      parse(protocol, ...frames.map((bytes) => Buffer.from(bytes)));
    }),
  );
});

it('writes what SignalR says as JSON with the separator behind it', () => {
  const { protocol } = newProtocol();
  const message: InvocationMessage = {
    type: MessageType.Invocation,
    target: 'Subscribe',
    arguments: [['ä']],
  };
  expect(protocol.writeMessage(message)).toBe(
    '{"type":1,"target":"Subscribe","arguments":[["ä"]]}\u001e',
  );
});

it('has a ping of its own that SignalR takes for one, and that is none of the hub', () => {
  let pings = 0;
  const protocol = new RecordProtocol({
    onRecords: () => {},
    onClose: () => {},
    onPing: () => pings++,
  });
  expect(protocol.parseMessages(ownPing)).toEqual([{ type: 6 }]);
  expect(pings).toBe(0);
  parse(protocol, frame(ping));
  expect(pings).toBe(1);
});
