import { EventEmitter } from 'node:events';

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { WebSocket } from 'ws';

import { HubMethods } from '../../src/sim/hub-methods.ts';
import { HubPeer } from '../../src/sim/hub-peer.ts';

const brokenClose = '{"type":7,"error":"Connection closed with an error.","allowReconnect":true}␞';

/** The hub's end of a WebSocket, as far as a peer uses it. */
class RecordingSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  readonly sent: string[] = [];

  /** A client that takes nothing never lets a send come to its end. */
  takesNothing = false;

  readonly bufferedAmount = 0;
  #done: (() => void) | undefined;

  send(text: string, done?: () => void): void {
    this.sent.push(text.replaceAll('\u001e', '␞'));
    this.#done = done;
    if (!this.takesNothing) this.take();
  }

  take(): void {
    this.#done?.();
  }

  terminate(): void {
    this.sent.push('cut');
    this.readyState = 3;
    this.emit('close');
  }

  close(code: number): void {
    this.sent.push(`close ${code}`);
    this.readyState = 3;
    this.emit('close');
  }

  receive(text: string): void {
    this.emit('message', Buffer.from(text.replaceAll('␞', '\u001e')));
  }

  /** What was sent since this was last asked. */
  takeSent(): string[] {
    return this.sent.splice(0);
  }
}

const peers: HubPeer[] = [];

function connect({ shakeHands = true } = {}): RecordingSocket {
  const socket = new RecordingSocket();
  const methods = new HubMethods({ organizationId: 'o', kindOf: () => undefined });
  peers.push(new HubPeer(socket as unknown as WebSocket, methods));
  if (shakeHands) {
    socket.receive('{"protocol":"json","version":1}␞');
    expect(socket.takeSent()).toEqual(['{}␞']);
  }
  return socket;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a peer that never shakes hands', () => {
  test.each(['', '{"protocol":'])('is sent away after 15 s: %j', (received) => {
    const socket = connect({ shakeHands: false });
    socket.receive(received);
    vi.advanceTimersByTime(14_999);
    expect(socket.takeSent()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(socket.takeSent()).toEqual(['{"error":"Handshake was canceled."}␞', 'close 1000']);
    vi.advanceTimersByTime(60_000);
    expect(socket.takeSent()).toEqual([]);
  });
});

describe('a peer', () => {
  test('is pinged every 15 s', () => {
    const socket = connect();
    vi.advanceTimersByTime(45_000);
    expect(socket.takeSent()).toEqual(Array(3).fill('{"type":6}␞'));
  });

  test('may be silent for ever when it has never pinged', () => {
    const socket = connect();
    vi.advanceTimersByTime(3_600_000);
    expect(new Set(socket.takeSent())).toEqual(new Set(['{"type":6}␞']));
  });

  test('is dropped 30 s after the last that it sent, once it has pinged', () => {
    const socket = connect();
    socket.receive('{"type":6}␞');
    vi.advanceTimersByTime(20_000);
    socket.receive('{"type":1,"target":"UnsubscribeAll","arguments":[]}␞');
    vi.advanceTimersByTime(29_999);
    expect(socket.takeSent()).not.toContain(brokenClose);
    vi.advanceTimersByTime(1);
    expect(socket.takeSent()).toEqual([brokenClose, 'close 1000']);
  });

  test('that is gone leaves no timer behind', () => {
    const socket = connect();
    socket.receive('{"type":6}␞');
    socket.emit('close');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is not heard any more after a broken record', () => {
    const socket = connect();
    socket.receive('x␞{"type":1,"invocationId":"1","target":"UnsubscribeAll","arguments":[]}␞');
    socket.receive('y␞');
    expect(socket.takeSent()).toEqual([brokenClose, 'close 1000']);
  });

  test('is stuck on a message of an unknown type, and dropped when too much comes after it', () => {
    const socket = connect();
    const call = '{"type":1,"invocationId":"1","target":"UnsubscribeAll","arguments":[]}␞';
    socket.receive(`{"type":10}␞${call}`);
    expect(socket.takeSent()).toEqual([]);
    socket.receive(call.repeat(500));
    expect(socket.takeSent()).toEqual([brokenClose, 'close 1000']);
  });
});

describe('what is sent', () => {
  test('of one moment shares a frame, up to 64 KiB', async () => {
    const socket = connect();
    const peer = peers.at(-1);
    peer?.send('{"a":1}');
    peer?.send('{"b":2}');
    expect(socket.takeSent()).toEqual([]);
    await Promise.resolve();
    expect(socket.takeSent()).toEqual(['{"a":1}␞{"b":2}␞']);
    const large = `"${'x'.repeat(65_536)}"`;
    for (const record of ['{"c":3}', large, '{"d":4}']) peer?.send(record);
    peer?.sendFrame('no record');
    peer?.send('{"e":5}');
    await Promise.resolve();
    expect(socket.takeSent()).toEqual([`{"c":3}␞${large}␞`, '{"d":4}␞', 'no record', '{"e":5}␞']);
  });

  test('waits until the client has taken what was sent before', async () => {
    const socket = connect();
    socket.takesNothing = true;
    const peer = peers.at(-1);
    peer?.send('{"a":1}');
    await Promise.resolve();
    peer?.send('{"b":2}');
    await Promise.resolve();
    peer?.send('{"c":3}');
    await Promise.resolve();
    expect(socket.takeSent()).toEqual(['{"a":1}␞']);
    expect(peer?.unsentBytes).toBe('{"b":2}␞{"c":3}␞'.length);
    socket.take();
    expect(socket.takeSent()).toEqual(['{"b":2}␞{"c":3}␞']);
  });

  test('and is not taken for 10 s ends the connection', () => {
    const socket = connect();
    socket.takesNothing = true;
    socket.receive('{"type":1,"target":"ActiveSubscriptions","invocationId":"1","arguments":[]}␞');
    expect(socket.takeSent()).toEqual(['{"type":3,"invocationId":"1","result":[]}␞']);
    vi.advanceTimersByTime(9_999);
    expect(socket.takeSent()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(socket.takeSent()).toEqual(['cut']);
  });
});
