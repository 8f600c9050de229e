import { exchange, invocation, padded, record, type Step } from '../step.ts';

const call = { type: 1, invocationId: '1', target: 'UnsubscribeAll', arguments: [] };

/** One message, or none that it should be. */
function message(name: string, json: string): Step {
  return exchange(`message: ${name}`, `${json}␞`);
}

function object(name: string, value: Record<string, unknown>): Step {
  return exchange(`message: ${name}`, record(value));
}

function typed(type: unknown): Step {
  return object(`type ${JSON.stringify(type)}`, { type });
}

/** Everything that comes in the shape of a hub message, well-formed or not. */
export const messages: readonly Step[] = [
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 99, -1, 2 ** 31, '1', null, 1.5, true, [1], {}].map(typed),
  message('type 1.0', '{"type":6.0}'),
  message('type 6e0', '{"type":6e0}'),
  message('no type', '{}'),
  message('no type but a target', '{"invocationId":"1","target":"UnsubscribeAll","arguments":[]}'),
  message('an array', '[{"type":6}]'),
  message('a number', '6'),
  message('null', 'null'),
  message('empty', ''),
  message('white space', '  '),
  message('malformed', '{"type":6'),
  message('trailing comma', '{"type":6,}'),
  message('comment', '{"type":6/* */}'),
  message('single quotes', "{'type':6}"),
  message('something behind it', '{"type":6}x'),
  message('another object behind it', '{"type":6}{"type":7}'),
  message('white space around it', ' \t\r\n{ "type" : 6 } \n'),
  message('byte order mark', '\uFEFF{"type":6}'),
  message('a number with a leading zero', '{"type":06}'),
  message('a raw newline in a string', '{"type":6,"a":"\n"}'),
  message('a bad escape in a skipped string', '{"type":6,"a":"\\x"}'),
  message('type twice, the second good', '{"type":7,"type":6}'),
  message('type twice, the first a string', '{"type":"7","type":6}'),
  message('type in capitals', '{"Type":6}'),
  message('type with an escape', '{"t\\u0079pe":6}'),
  object('type last', { arguments: [], target: 'UnsubscribeAll', invocationId: '1', type: 1 }),
  message(
    'names in capitals',
    '{"Type":1,"InvocationId":"1","Target":"UnsubscribeAll","Arguments":[]}',
  ),
  message(
    'target in capitals',
    '{"type":1,"invocationId":"1","Target":"UnsubscribeAll","arguments":[]}',
  ),
  message(
    'target twice',
    '{"type":1,"invocationId":"1","target":"No","target":"UnsubscribeAll","arguments":[]}',
  ),
  message(
    'arguments twice',
    '{"type":1,"invocationId":"1","target":"UnsubscribeAll","arguments":[1],"arguments":[]}',
  ),
  message(
    'invocationId twice',
    '{"type":1,"invocationId":"1","invocationId":"2","target":"UnsubscribeAll","arguments":[]}',
  ),
  object('headers', { ...call, headers: { a: 'b' } }),
  object('empty headers', { ...call, headers: {} }),
  object('headers a string', { ...call, headers: 'a' }),
  object('headers null', { ...call, headers: null }),
  object('headers with a number', { ...call, headers: { a: 1 } }),
  object('unknown properties', { a: { b: [1, 'ä'] }, ...call, b: null }),
  object('deep nesting in an unknown property', { ...call, a: nested(62) }),
  object('too deep nesting in an unknown property', { ...call, a: nested(64) }),
  object('stream ids', { ...call, streamIds: ['1'] }),
  object('empty stream ids', { ...call, streamIds: [] }),
  object('stream ids null', { ...call, streamIds: null }),
  object('stream ids with a number', { ...call, streamIds: [1] }),
  object('error in an invocation', { ...call, error: 'x' }),
  object('error null in an invocation', { ...call, error: null }),
  object('allowReconnect in an invocation', { ...call, allowReconnect: true }),
  object('allowReconnect a string', { ...call, allowReconnect: 'x' }),
  object('result and item in an invocation', { ...call, result: 1, item: 2 }),
  object('invocation without id', { ...call, invocationId: undefined }),
  object('invocation of an unknown method without id', {
    ...call,
    invocationId: undefined,
    target: 'No',
  }),
  object('id null', { ...call, invocationId: null }),
  object('id empty', { ...call, invocationId: '' }),
  object('id a number', { ...call, invocationId: 1 }),
  object('id to be escaped', { ...call, invocationId: `<å>"'+&\`\u2028\u{1F600}\\/\n\u007f` }),
  object('target empty', { ...call, target: '' }),
  object('target missing', { ...call, target: undefined }),
  object('target missing, without id', { type: 1, arguments: [] }),
  object('target a number', { ...call, target: 1 }),
  object('target null', { ...call, target: null }),
  object('target with white space', { ...call, target: ' UnsubscribeAll ' }),
  object('target of an object', { ...call, target: 'constructor' }),
  object('target of Hub', { ...call, target: 'OnConnectedAsync' }),
  object('target Dispose', { ...call, target: 'Dispose' }),
  object('target to be escaped', {
    ...call,
    target: `<å>"'+&\`\u2028\u{1F600}\\/\n\t\u0001\u007f`,
  }),
  object('target in lower case', { ...call, target: 'unsubscribeall' }),
  object('target in capitals all through', { ...call, target: 'UNSUBSCRIBEALL' }),
  object('target with a dotless i', { ...call, target: 'UnsubscrıbeAll' }),
  object('target with a Kelvin sign', { ...call, target: 'Unsubscribe\u212A' }),
  message(
    'lone surrogate in target',
    '{"type":1,"invocationId":"1","target":"\\ud800","arguments":[]}',
  ),
  message(
    'lone low surrogate in target',
    '{"type":1,"invocationId":"1","target":"a\\udc00b","arguments":[]}',
  ),
  message(
    'lone surrogate in the id',
    '{"type":1,"invocationId":"\\ud800","target":"UnsubscribeAll","arguments":[]}',
  ),
  message('lone surrogate in an unknown property', '{"type":6,"a":"\\ud800"}'),
  message('lone surrogate in an unknown name', '{"type":6,"\\ud800":1}'),
  object('arguments missing', { ...call, arguments: undefined }),
  object('arguments null', { ...call, arguments: null }),
  object('arguments an object', { ...call, arguments: {} }),
  object('arguments a string', { ...call, arguments: 'x' }),
  object('too many arguments', { ...call, arguments: [1, { a: [] }] }),
  object('arguments of an unknown method', { ...call, target: 'No', arguments: [1, { a: [] }] }),
  message(
    'malformed arguments of an unknown method',
    '{"type":1,"invocationId":"1","target":"No","arguments":[{]}',
  ),
  object('arguments missing for an unknown method', {
    ...call,
    target: 'No',
    arguments: undefined,
  }),
  object('stream of an unknown method', { ...call, type: 4, target: 'No' }),
  object('stream of a known method', { ...call, type: 4 }),
  object('stream of a known method with wrong arguments', { ...call, type: 4, arguments: [1] }),
  object('stream without id', { ...call, type: 4, invocationId: undefined }),
  object('stream without target', { ...call, type: 4, target: undefined }),
  object('stream without arguments', { ...call, type: 4, arguments: undefined }),
  object('cancel', { type: 5, invocationId: '1' }),
  object('cancel with an empty id', { type: 5, invocationId: '' }),
  object('stream item', { type: 2, invocationId: '1', item: 1 }),
  object('stream item without item', { type: 2, invocationId: '1' }),
  object('stream item before its id', { type: 2, item: 1, invocationId: '1' }),
  object('completion', { type: 3, invocationId: '1' }),
  object('completion with a result', { type: 3, invocationId: '1', result: 1 }),
  object('completion with an error', { type: 3, invocationId: '1', error: 'x' }),
  object('completion with both', { type: 3, invocationId: '1', result: 1, error: 'x' }),
  object('completion with the result before its id', { type: 3, result: 1, invocationId: '1' }),
  object('ping with more', { type: 6, invocationId: 'x', target: 'x', arguments: [] }),
  object('ping with a bad target', { type: 6, target: 1 }),
  object('close with an error', { type: 7, error: 'x' }),
  object('close that allows reconnecting', { type: 7, allowReconnect: true }),
  object('ack', { type: 8, sequenceId: 1 }),
  object('sequence', { type: 9, sequenceId: 1 }),
  object('sequence with a string', { type: 9, sequenceId: 'x' }),
  exchange('message: as long as the limit', padded(call, 32_768)),
  exchange('message: one byte longer than the limit', padded(call, 32_769)),
  exchange('message: longer than the limit, with no end', 'x'.repeat(32_769)),
  exchange(
    'message: two that are longer than the limit together',
    padded(call, 20_000) + padded(call, 20_000),
  ),
  exchange(
    'message: a good one before one that is too long',
    invocation('UnsubscribeAll') + padded(call, 32_769),
  ),
  exchange('message: a good one before a broken one', `${invocation('UnsubscribeAll')}x␞`),
  exchange('message: a broken one before a good one', `x␞${invocation('UnsubscribeAll')}`),
  exchange(
    'message: an unknown type before a good one',
    `{"type":10}␞${invocation('UnsubscribeAll')}`,
  ),
  exchange('message: invalid UTF-8 in target, in a binary frame', {
    bytes: Buffer.concat([
      Buffer.from('{"type":1,"invocationId":"1","target":"'),
      Buffer.of(0xff),
      Buffer.from('","arguments":[]}\u001e'),
    ]),
    as: 'binary',
  }),
  exchange('message: invalid UTF-8 in an unknown property, in a binary frame', {
    bytes: Buffer.concat([
      Buffer.from('{"type":6,"a":"'),
      Buffer.of(0xff),
      Buffer.from('"}\u001e'),
    ]),
    as: 'binary',
  }),
];

function nested(depth: number): unknown {
  return depth === 0 ? 0 : [nested(depth - 1)];
}
