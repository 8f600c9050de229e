import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { onTestFinished } from 'vitest';

/** A line to a port of this machine, on which a test writes any bytes. It ends with the test. */
export async function openLine(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** How long a client waits for more, before it ends its side. */
const patienceMs = 300;

/**
 * Writes bytes, and reads until the other side has ended. A client that isn't patient ends its own
 * side when nothing comes for a while.
 *
 * @returns what came, one character a byte.
 */
export async function exchange(
  port: number,
  bytes: string | Buffer,
  { isPatient = false } = {},
): Promise<string> {
  const socket = await openLine(port);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  if (!isPatient) socket.setTimeout(patienceMs, () => socket.end());
  await closed;
  return Buffer.concat(chunks).toString('latin1');
}

/** Becomes a WebSocket, writes bytes to it, ends its own side, and reads until the other has ended. */
export async function exchangeFrames(port: number, target: string, bytes: Buffer): Promise<string> {
  const socket = await openLine(port);
  const chunks: Buffer[] = [];
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.write(upgradeText(target));
  const [head] = (await once(socket, 'data')) as [Buffer];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.end(bytes);
  await closed;
  return Buffer.concat([head, ...chunks]).toString('latin1');
}

/** A request as text; `Connection: close` has the server end the line behind its answer. */
export function requestText(
  line: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): string {
  const all = { Host: '127.0.0.1', Connection: 'close', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${line} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

/** A request to become a WebSocket. */
export function upgradeText(
  target: string,
  headers: Readonly<Record<string, string>> = {},
): string {
  return requestText(`GET ${target}`, {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  });
}

/** A WebSocket frame of a client (RFC 6455, 5.2). */
export function frame(
  payload: Buffer,
  { first = 0x81, isMasked = true, length = payload.length }: FrameOptions = {},
): Buffer {
  const mask = Buffer.from([0x12, 0x34, 0x56, 0x78]);
  const head = [Buffer.from([first])];
  const maskBit = isMasked ? 0x80 : 0;
  if (length < 126) head.push(Buffer.from([maskBit | length]));
  else if (length < 65_536) head.push(Buffer.from([maskBit | 126, length >> 8, length & 0xff]));
  else {
    const long = Buffer.alloc(9);
    long[0] = maskBit | 127;
    long.writeBigUInt64BE(BigInt(length), 1);
    head.push(long);
  }
  if (!isMasked) return Buffer.concat([...head, payload]);
  return Buffer.concat([...head, mask, payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0))]);
}

interface FrameOptions {
  /** FIN, the reserved bits, and the opcode. */
  first?: number;
  isMasked?: boolean;
  /** The length that is told, be it true or not. */
  length?: number;
}
