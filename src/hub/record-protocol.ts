import {
  MessageType,
  TransferFormat,
  type HubMessage,
  type IHubProtocol,
} from '@microsoft/signalr';

import type { LentFrames } from './frame-reader.ts';
import { messageTypes, recordsIn, type WireRecord } from './wire-record.ts';

const separator = '\u001e';

/** What a Close message of the hub said. */
export interface CloseMessage {
  error: string | undefined;
  allowReconnect: boolean;
}

export interface RecordHandlers {
  /**
   * All that one read brought, in order: invocations, and records that are no hub message at all.
   * Their bytes are the handler's until it returns, and on if it calls `keep`.
   */
  onRecords(records: WireRecord[], keep: () => void): void;
  onClose(message: CloseMessage): void;
  onPing?(): void;
}

/**
 * The JSON hub protocol with ourselves in the middle: SignalR gets what it needs to keep the
 * connection (completions, pings, the Close message), and invocations go to the handler as they
 * came. So none is lost for want of a registered target, none is decoded before somebody asks,
 * and a record that can't be decoded doesn't end the connection.
 */
export class RecordProtocol implements IHubProtocol {
  readonly name = 'json';
  readonly version = 1;
  readonly transferFormat = TransferFormat.Text;
  readonly #handlers: RecordHandlers;

  constructor(handlers: RecordHandlers) {
    this.#handlers = handlers;
  }

  /** Called by SignalR with whatever the socket class hands it: the messages of one read, here. */
  parseMessages(input: unknown): HubMessage[] {
    const { frames, keep } = input as LentFrames;
    const forHandler: WireRecord[] = [];
    const forSignalR: HubMessage[] = [];
    for (const record of recordsIn(frames)) {
      if (record.isPlain) {
        forHandler.push(record);
        continue;
      }
      const { type } = record;
      if (type === messageTypes.invocation || type === undefined) forHandler.push(record);
      if (type === messageTypes.ping && input !== ownPing) this.#handlers.onPing?.();
      if (type === messageTypes.close) this.#handlers.onClose(closeMessage(record));
      if (type !== undefined && (type !== messageTypes.invocation || wantsResult(record))) {
        forSignalR.push(record.value as HubMessage);
      }
    }
    if (forHandler.length > 0) this.#handlers.onRecords(forHandler, keep);
    return forSignalR;
  }

  writeMessage(message: HubMessage): string {
    return JSON.stringify(message) + separator;
  }
}

const pingBytes = Buffer.from(JSON.stringify({ type: MessageType.Ping }) + separator);

/** A ping that the hub didn't send: it keeps SignalR from taking the hub for dead. */
export const ownPing: LentFrames = {
  frames: [{ bytes: pingBytes, spans: [0, pingBytes.length] }],
  keep: () => {},
};

/** An invocation that waits for a result: SignalR answers it that there is none. */
function wantsResult(record: WireRecord): boolean {
  if (record.usualArgumentsText !== undefined) return false;
  const value = record.value as { invocationId?: unknown; target?: unknown };
  return typeof value.invocationId === 'string' && typeof value.target === 'string';
}

function closeMessage(record: WireRecord): CloseMessage {
  const value = record.value as { error?: unknown; allowReconnect?: unknown };
  return {
    error: typeof value.error === 'string' ? value.error : undefined,
    allowReconnect: value.allowReconnect === true,
  };
}
