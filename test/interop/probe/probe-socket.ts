import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';

import WebSocket from 'ws';

import { describeResponse } from './http.ts';
import type { Frame } from './step.ts';

const separator = '\u001e';
const ping = '{"type":6}';
const answerWithinMs = 5_000;

/** A bare WebSocket that puts down what comes: the hub's records one by one, and the end. */
export class ProbeSocket {
  readonly #webSocket: WebSocket;
  readonly #lines: string[];
  #line: Socket | undefined;
  #unfinished = '';
  #closed = false;
  #settled = 0;

  private constructor(webSocket: WebSocket, lines: string[]) {
    this.#webSocket = webSocket;
    this.#lines = lines;
    webSocket.on('message', (data: Buffer, isBinary) => this.#receive(data, isBinary));
    webSocket.on('close', (code, reason) => {
      this.#closed = true;
      if (this.#unfinished !== '') lines.push(`unfinished: ${this.#unfinished}`);
      lines.push(`closed ${code} ${reason.toString()}`.trim());
    });
    webSocket.on('upgrade', (response) => (this.#line = response.socket));
    webSocket.on('pong', (data) => lines.push(`pong ${data.toString()}`));
    webSocket.on('error', () => {});
  }

  /** Puts down the answer; gives a socket if it is one. */
  static async open(
    url: string,
    headers: Record<string, string>,
    lines: string[],
  ): Promise<ProbeSocket | undefined> {
    const webSocket = new WebSocket(url, { headers, perMessageDeflate: false });
    const probeSocket = new ProbeSocket(webSocket, lines);
    const refused = once(webSocket, 'unexpected-response') as Promise<[unknown, IncomingMessage]>;
    const opened = once(webSocket, 'open').then(() => undefined);
    refused.catch(() => {});
    const response = (await Promise.race([refused, opened]))?.[1];
    if (response === undefined) {
      lines.push('opened');
      return probeSocket;
    }
    lines.push(...describeResponse(response, await text(response)));
    return undefined;
  }

  send(frame: Frame): void {
    if (this.#webSocket.readyState !== WebSocket.OPEN) return;
    if (typeof frame === 'string') {
      this.#webSocket.send(frame.replaceAll('␞', separator));
    } else if ('raw' in frame) {
      this.#line?.write(frame.raw);
    } else if ('fragments' in frame) {
      const bytes = Buffer.from(frame.fragments.replaceAll('␞', separator));
      for (let start = 0; start < bytes.length; start += frame.every) {
        const end = start + frame.every;
        this.#webSocket.send(bytes.subarray(start, end), {
          binary: false,
          fin: end >= bytes.length,
        });
      }
    } else if (frame.as === 'frame a byte') {
      for (const byte of frame.bytes) this.#webSocket.send(Buffer.of(byte), { binary: false });
    } else {
      this.#webSocket.send(frame.bytes, { binary: frame.as === 'binary' });
    }
  }

  /** Invocations are carried out in order: when this one is answered, all before it have been. */
  async settle(): Promise<void> {
    const count = this.#settled + 1;
    this.send(`{"type":1,"invocationId":"settle","target":"Settle","arguments":[]}${separator}`);
    await this.#until(() => this.#closed || this.#settled === count, answerWithinMs);
  }

  async awaitClose(withinMs: number): Promise<void> {
    await this.#until(() => this.#closed, withinMs);
  }

  async close(code: number, reason: string): Promise<void> {
    this.#webSocket.close(code, reason);
    await this.#until(() => this.#closed, answerWithinMs);
  }

  /** Ends the line; nothing more is put down. */
  drop(): void {
    this.#webSocket.removeAllListeners();
    this.#webSocket.on('error', () => {});
    this.#webSocket.terminate();
  }

  #receive(data: Buffer, isBinary: boolean): void {
    const records = (this.#unfinished + data.toString()).split(separator);
    this.#unfinished = records.pop() ?? '';
    for (const record of records) {
      if (record.includes('"invocationId":"settle"')) this.#settled += 1;
      // How many pings come in a given time depends on when a clock ticks.
      else if (record !== ping || this.#lines.at(-1) !== ping)
        this.#lines.push(isBinary ? `binary ${record}` : record);
    }
  }

  async #until(isSo: () => boolean, withinMs: number): Promise<void> {
    const signal = AbortSignal.timeout(withinMs);
    while (!isSo()) {
      try {
        await Promise.race([
          once(this.#webSocket, 'message', { signal }),
          once(this.#webSocket, 'close', { signal }),
        ]);
      } catch (error) {
        if (!signal.aborted) throw error;
        this.#lines.push(`nothing within ${withinMs / 1000} s`);
        return;
      }
    }
  }
}
