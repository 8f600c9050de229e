/** In what the simulator is not like the ASP.NET Core that the probe runs against, and why. */
export interface Difference {
  reason: string;
  /** The steps that show it; if none are named, all that have anything to change. */
  steps?: readonly string[];
  /** Makes ASP.NET Core's answer to a step the simulator's. */
  change(lines: readonly string[], step: string): readonly string[];
}

const brokenClose = '{"type":7,"error":"Connection closed with an error.","allowReconnect":true}';

/** Each difference, in the order in which they are to be made. */
export const differences: readonly Difference[] = [
  {
    reason: '3.1 knows version 1 of the protocol alone; .NET 8 brought 2, and takes what is below',
    steps: ['handshake: version -1', 'handshake: version 0', 'handshake: version 2'],
    change: ([opened = ''], step) => [
      opened,
      `{"error":"The server does not support version ${step.split(' ').at(-1)} of the 'json' protocol."}`,
      'closed 1000',
    ],
  },
  {
    reason: '3.1 takes a Close message from a client for a broken record; later ones obey it',
    steps: [
      'message: type 7',
      'message: close with an error',
      'message: close that allows reconnecting',
    ],
    change: (lines) => lines.map((line) => (line === '{"type":7}' ? brokenClose : line)),
  },
  {
    reason: '3.1 has no Ack and no Sequence: it never gets past a type that it does not know',
    steps: [
      'message: type 8',
      'message: type 9',
      'message: ack',
      'message: sequence',
      'message: sequence with a string',
    ],
    change: ([opened = '', handshake = '']) => [opened, handshake, 'nothing within 5 s'],
  },
  {
    reason: '3.1 tells an invocation that its target is missing; later it is a broken record',
    steps: [
      'message: target missing',
      'message: target in capitals',
      'message: stream without target',
    ],
    change: ([opened = '', handshake = '']) => [
      opened,
      handshake,
      `{"type":3,"invocationId":"1","error":"Failed to invoke '' due to an error on the server."}`,
    ],
  },
  {
    reason: '3.1 has nobody to tell when an invocation has neither id nor target',
    steps: ['message: target missing, without id'],
    change: ([opened = '', handshake = '']) => [opened, handshake],
  },
  {
    reason: '3.1 repeats a version that is no number; later ones keep it to themselves',
    steps: [
      'negotiate ?negotiateVersion=',
      'negotiate ?negotiateVersion=abc',
      'negotiate ?negotiateVersion=1.0',
      'negotiate ?negotiateVersion=1.5',
      'negotiate ?negotiateVersion=1e0',
      'negotiate ?negotiateVersion=0x1',
      'negotiate ?negotiateVersion=99999999999',
      'negotiate ?negotiateVersion=%3C%C3%A5%3E',
      'negotiate ?negotiateVersion=1&negotiateVersion=1',
    ],
    change: (lines, step) => {
      const asked = new URLSearchParams(step.split('?')[1]).getAll('negotiateVersion').join(',');
      const error = `The client requested an invalid protocol version '${asked}'`;
      return [...lines.slice(0, -1), JSON.stringify({ error })];
    },
  },
  {
    reason:
      '3.1 escapes all but ASCII, and what HTML has a use for; later ones only what they must',
    change: (lines) => lines.map((line) => (line.startsWith('{"') ? escaped(line) : line)),
  },
  {
    reason: 'The interop hub offers an event that is not documented, for programs to meet one',
    steps: ['method: AvailableSubscriptions'],
    change: (lines) => lines.map((line) => line.replace(',"QueueCallIncoming"]', ']')),
  },
  {
    reason: 'Where a message has its arguments twice, the simulator looks at the last ones alone',
    steps: ['message: arguments twice'],
    change: ([opened = '', handshake = '']) => [
      opened,
      handshake,
      '{"type":3,"invocationId":"1","result":true}',
    ],
  },
  {
    reason: "REST is each hub's own matter; the probe asks what it tells other origins",
    steps: ['REST refused to another origin', 'upgrade at REST'],
    change: (lines) => [
      ...lines.filter((line) => !/^(?:vary|www-authenticate):/.test(line)),
      'content-type: application/json; charset=utf-8',
      ...lines.filter((line) => line.startsWith('vary:')),
      'www-authenticate: Basic realm="rte-sim"',
    ],
  },
];

function escaped(json: string): string {
  return json.replace(/\\"|[<>&'+`]|[^\0-\x7e]/g, (found) => {
    const code = found.charCodeAt(found.length - 1);
    return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
  });
}
