import {
  int32Of,
  isWellFormedString,
  readProperties,
  type JsonProperty,
} from './json-properties.ts';

/** A record that breaks the protocol, and with it the connection. */
export class BrokenRecord extends Error {}

/** The first record of a connection (HubProtocol, Handshake). */
export interface HandshakeRequest {
  protocol: string;
  version: number;
}

/** A call of a hub method. */
export interface Invocation {
  kind: 'invocation';
  isStreaming: boolean;
  invocationId: string | undefined;
  /** Undefined when there is none, which is not the same as an empty one. */
  target: string | undefined;
  args: readonly unknown[];
  streamCount: number;
}

/** What a client may send after the handshake. */
export type HubMessage =
  | Invocation
  | { kind: 'ping' }
  | { kind: 'close' }
  /** Well-formed, but about a stream or an invocation that is not there. */
  | { kind: 'stray' }
  /** Of a type that ASP.NET Core 3.1 does not know, Ack and Sequence included. */
  | { kind: 'unknown' };

/**
 * Reads a handshake request (ASP.NET Core, HandshakeProtocol).
 *
 * @throws BrokenRecord
 */
export function readHandshake(record: string): HandshakeRequest {
  const request: Partial<HandshakeRequest> = {};
  for (const property of propertiesOf(record)) {
    if (property.name === 'protocol') request.protocol = stringOf(property);
    if (property.name === 'version') request.version = integerOf(property);
  }
  const { protocol, version } = request;
  if (protocol === undefined || version === undefined) throw new BrokenRecord();
  return { protocol, version };
}

interface Fields {
  type?: number;
  invocationId?: string;
  target?: string;
  error?: string;
  args?: readonly unknown[];
  streamCount: number;
  hasItem: boolean;
  hasResult: boolean;
}

/**
 * Reads a message as strictly as ASP.NET Core's JsonHubProtocol: names in their exact case, and
 * each known property of its type, whether the message needs it or not.
 *
 * @throws BrokenRecord
 */
export function readMessage(record: string): HubMessage {
  const fields: Fields = { streamCount: 0, hasItem: false, hasResult: false };
  for (const property of propertiesOf(record)) {
    // An item is bound to its stream where it stands, and no stream is ever there.
    if (property.name === 'item' && fields.invocationId) return { kind: 'stray' };
    readField(fields, property);
  }
  return messageOf(fields);
}

function readField(fields: Fields, property: JsonProperty): void {
  switch (property.name) {
    case 'type':
      fields.type = integerOf(property);
      return;
    case 'invocationId':
    case 'target':
    case 'error':
      fields[property.name] = stringOf(property);
      return;
    case 'arguments':
      fields.args = arrayOf(property);
      return;
    case 'streamIds':
      fields.streamCount = streamCountOf(property);
      return;
    case 'item':
      fields.hasItem = true;
      return;
    case 'result':
      fields.hasResult = true;
      return;
    case 'headers':
      return checkHeaders(property);
    case 'allowReconnect':
      if (typeof property.value !== 'boolean') throw new BrokenRecord();
  }
}

function messageOf(fields: Fields): HubMessage {
  const { type, invocationId, target, args, streamCount } = fields;
  const isOfNothing = !invocationId;
  switch (type) {
    case 1:
    case 4:
      if (args === undefined) throw new BrokenRecord();
      return {
        kind: 'invocation',
        isStreaming: type === 4,
        invocationId,
        target,
        args,
        streamCount,
      };
    case 2:
      // One whose item came before its id, or with no item at all.
      throw new BrokenRecord();
    case 3:
      if (isOfNothing || (fields.error !== undefined && fields.hasResult)) throw new BrokenRecord();
      return { kind: 'stray' };
    case 5:
      if (isOfNothing) throw new BrokenRecord();
      return { kind: 'stray' };
    case 6:
      return { kind: 'ping' };
    case 7:
      return { kind: 'close' };
    case undefined:
      throw new BrokenRecord();
    default:
      return { kind: 'unknown' };
  }
}

function propertiesOf(record: string): JsonProperty[] {
  let properties: JsonProperty[];
  try {
    properties = readProperties(record);
  } catch (error) {
    throw new BrokenRecord(undefined, { cause: error });
  }
  if (!properties.every(({ name }) => isWellFormedString(name))) throw new BrokenRecord();
  return properties;
}

function integerOf(property: JsonProperty): number {
  const integer = int32Of(property);
  if (integer === undefined) throw new BrokenRecord();
  return integer;
}

function stringOf({ value }: JsonProperty): string {
  if (!isWellFormedString(value)) throw new BrokenRecord();
  return value;
}

function arrayOf({ value }: JsonProperty): readonly unknown[] {
  if (!Array.isArray(value)) throw new BrokenRecord();
  return value;
}

function streamCountOf(property: JsonProperty): number {
  const ids = arrayOf(property);
  if (!ids.every((id) => id === null || isWellFormedString(id))) throw new BrokenRecord();
  return ids.length;
}

function checkHeaders({ value }: JsonProperty): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BrokenRecord();
  if (!Object.entries(value).flat().every(isWellFormedString)) throw new BrokenRecord();
}
