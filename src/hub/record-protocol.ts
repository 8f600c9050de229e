import {
  MessageType,
  TransferFormat,
  type HubMessage,
  type IHubProtocol,
} from '@microsoft/signalr';

import type { LentFrames } from './frame-reader.ts';
import { defaultMaxMessageBytes, keptBytes } from './record-collector.ts';
import { messageTypes, recordsIn, WireRecord } from './wire-record.ts';

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
  readonly #maxMessageBytes: number;
  /** Invocations of ours that wait for an answer. */
  readonly #pending = new Set<string>();

  /** @param maxMessageBytes what a record may have, with its ␞. */
  constructor(handlers: RecordHandlers, maxMessageBytes = defaultMaxMessageBytes) {
    this.#handlers = handlers;
    this.#maxMessageBytes = maxMessageBytes;
  }

  /** Called by SignalR with whatever the socket class hands it: the messages of one read, here. */
  parseMessages(input: unknown): HubMessage[] {
    const { frames, keep } = input as LentFrames;
    const forHandler: WireRecord[] = [];
    const forSignalR: HubMessage[] = [];
    for (const record of recordsIn(frames)) {
      if (record.end - record.start >= this.#maxMessageBytes) forHandler.push(skipped(record));
      else if (record.isPlain || record.skippedBytes !== undefined) forHandler.push(record);
      else this.#sort(record, input === ownPing, forHandler, forSignalR);
    }
    if (forHandler.length > 0) this.#handlers.onRecords(forHandler, keep);
    return forSignalR;
  }

  writeMessage(message: HubMessage): string {
    if (message.type === MessageType.Invocation && message.invocationId !== undefined)
      this.#pending.add(message.invocationId);
    return JSON.stringify(message) + separator;
  }

  /** SignalR gets no more of a message than it reads, however much else the hub has put in. */
  #sort(
    record: WireRecord,
    isOwnPing: boolean,
    forHandler: WireRecord[],
    forSignalR: HubMessage[],
  ): void {
    switch (record.type) {
      case undefined:
        forHandler.push(record);
        return;
      case messageTypes.invocation: {
        forHandler.push(record);
        const refused = resultless(record);
        if (refused !== undefined) forSignalR.push(refused);
        return;
      }
      case messageTypes.completion: {
        const { invocationId } = record;
        if (invocationId !== undefined && this.#pending.delete(invocationId))
          forSignalR.push(completion(record, invocationId));
        return;
      }
      case messageTypes.ping:
        if (!isOwnPing) this.#handlers.onPing?.();
        forSignalR.push({ type: MessageType.Ping });
        return;
      case messageTypes.close: {
        const { error, allowReconnect } = record.close;
        this.#handlers.onClose(record.close);
        forSignalR.push({
          type: MessageType.Close,
          ...(error !== undefined && { error }),
          allowReconnect,
        });
      }
    }
  }
}

/** A record that came whole and is too long all the same, as one whose rest was left out. */
function skipped({ source, start, end }: WireRecord): WireRecord {
  const length = end - start + 1;
  return new WireRecord(source, start, Math.min(end, start + keptBytes), undefined, length);
}

const pingBytes = Buffer.from(JSON.stringify({ type: MessageType.Ping }) + separator);

/** A ping that the hub didn't send: it keeps SignalR from taking the hub for dead. */
export const ownPing: LentFrames = {
  frames: [{ bytes: pingBytes, spans: [0, pingBytes.length] }],
  keep: () => {},
};

/** An invocation that waits for a result: SignalR answers it that there is none. */
function resultless({ invocationId, target }: WireRecord): HubMessage | undefined {
  if (invocationId === undefined || target === undefined) return undefined;
  return { type: MessageType.Invocation, invocationId, target, arguments: [] };
}

function completion(record: WireRecord, invocationId: string): HubMessage {
  return (
    (record.decode() as HubMessage | undefined) ?? {
      type: MessageType.Completion,
      invocationId,
      error: 'The answer has more values than are read.',
    }
  );
}
