import {
  HttpTransportType,
  HubConnectionBuilder,
  type HubConnection,
  type IHttpConnectionOptions,
  type ILogger,
} from '@microsoft/signalr';

import { unlessAborted, withDeadline } from '../abort.ts';
import { RteError } from '../errors.ts';
import { linesBy } from '../http/line.ts';
import { networkError } from '../http/network-error.ts';
import { routeFinder, type RouteOptions } from '../http/route.ts';
import { sanitize } from '../terminal/safe-text.ts';
import { connectError, endedEarly, reasonOf, upgradeError } from './connect-error.ts';
import { Cookies } from './cookies.ts';
import { HubSocket } from './hub-socket.ts';
import { NegotiationClient, type Negotiation } from './negotiation-client.ts';
import { RecordProtocol, type CloseMessage, type RecordHandlers } from './record-protocol.ts';

/** SignalR logs to stdout if it is given no logger; its lines have addresses and tokens in them. */
const silentLogger: ILogger = { log: () => {} };

const connectTimeoutMs = 15_000;
const serverTimeoutMs = 30_000;
const answerTimeoutMs = 30_000;

export interface ConnectOptions {
  /** The hub's address, http(s). */
  hubUrl: string;
  accessToken: string;
  route?: RouteOptions | undefined;
  /** Those of earlier connections, which this one goes on with; none by default. */
  cookies?: Cookies | undefined;
  onRecords: RecordHandlers['onRecords'];
  /** What a message may have, in bytes; a longer one is left out, and told as such. */
  maxMessageBytes?: number | undefined;
  /** Told each ping of the hub. */
  onPing?(): void;
  /** Told what has been reached on the way to a connection, before it stands. */
  onStep?(step: OpeningStep): void;
  signal: AbortSignal;
}

/** A step on the way to a connection that is over; what is left after both is the handshake. */
export type OpeningStep =
  | ({ kind: 'negotiated' } & Negotiation)
  /** The WebSocket stands, at this address (without the query, which identifies the connection). */
  | { kind: 'upgraded'; url: string };

/** Why a connection is no more. */
export interface ConnectionEnd {
  /** In words that a person understands. */
  cause: string;
  /** Up to when all that the hub sent was certainly heard, by `performance.now`. */
  heardUntil: number;
}

/** What shows that a connection is alive. Moments are by `performance.now`: the system's clock may be set. */
export interface SignsOfLife {
  connectedAt: number;
  lastReceivedAt: number;
  /** Undefined before the first one. */
  lastPingAt: number | undefined;
}

/** A connection to the hub that stands. It ends once; it is never rebuilt. */
export interface OpenConnection {
  readonly hubUrl: string;
  readonly connectionId: string | null;
  /**
   * Invokes a hub method; rejects when the method fails, the connection ends, or no answer comes
   * within half a minute of reading.
   */
  invoke(method: string, ...args: unknown[]): Promise<unknown>;
  /** Resolves when the connection has ended, for whatever reason; never rejects. */
  readonly ended: Promise<ConnectionEnd>;
  /** When it stood, when the hub was last heard, and its last ping. */
  readonly signs: SignsOfLife;
  pause(): void;
  resume(): void;
  /** Ends the connection at once, after a word of goodbye. */
  close(): void;
}

/**
 * Opens one connection to the hub: negotiation, WebSocket, handshake.
 *
 * @throws RteError unauthorized, when the token is refused; connection, when anything else is in
 * the way; the signal's reason when it is aborted.
 */
export function openConnection(options: ConnectOptions): Promise<OpenConnection> {
  const { hubUrl, signal } = options;
  const late = (): RteError => unansweredConnect(new URL(hubUrl));
  return withDeadline(connectTimeoutMs, signal, late, (attempt) => connect(options, attempt));
}

