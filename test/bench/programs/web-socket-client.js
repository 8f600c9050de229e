import { connect } from 'node:net';

import { frame } from '../hub/web-socket-frames.js';

const separator = '\u001e';

/**
 * Opens a WebSocket to a hub on a bare socket, and shakes hands with it. What the hub sends is
 * left to the caller.
 *
 * @param {string} hubUrl
 * @param {import('node:net').OnReadOpts} onread where the bytes go.
 * @returns {(target: string, list: object[], invocationId?: string) => void} invokes a hub method.
 */
export function openWebSocket(hubUrl, onread) {
  const { hostname, port, pathname } = new URL(hubUrl);
  const socket = connect({ host: hostname, port: Number(port), onread });
  socket.on('end', () => process.exit());
  const lines = [
    `GET ${pathname} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const send = (message) => socket.write(masked(JSON.stringify(message) + separator));
  send({ protocol: 'json', version: 1 });
  return (target, list, invocationId = '0') =>
    send({ type: 1, target, invocationId, arguments: [list] });
}

/** Masked with zeros, which leaves the payload as it is. */
function masked(text) {
  const payload = Buffer.from(text);
  const whole = frame(payload);
  const header = whole.subarray(0, whole.length - payload.length);
  header[1] |= 0x80;
  return Buffer.concat([header, Buffer.alloc(4), payload]);
}
