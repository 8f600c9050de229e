import {
  bareOpen,
  bareRequest,
  exchange,
  handshake,
  invocation,
  negotiate,
  open,
  padded,
  record,
  request,
  send,
  settle,
  type Action,
  type Frame,
  type Step,
} from '../step.ts';
import { tokenSteps } from './http.ts';

const webSocketHeaders = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

function step(name: string, ...actions: Action[]): Step {
  return { name, actions };
}

function upgrade(name: string, headers: Record<string, string>, method = 'GET', path = ''): Step {
  return step(name, request(method, path, { headers: { ...webSocketHeaders, ...headers } }));
}

/** How an HTTP request becomes a WebSocket, or not. */
export const upgrades: readonly Step[] = [
  ...tokenSteps('upgrade', (query, headers) => bareOpen(`?a=b${query}`, headers)),
  step('upgrade without id', open(), send(handshake), settle),
  step('upgrade below the hub', open('/'), send(handshake), settle),
  step('upgrade with an empty id', open('?id='), send(handshake), settle),
  step('upgrade with an unknown id', open('?id=unknown')),
  step('upgrade with a good id', negotiate, open('?id={connectionToken}'), send(handshake), settle),
  step(
    'upgrade with the id of version 0',
    request('POST', '/negotiate'),
    open('?id={connectionId}'),
    send(handshake),
    settle,
  ),
  step('upgrade with a connection id that has a token', negotiate, open('?id={connectionId}')),
  step(
    'upgrade with an id in use',
    negotiate,
    open('?id={connectionToken}'),
    open('?id={connectionToken}'),
    send(handshake),
    settle,
  ),
  step(
    'upgrade with an id whose connection has ended',
    negotiate,
    open('?id={connectionToken}'),
    send(handshake),
    settle,
    { kind: 'close', code: 1000, reason: '' },
    { kind: 'pause', ms: 300 },
    open('?id={connectionToken}'),
  ),
  step(
    'requests with the id of a WebSocket in use',
    negotiate,
    open('?id={connectionToken}'),
    send(handshake),
    settle,
    request('GET', '?id={connectionToken}'),
    request('POST', '?id={connectionToken}', { body: handshake }),
    request('DELETE', '?id={connectionToken}'),
    request('PUT', '?id={connectionToken}'),
    settle,
  ),
  step('upgrade with a bad token and an unknown id', bareOpen('?id=unknown')),
  step('upgrade at negotiate', open('/negotiate')),
  step('upgrade at an unknown path', open('/elsewhere')),
  step('upgrade at an unknown path, with no token', bareOpen('/elsewhere')),
  step('upgrade at REST', bareOpen('/../users/me')),
  upgrade('a plain upgrade', {}),
  upgrade('upgrade with sub-protocols', { 'Sec-WebSocket-Protocol': 'json, other' }),
  upgrade('upgrade with compression on offer', {
    'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits',
  }),
  upgrade('upgrade from another origin', { Origin: 'http://localhost:5173' }),
  upgrade('upgrade by POST', {}, 'POST'),
  upgrade('upgrade by PUT', {}, 'PUT'),
  upgrade('upgrade of version 8', { 'Sec-WebSocket-Version': '8' }),
  upgrade('upgrade with a bad key', { 'Sec-WebSocket-Key': 'short' }),
  upgrade('upgrade to something else', { Upgrade: 'h2c' }),
  upgrade('upgrade with keep-alive beside it', { Connection: 'keep-alive, Upgrade' }),
  upgrade('upgrade in capitals', { Upgrade: 'WEBSOCKET' }),
  step(
    'upgrade with no key',
    bareRequest('GET', '?access_token={token}', {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
    }),
  ),
  step(
    'hub in capitals',
    request('POST', '/../RTE/negotiate'),
    open('/../RTE'),
    send(handshake),
    settle,
  ),
];

function shake(name: string, ...frames: Frame[]): Step {
  return step(`handshake: ${name}`, open(), send(...frames), settle);
}

const good = { protocol: 'json', version: 1 };

