import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';

import { fetchAccessToken, type Enreach } from './enreach.ts';
import { Journal } from './journal.ts';

const separator = '\u001e';

/**
 * A hub client that takes nothing for granted: it keeps each frame as it came, and answers nothing
 * by itself. It ends with the test.
 */
export class WireClient {
  /** Each text frame, with ␞ for the record separator. */
  readonly frames = new Journal<string>();
  /** Each record of them. */
  readonly records = new Journal<string>();
  /** How the connection ended. */
  readonly closed: Promise<{ code: number }>;
  readonly #socket: WebSocket;
  #invocations = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const frame = data.toString('utf8');
      for (const record of frame.split(separator).slice(0, -1)) this.records.add(record);
      this.frames.add(frame.replaceAll(separator, '␞'));
    });
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => socket.on('close', (code) => resolve({ code })));
    onTestFinished(() => socket.terminate());
  }

  /** The messages so far that invoke something here. */
  get messages(): { target: string; arguments: any[] }[] {
    return this.records.entries.flatMap((record) => {
      const isInvocation = record.startsWith('{"type":1,"target":') && record.endsWith(']}');
      return isInvocation ? [JSON.parse(record) as { target: string; arguments: any[] }] : [];
    });
  }

  /** The data of the next events, so many of them. */
  async events(count: number): Promise<any[]> {
    await this.records.until((record) => record.startsWith('{"type":1,'), count);
    return this.messages.map((message) => message.arguments[0]?.data);
  }

  /** Resolves when a record has this text in it. */
  async saw(text: string): Promise<void> {
    await this.records.until((record) => record.includes(text));
  }

  async invoke(target: string, ...args: readonly unknown[]): Promise<any> {
    const invocationId = String((this.#invocations += 1));
    this.send({ type: 1, target, invocationId, arguments: args });
    const answer = await this.records.until((record) =>
      record.startsWith(`{"type":3,"invocationId":"${invocationId}"`),
    );
    return (JSON.parse(answer) as { result?: unknown }).result;
  }

  /** Subscribes to one event of one entity. */
  async subscribe(entityId: string, eventName: string): Promise<{ message: string | null }> {
    const entry = { EntityId: entityId, EventName: eventName };
    const [result] = (await this.invoke('Subscribe', [entry])) as [{ message: string | null }];
    return result;
  }

  send(message: object): void {
    this.#socket.send(JSON.stringify(message) + separator);
  }
}

/** Connects as far as the handshake's answer. */
export async function connectWire(enreach: Enreach): Promise<WireClient> {
  const accessToken = await fetchAccessToken(enreach);
  const client = new WireClient(
    new WebSocket(enreach.hubUrl, { headers: { Authorization: `Bearer ${accessToken}` } }).on(
      'open',
      function greet() {
        this.send(`{"protocol":"json","version":1}${separator}`);
      },
    ),
  );
  await client.records.until((record) => record === '{}');
  return client;
}