/** @param attempt is aborted when the connection must not come about any more. */
async function connect(options: ConnectOptions, attempt: AbortSignal): Promise<OpenConnection> {
  const cookies = options.cookies ?? new Cookies();
  const negotiation = new NegotiationClient(attempt, cookies, options.route);
  const findRoute = await routeFinder(options.route);
  let socket: HubSocket | undefined;
  let socketUrl: URL | undefined;
  let closeMessage: CloseMessage | undefined;
  let lastPingAt: number | undefined;

  const remember = (opened: HubSocket, url: URL): void => {
    const { origin, pathname } = url;
    socket = opened;
    socketUrl = url;
    opened.onAnswer = ({ headers }) => void cookies.take(headers['set-cookie'], url);
    options.onStep?.({ kind: 'negotiated', ...negotiation.negotiation });
    opened.onUpgraded = () => options.onStep?.({ kind: 'upgraded', url: `${origin}${pathname}` });
  };
  class Socket extends HubSocket {
    constructor(
      url: string,
      _protocols: undefined,
      { headers }: { headers: Record<string, string> },
    ) {
      super(url, headers, linesBy(findRoute(new URL(url)), attempt), options.maxMessageBytes);
      remember(this, new URL(url));
    }
  }
  // SignalR's types leave out that the socket class can be given, too.
  const transport: IHttpConnectionOptions & { WebSocket: typeof Socket } = {
    transport: HttpTransportType.WebSockets,
    accessTokenFactory: () => options.accessToken,
    httpClient: negotiation,
    WebSocket: Socket,
  };
  const hub = new HubConnectionBuilder()
    .withUrl(options.hubUrl, transport)
    .withHubProtocol(
      new RecordProtocol(
        {
          onRecords: options.onRecords,
          onClose: (message) => (closeMessage = message),
          onPing: () => {
            lastPingAt = performance.now();
            options.onPing?.();
          },
        },
        options.maxMessageBytes,
      ),
    )
    .withServerTimeout(serverTimeoutMs)
    .configureLogging(silentLogger)
    .build();

  const ended = new Promise<ConnectionEnd>((resolve) => {
    hub.onclose((error) => {
      resolve({
        cause: endCause(error, closeMessage, socket),
        heardUntil: socket?.heardUntil ?? performance.now(),
      });
      // A peer that doesn't answer the close would keep the line, and the process, for 30 s.
      setTimeout(() => socket?.terminate(), 1_000).unref();
    });
  });

  try {
    await unlessAborted(attempt, hub.start());
  } catch (error) {
    void hub.stop().catch(() => {});
    socket?.terminate();
    attempt.throwIfAborted();
    const hubUrl = new URL(options.hubUrl);
    if (negotiation.failure !== undefined || socket === undefined) {
      throw connectError(hubUrl, negotiation.failure, error);
    }
    const at = socketUrl ?? hubUrl;
    if (socket.failure !== undefined) throw upgradeError(at, socket.failure, error);
    throw reasonOf(error).startsWith('WebSocket closed')
      ? endedEarly(at, endCause(undefined, closeMessage, socket), error)
      : connectError(hubUrl, undefined, error);
  }
  const connectedAt = performance.now();
  const connection = standing(
    hub,
    ended,
    () => socket,
    () => ({
      connectedAt,
      lastReceivedAt: socket?.lastReceivedAt ?? connectedAt,
      lastPingAt,
    }),
  );
  // Nothing is asked for, so nothing changes; but the answer comes after all that was sent before.
  if (socket !== undefined) socket.askHub = () => connection.invoke('Subscribe', []);
  return connection;
}

function standing(
  hub: HubConnection,
  ended: Promise<ConnectionEnd>,
  socket: () => HubSocket | undefined,
  signs: () => SignsOfLife,
): OpenConnection {
  return {
    get signs() {
      return signs();
    },
    hubUrl: hub.baseUrl,
    connectionId: hub.connectionId,
    invoke: (method, ...args) => answeredInTime(method, hub.invoke(method, ...args), socket),
    ended,
    pause: () => socket()?.pause(),
    resume: () => socket()?.resume(),
    close: () => void hub.stop().catch(() => {}),
  };
}

/** SignalR would wait for ever for the answer of a hub that goes on to ping. */
async function answeredInTime(
  method: string,
  answer: Promise<unknown>,
  socket: () => HubSocket | undefined,
): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const look = (): void => {
      // While we don't read, no answer can come.
      if (socket()?.isPaused) timer = setTimeout(look, answerTimeoutMs);
      else reject(unanswered(method));
    };
    timer = setTimeout(look, answerTimeoutMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function unansweredConnect({ host, pathname }: URL): RteError {
  return new RteError(
    'connection',
    `${host}${pathname}: the hub did not answer within ${connectTimeoutMs / 1000} s.`,
    { hint: 'Check the network, and whether a proxy is needed.' },
  );
}

function unanswered(method: string): RteError {
  return new RteError(
    'connection',
    `The hub did not answer ${method} within ${answerTimeoutMs / 1000} s.`,
    { hint: 'The fault is on the other side: try again later.' },
  );
}

function endCause(
  error: Error | undefined,
  closeMessage: CloseMessage | undefined,
  socket: HubSocket | undefined,
): string {
  if (closeMessage !== undefined) {
    return closeMessage.error === undefined
      ? 'the hub closed the connection'
      : `the hub closed the connection: ${inShort(closeMessage.error)}`;
  }
  if (error?.message.startsWith('Server timeout elapsed')) {
    return `the hub was not heard for ${serverTimeoutMs / 1000} s`;
  }
  const failure = socket?.failure?.cause;
  if (failure !== undefined) return networkError(failure, 'the line').message.replace(/\.$/, '');
  if (socket?.closeCode === undefined)
    return error === undefined ? 'the connection was closed' : reasonOf(error);
  const reason = inShort(socket.closeReason);
  return `${endByCode(socket.closeCode)}${reason === '' ? '' : `: ${reason}`}`;
}

function endByCode(closeCode: number): string {
  switch (closeCode) {
    case 1000:
      return 'the hub ended the connection';
    case 1001:
      return 'the hub went away';
    case 1006:
      return 'the line was cut';
    default:
      return `the hub ended the connection (code ${closeCode})`;
  }
}

const mostReasonCharacters = 200;

/** A reason that the hub gives, for a sentence. */
function inShort(reason: string): string {
  // By whole characters: half of one is no text.
  const [...characters] = reason.trim().slice(0, 4 * mostReasonCharacters);
  const [...shown] = sanitize(characters.slice(0, mostReasonCharacters + 1).join(''));
  return shown.length > mostReasonCharacters
    ? `${shown.slice(0, mostReasonCharacters).join('')}…`
    : shown.join('').replace(/\.$/, '');
}