/** The first record of a connection. */
export const handshakes: readonly Step[] = [
  shake('good', record(good)),
  shake('with extra properties', record({ a: [{}], ...good, headers: 1, type: 'x' })),
  shake('other order', record({ version: 1, protocol: 'json' })),
  shake('white space', '{ "protocol" : "json",\n"version" : 1 }\n␞'),
  shake('unknown protocol', record({ ...good, protocol: 'xml' })),
  shake('protocol to be escaped', record({ ...good, protocol: '<å"\'+&`\u{1F600}\\/>' })),
  shake('messagepack', record({ ...good, protocol: 'messagepack' })),
  shake('protocol in capitals', record({ ...good, protocol: 'JSON' })),
  shake('empty protocol', record({ ...good, protocol: '' })),
  shake('protocol null', record({ ...good, protocol: null })),
  shake('protocol a number', record({ ...good, protocol: 1 })),
  shake('version 0', record({ ...good, version: 0 })),
  shake('version -1', record({ ...good, version: -1 })),
  shake('version 2', record({ ...good, version: 2 })),
  shake('version 3', record({ ...good, version: 3 })),
  shake('version 99', record({ ...good, version: 99 })),
  shake('version 1.5', record({ ...good, version: 1.5 })),
  shake('version 1.0', '{"protocol":"json","version":1.0}␞'),
  shake('version 1e0', '{"protocol":"json","version":1e0}␞'),
  shake('version too large', record({ ...good, version: 99_999_999_999 })),
  shake('version a string', record({ ...good, version: '1' })),
  shake('version null', record({ ...good, version: null })),
  shake('no version', record({ protocol: 'json' })),
  shake('no protocol', record({ version: 1 })),
  shake('names in capitals', record({ Protocol: 'json', Version: 1 })),
  shake('name in escapes', '{"p\\u0072otocol":"json","version":1}␞'),
  shake('protocol twice', '{"protocol":"xml","protocol":"json","version":1}␞'),
  shake('an empty object', '{}␞'),
  shake('not JSON', 'hello␞'),
  shake('cut off', '{"protocol":"json"␞'),
  shake('something behind it', '{"protocol":"json","version":1}x␞'),
  shake('trailing comma', '{"protocol":"json","version":1,}␞'),
  shake('comment', '{"protocol":"json","version":1/**/}␞'),
  shake('an array', '[]␞'),
  shake('a string', '"json"␞'),
  shake('null', 'null␞'),
  shake('an empty record', '␞'),
  shake('a byte order mark', `\uFEFF${record(good)}`),
  shake('a message instead', record({ type: 6 })),
  shake('split over two frames', '{"protocol":"json",', '"version":1}␞'),
  shake('in fragments', { fragments: record(good), every: 5 }),
  shake('a byte a frame', {
    bytes: Buffer.from('{"protocol":"json","version":1}\u001e'),
    as: 'frame a byte',
  }),
  shake('in a binary frame', {
    bytes: Buffer.from('{"protocol":"json","version":1}\u001e'),
    as: 'binary',
  }),
  shake(
    'with a ping and an invocation behind it in one frame',
    `${record(good)}${record({ type: 6 })}${invocation('ActiveSubscriptions')}`,
  ),
  shake('with the beginning of a message behind it', `${record(good)}{"type":`, '6}␞'),
  shake('with a broken message behind it', `${record(good)}x␞`),
  shake('as long as the limit', padded(good, 32_768)),
  shake('one byte longer than the limit', padded(good, 32_769)),
  shake('longer than the limit, with no end', '{"protocol":"json","a":"' + 'x'.repeat(32_768)),
  shake('twice', record(good), record(good)),
  shake('invalid UTF-8 in a binary frame', {
    bytes: Buffer.concat([
      Buffer.from('{"protocol":"'),
      Buffer.of(0xff),
      Buffer.from('","version":1}\u001e'),
    ]),
    as: 'binary',
  }),
  step('handshake: the client closes before it', open(), { kind: 'close', code: 1000, reason: '' }),
];

