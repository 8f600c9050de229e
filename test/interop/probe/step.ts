/** What a WebSocket frame, or several, carry to the hub. `␞` stands for the record separator. */
export type Frame =
  | string
  /** Bytes as they are: in a text frame, a binary one, or one frame for each. */
  | { bytes: Uint8Array; as: 'text' | 'binary' | 'frame a byte' }
  /** One message in several fragments, cut after every so many bytes. */
  | { fragments: string; every: number }
  /** Bytes past the WebSocket, straight on to the line. */
  | { raw: Uint8Array };

/** One thing that the probe does. Braces in addresses, headers and frames name its variables. */
export type Action =
  /** Asks over HTTP, at a path behind the hub's; puts down status, telling headers and body. */
  | {
      kind: 'request';
      method: string;
      path: string;
      headers: Readonly<Record<string, string>>;
      body?: string;
    }
  /** Opens a WebSocket, at a path behind the hub's; puts down what came of it. */
  | { kind: 'open'; path: string; headers: Readonly<Record<string, string>> }
  | { kind: 'send'; frames: readonly Frame[] }
  /** Waits until all that was sent has been answered, as a last invocation that is answered tells. */
  | { kind: 'settle' }
  /** Waits until the hub closes the connection, at most so long. */
  | { kind: 'await close'; withinMs: number }
  | { kind: 'close'; code: number; reason: string }
  | { kind: 'pause'; ms: number };

/** One question to a hub, and all that it takes to ask it. */
export interface Step {
  name: string;
  actions: readonly Action[];
}

const authorized = { Authorization: 'Bearer {token}' };

/** A request with a good token in its header. */
export function request(
  method: string,
  path: string,
  options: { headers?: Record<string, string>; body?: string } = {},
): Action {
  return {
    kind: 'request',
    method,
    path,
    ...options,
    headers: { ...authorized, ...options.headers },
  };
}

/** A request that brings along no more than it says. */
export function bareRequest(
  method: string,
  path: string,
  headers: Record<string, string> = {},
): Action {
  return { kind: 'request', method, path, headers };
}

/** A WebSocket with a good token in its header. */
export function open(path = '', headers: Record<string, string> = {}): Action {
  return { kind: 'open', path, headers: { ...authorized, ...headers } };
}

/** A WebSocket that brings along no more than it says. */
export function bareOpen(path: string, headers: Record<string, string> = {}): Action {
  return { kind: 'open', path, headers };
}

export function send(...frames: Frame[]): Action {
  return { kind: 'send', frames };
}

export const settle: Action = { kind: 'settle' };

export const negotiate: Action = request('POST', '/negotiate?negotiateVersion=1');

/** A record, ␞ included. */
export function record(value: unknown): string {
  return `${JSON.stringify(value)}␞`;
}

/** A record of an object that fills so many bytes, ␞ included. */
export function padded(value: object, bytes: number): string {
  const bare = JSON.stringify({ ...value, pad: '' });
  return record({ ...value, pad: 'x'.repeat(bytes - Buffer.byteLength(bare) - 1) });
}

export const handshake: string = record({ protocol: 'json', version: 1 });

/** A step that opens a connection, shakes hands, and sends records, each in a frame of its own. */
export function exchange(name: string, ...frames: Frame[]): Step {
  return { name, actions: [open(), send(handshake), send(...frames), settle] };
}

/** An invocation with the id `1`. */
export function invocation(target: string, ...args: unknown[]): string {
  return record({ type: 1, invocationId: '1', target, arguments: args });
}
