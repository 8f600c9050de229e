import { bareRequest, negotiate, request, type Step } from '../step.ts';

const otherOrigin = { Origin: 'http://localhost:5173' };

function ask(name: string, ...actions: Step['actions'][number][]): Step {
  return { name, actions };
}

function negotiateVersion(query: string): Step {
  return ask(`negotiate ${query}`, request('POST', `/negotiate${query}`));
}

/** Negotiation: versions, methods, bodies. */
export const negotiation: readonly Step[] = [
  negotiateVersion(''),
  negotiateVersion('?negotiateVersion=0'),
  negotiateVersion('?negotiateVersion=1'),
  negotiateVersion('?negotiateVersion=2'),
  negotiateVersion('?negotiateVersion=99'),
  negotiateVersion('?negotiateVersion=abc'),
  negotiateVersion('?negotiateVersion=-1'),
  negotiateVersion('?negotiateVersion=1.5'),
  negotiateVersion('?negotiateVersion=1.0'),
  negotiateVersion('?negotiateVersion=0x1'),
  negotiateVersion('?negotiateVersion=1e0'),
  negotiateVersion('?negotiateVersion=%201%20'),
  negotiateVersion('?negotiateVersion=%2B1'),
  negotiateVersion('?negotiateVersion='),
  negotiateVersion('?negotiateVersion=99999999999'),
  negotiateVersion('?negotiateVersion=%3Cå%3E'.replace('å', '%C3%A5')),
  negotiateVersion('?negotiateVersion=1&negotiateVersion=1'),
  negotiateVersion('?NegotiateVersion=1'),
  negotiateVersion('?negotiateVersion=1&useStatefulReconnect=true'),
  negotiateVersion('/?negotiateVersion=1'),
  ask('negotiate in capitals', request('POST', '/NEGOTIATE?negotiateVersion=1')),
  ask('GET negotiate', request('GET', '/negotiate?negotiateVersion=1')),
  ask('PUT negotiate', request('PUT', '/negotiate?negotiateVersion=1')),
  ask('DELETE negotiate', request('DELETE', '/negotiate?negotiateVersion=1')),
  ask('OPTIONS negotiate', request('OPTIONS', '/negotiate?negotiateVersion=1')),
  ask('HEAD negotiate', request('HEAD', '/negotiate?negotiateVersion=1')),
  ask(
    'negotiate with a body',
    request('POST', '/negotiate?negotiateVersion=1', {
      headers: { 'Content-Type': 'application/json' },
      body: '{"a":1}',
    }),
  ),
  ask(
    'negotiate with an upgrade to HTTP/2 on offer',
    request('POST', '/negotiate?negotiateVersion=1', {
      headers: { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAMA' },
    }),
  ),
  ask('an unknown path below the hub', request('POST', '/elsewhere')),
  ask('an unknown path below the hub, with no token', bareRequest('POST', '/elsewhere')),
  ask('an unknown path below negotiate', request('POST', '/negotiate/elsewhere')),
];

/** Tokens at negotiation. */
export const negotiationTokens: readonly Step[] = [
  ...tokenSteps('negotiate', (query, headers) =>
    bareRequest('POST', `/negotiate?negotiateVersion=1${query}`, headers),
  ),
  ask('GET negotiate with no token', bareRequest('GET', '/negotiate')),
  ask('GET of the hub with no token', bareRequest('GET', '')),
  ask('PUT of the hub with no token', bareRequest('PUT', '')),
];

/** The same ways to bring a token, to any request. */
export function tokenSteps(
  to: string,
  asked: (query: string, headers: Record<string, string>) => Step['actions'][number],
): Step[] {
  const step = (name: string, query: string, headers: Record<string, string> = {}): Step =>
    ask(`${to}: ${name}`, asked(query, headers));
  const inHeader = (name: string, Authorization: string, query = ''): Step =>
    step(name, query, { Authorization });
  return [
    step('no token', ''),
    step('token in the query', '&access_token={token}'),
    step('bad token in the query', '&access_token=bad'),
    step('empty token in the query', '&access_token='),
    step('token twice in the query', '&access_token={token}&access_token={token}'),
    step('name of the query parameter in capitals', '&ACCESS_TOKEN={token}'),
    step('expired token in the query', '&access_token={expired}'),
    inHeader('token in both', 'Bearer {token}', '&access_token={token}'),
    inHeader('bad token in the header, good one in the query', 'Bearer a', '&access_token={token}'),
    inHeader('good token in the header, bad one in the query', 'Bearer {token}', '&access_token=a'),
    inHeader('bad token', 'Bearer bad'),
    inHeader('token signed by someone else', 'Bearer {forged}'),
    inHeader('expired token', 'Bearer {expired}'),
    inHeader('wrong scheme', 'Basic {token}'),
    inHeader(
      'wrong scheme in the header, good one in the query',
      'Basic a',
      '&access_token={token}',
    ),
    inHeader('scheme in lower case', 'bearer {token}'),
    inHeader('two spaces', 'Bearer  {token}'),
    inHeader('no scheme', '{token}'),
    inHeader('scheme alone', 'Bearer'),
  ];
}

const methods = ['POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS'];

/** Requests to the hub itself that don't become a WebSocket. */
export const hubRequests: readonly Step[] = [
  ask('GET without id', request('GET', '')),
  ask('GET without id, below', request('GET', '/')),
  ask('GET with an empty id', request('GET', '?id=')),
  ask('GET with an unknown id', request('GET', '?id=unknown')),
  ask('GET with a good id', negotiate, request('GET', '?id={connectionToken}')),
  ask(
    'GET of server-sent events without id',
    request('GET', '', { headers: { Accept: 'text/event-stream' } }),
  ),
  ask(
    'GET of server-sent events with a good id',
    negotiate,
    request('GET', '?id={connectionToken}', { headers: { Accept: 'text/event-stream' } }),
  ),
  ...methods.flatMap((method) => [
    ask(`${method} without id`, request(method, '')),
    ask(`${method} with an unknown id`, request(method, '?id=unknown')),
    ask(`${method} with a good id`, negotiate, request(method, '?id={connectionToken}')),
  ]),
];

const preflight = {
  ...otherOrigin,
  'Access-Control-Request-Method': 'POST',
  'Access-Control-Request-Headers': 'authorization,x-requested-with,x-signalr-user-agent',
};

/** What browsers ask for pages of another origin. */
export const otherOrigins: readonly Step[] = [
  ask('preflight of negotiate', bareRequest('OPTIONS', '/negotiate?negotiateVersion=1', preflight)),
  ask('preflight of the hub', bareRequest('OPTIONS', '', preflight)),
  ask(
    'preflight without headers',
    bareRequest('OPTIONS', '/negotiate', {
      ...otherOrigin,
      'Access-Control-Request-Method': 'POST',
    }),
  ),
  ask('OPTIONS with an origin that is no preflight', bareRequest('OPTIONS', '', otherOrigin)),
  ask('preflight of an unknown path', bareRequest('OPTIONS', '/elsewhere', preflight)),
  ask(
    'negotiate from another origin',
    request('POST', '/negotiate?negotiateVersion=1', { headers: otherOrigin }),
  ),
  ask(
    'negotiate from another origin with no token',
    bareRequest('POST', '/negotiate?negotiateVersion=1', otherOrigin),
  ),
  ask('unknown path from another origin', request('GET', '/elsewhere', { headers: otherOrigin })),
  ask('preflight of REST', bareRequest('OPTIONS', '/../users/me', preflight)),
  ask('REST from another origin', bareRequest('GET', '/../api/user?user=nobody', otherOrigin)),
  ask('REST refused to another origin', bareRequest('GET', '/../users/me', otherOrigin)),
];