const text = (value: string): Buffer => Buffer.from(value.replaceAll('␞', '\u001e'));
const clientMask = Buffer.of(0, 0, 0, 0);

/** Frames as such. */
export const frames: readonly Step[] = [
  exchange(
    'several invocations in one frame',
    [1, 2, 3]
      .map((id) =>
        record({ type: 1, invocationId: `${id}`, target: 'UnsubscribeAll', arguments: [] }),
      )
      .join(''),
  ),
  exchange('a record split byte by byte', {
    bytes: text(invocation('UnsubscribeAll')),
    as: 'frame a byte',
  }),
  exchange('a record in fragments', { fragments: invocation('UnsubscribeAll'), every: 7 }),
  exchange('a record in a binary frame', {
    bytes: text(invocation('UnsubscribeAll')),
    as: 'binary',
  }),
  exchange(
    'one record and a half, then the rest',
    `${invocation('UnsubscribeAll')}{"type":1,"invocationId":"2",`,
    '"target":"UnsubscribeAll","arguments":[]}␞',
  ),
  exchange('an empty frame', ''),
  exchange('a character split over two frames of binary', {
    bytes: text(invocation('å')),
    as: 'binary',
  }),
  step(
    'invalid UTF-8 in a text frame',
    open(),
    send(handshake),
    settle,
    send({
      bytes: Buffer.concat([text('{"type":1,"invocationId":"1","target":"'), Buffer.of(0xff)]),
      as: 'text',
    }),
    { kind: 'await close', withinMs: 5000 },
  ),
  step('half a record, then the end', open(), send(handshake), settle, send('{"type":'), {
    kind: 'close',
    code: 1000,
    reason: '',
  }),
  step('the client closes', open(), send(handshake), settle, {
    kind: 'close',
    code: 1000,
    reason: 'bye',
  }),
  step('the client closes with a code of its own', open(), send(handshake), settle, {
    kind: 'close',
    code: 4000,
    reason: '',
  }),
  step('the client goes away', open(), send(handshake), settle, {
    kind: 'close',
    code: 1001,
    reason: 'away',
  }),
  step(
    'a WebSocket ping',
    open(),
    send(handshake),
    settle,
    send({ raw: Buffer.concat([Buffer.of(0x89, 0x82), clientMask, Buffer.from('hi')]) }),
    settle,
  ),
  step(
    'a frame without a mask',
    open(),
    send(handshake),
    settle,
    send({ raw: Buffer.concat([Buffer.of(0x81, 0x0b), Buffer.from('hello hello')]) }),
    { kind: 'await close', withinMs: 5000 },
  ),
  step(
    'a frame of a reserved kind',
    open(),
    send(handshake),
    settle,
    send({ raw: Buffer.concat([Buffer.of(0x83, 0x82), clientMask, Buffer.from('hi')]) }),
    { kind: 'await close', withinMs: 5000 },
  ),
];

/** What takes its time: run beside all others. */
export const slowSteps: readonly Step[] = [
  step('slow: no handshake', open(), { kind: 'await close', withinMs: 20_000 }),
  step('slow: half a handshake', open(), send('{"protocol":'), {
    kind: 'await close',
    withinMs: 20_000,
  }),
  step('slow: a ping from the hub', open(), send(handshake), { kind: 'pause', ms: 18_000 }, settle),
  step('slow: silence after a ping', open(), send(handshake, record({ type: 6 })), {
    kind: 'await close',
    withinMs: 35_000,
  }),
  step(
    'slow: silence without a ping',
    open(),
    send(handshake),
    settle,
    {
      kind: 'pause',
      ms: 34_000,
    },
    settle,
  ),
  step(
    'slow: an id that was not used',
    negotiate,
    { kind: 'pause', ms: 19_000 },
    open('?id={connectionToken}'),
  ),
  step(
    'slow: an id that was used in time',
    negotiate,
    { kind: 'pause', ms: 12_000 },
    open('?id={connectionToken}'),
    send(handshake),
    settle,
    { kind: 'pause', ms: 6_000 },
    settle,
  ),
];
