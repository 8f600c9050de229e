import { exchange, invocation, type Step } from '../step.ts';

const nobody = '00000000-0000-0000-0000-000000000000';
const userStatus = { EntityId: '{user}', EventName: 'UserStatus' };
const queueStatus = { EntityId: '{queue}', EventName: 'QueueStatus' };
const callback = { EntityId: '{callList}', EventName: 'CallbackChanged' };

function method(name: string, ...calls: string[]): Step {
  return exchange(`method: ${name}`, ...calls);
}

function subscribe(name: string, ...args: unknown[]): Step {
  return method(`Subscribe ${name}`, invocation('Subscribe', ...args));
}

const active = invocation('ActiveSubscriptions');

/** The RTE specification's five methods. */
export const methods: readonly Step[] = [
  method('AvailableSubscriptions', invocation('AvailableSubscriptions')),
  method('AvailableSubscriptions with an argument', invocation('AvailableSubscriptions', [])),
  method('ActiveSubscriptions of a new connection', active),
  method('ActiveSubscriptions with an argument', invocation('ActiveSubscriptions', null)),
  method('UnsubscribeAll of nothing', invocation('UnsubscribeAll')),
  method('UnsubscribeAll with an argument', invocation('UnsubscribeAll', [])),
  method('any case', invocation('subSCRIBE', [userStatus]), invocation('activesubscriptions')),
  subscribe('to one', [userStatus]),
  subscribe('to each kind', [userStatus, queueStatus, callback]),
  subscribe('to nothing', []),
  subscribe('to the same twice in one call', [userStatus, userStatus]),
  subscribe('without arguments'),
  subscribe('with two arguments', [userStatus], 1),
  subscribe('with null', null),
  subscribe('with a string for the list', '{user}'),
  subscribe('with an object for the list', userStatus),
  subscribe('with a number for the list', 1),
  subscribe('with a number in the list', [1]),
  subscribe('with a string in the list', ['{user}']),
  subscribe('with a list in the list', [[]]),
  subscribe('with null in the list', [userStatus, null, queueStatus]),
  subscribe('with an empty entry', [{}]),
  subscribe('with an id that is a number', [{ EntityId: 1, EventName: 'UserStatus' }]),
  subscribe('with a name that is a number', [{ EntityId: '{user}', EventName: 1 }]),
  subscribe('with a name that is a list', [{ EntityId: '{user}', EventName: [] }]),
  subscribe('with an id that is null', [{ EntityId: null, EventName: 'UserStatus' }]),
  subscribe('with a name that is null', [{ EntityId: '{user}', EventName: null }]),
  subscribe('without id', [{ EventName: 'UserStatus' }]),
  subscribe('without name', [{ EntityId: '{user}' }]),
  subscribe('with names in camelCase', [{ entityId: '{user}', eventName: 'UserStatus' }]),
  subscribe('with names in lower case', [{ entityid: '{user}', eventname: 'UserStatus' }]),
  subscribe('with names in capitals', [{ ENTITYID: '{user}', EVENTNAME: 'UserStatus' }]),
  subscribe('with unknown names', [{ ...userStatus, Other: [{ a: 1 }] }]),
  subscribe('with unknown names alone', [{ Entity: '{user}', Event: 'UserStatus' }]),
  method(
    'Subscribe with a name twice',
    '{"type":1,"invocationId":"1","target":"Subscribe","arguments":[[{"EntityId":"x","EntityId":"{user}","EventName":"UserStatus"}]]}␞',
  ),
  subscribe('in bad order of faults', [
    { EntityId: 'x', EventName: 'NoSuchEvent' },
    { EntityId: nobody, EventName: 'NoSuchEvent' },
    { EntityId: nobody, EventName: 'UserStatus' },
    { EntityId: '{queue}', EventName: 'UserStatus' },
    { EntityId: '{user}', EventName: 'QueueStatus' },
    userStatus,
  ]),
  subscribe('with me', [{ EntityId: 'me', EventName: 'UserStatus' }]),
  subscribe('with an empty id and name', [{ EntityId: '', EventName: '' }]),
  subscribe('with an id in capitals', [{ EntityId: '{USER}', EventName: 'UserStatus' }]),
  subscribe('with an id in braces', [{ EntityId: '{{user}}', EventName: 'UserStatus' }]),
  subscribe('with an id in parentheses', [{ EntityId: '({user})', EventName: 'UserStatus' }]),
  subscribe('with an id without dashes', [{ EntityId: '{userDigits}', EventName: 'UserStatus' }]),
  subscribe('with an id in hexadecimal parts', [
    { EntityId: '{userHexadecimal}', EventName: 'UserStatus' },
  ]),
  subscribe('with white space around the id', [{ EntityId: ' {user} ', EventName: 'UserStatus' }]),
  subscribe('with white space around the name', [{ EntityId: '{user}', EventName: ' UserStatus' }]),
  subscribe('with the name in other case', [{ EntityId: '{user}', EventName: 'USERstatus' }]),
  subscribe('with both names of an event', [
    { EntityId: '{user}', EventName: 'UserTerminalStatus' },
    { EntityId: '{user}', EventName: 'UserTerminalStatusEvent' },
  ]),
  subscribe('with names that objects have', [
    { EntityId: '{user}', EventName: 'constructor' },
    { EntityId: '{user}', EventName: '__proto__' },
  ]),
  subscribe('with HTML and non-ASCII characters', [
    {
      EntityId: `<å>"'+&\`\u2028\u{1F600}\\/\n\t\b\f\r\u0001\u007f\u0085\u00a0\uFEFF`,
      EventName: 'ÅÄÖ<>&\'"+`İΣ\u{10400}\u1E9E',
    },
  ]),
  method(
    'Subscribe with a lone surrogate in the name',
    '{"type":1,"invocationId":"1","target":"Subscribe","arguments":[[{"EntityId":"{user}","EventName":"\\ud800"}]]}␞',
  ),
  method(
    'Subscribe with a lone surrogate in an unknown property',
    '{"type":1,"invocationId":"1","target":"Subscribe","arguments":[[{"a":"\\ud800"}]]}␞',
  ),
  method(
    'Subscribe with arguments before the target',
    '{"type":1,"invocationId":"1","arguments":[[{"EntityId":"{user}","EventName":"UserStatus"}]],"target":"Subscribe"}␞',
  ),
  exchange('method: Subscribe with invalid UTF-8, in a binary frame', {
    bytes: Buffer.concat([
      Buffer.from('{"type":1,"invocationId":"1","target":"Subscribe","arguments":[[{"EntityId":"'),
      Buffer.of(0xc3, 0x28),
      Buffer.from('","EventName":"x"}]]}\u001e'),
    ]),
    as: 'binary',
  }),
  subscribe('with a name that is deeply nested', [{ EntityId: '{user}', a: nested(70) }]),
  method('Subscribe, then ActiveSubscriptions', invocation('Subscribe', [userStatus]), active),
  method(
    'Subscribe again',
    invocation('Subscribe', [userStatus]),
    invocation('Subscribe', [{ entityId: '{USER}', eventName: 'userstatus' }]),
    active,
  ),
  method(
    'Subscribe to each kind, then ActiveSubscriptions',
    invocation('Subscribe', [userStatus]),
    invocation('Subscribe', [{ EntityId: '{user}', EventName: 'UserTerminalStatusEvent' }]),
    active,
  ),
  method(
    'Unsubscribe',
    invocation('Subscribe', [userStatus, queueStatus]),
    invocation('Unsubscribe', [userStatus]),
    active,
  ),
  method(
    'Unsubscribe in other case',
    invocation('Subscribe', [userStatus]),
    invocation('Unsubscribe', [{ entityId: '{USER}', eventName: 'userSTATUS' }]),
    active,
  ),
  method('Unsubscribe what was not subscribed', invocation('Unsubscribe', [userStatus]), active),
  method(
    'Unsubscribe twice',
    invocation('Subscribe', [userStatus]),
    invocation('Unsubscribe', [userStatus, userStatus]),
    invocation('Unsubscribe', [userStatus]),
  ),
  method('Unsubscribe nothing', invocation('Unsubscribe', [])),
  method(
    'Unsubscribe with faults',
    invocation('Unsubscribe', [
      { EntityId: 'x', EventName: 'NoSuchEvent' },
      { EntityId: nobody, EventName: 'NoSuchEvent' },
      { EntityId: nobody, EventName: 'UserStatus' },
      null,
    ]),
  ),
  method('Unsubscribe with null', invocation('Unsubscribe', null)),
  method('Unsubscribe without arguments', invocation('Unsubscribe')),
  method(
    'UnsubscribeAll',
    invocation('Subscribe', [userStatus, queueStatus, callback]),
    invocation('UnsubscribeAll'),
    active,
    invocation('Subscribe', [callback]),
    active,
  ),
];

function nested(depth: number): unknown {
  return depth === 0 ? 0 : [nested(depth - 1)];
}
