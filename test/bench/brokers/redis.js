const channel = 'rte';

/** As much of Redis as `redis-cli subscribe` needs (RESP 2). */
export const redis = {
  frame: (payload) =>
    Buffer.concat([
      Buffer.from(`*3\r\n${bulk('message')}${bulk(channel)}$${payload.length}\r\n`),
      payload,
      Buffer.from('\r\n'),
    ]),
  /** Answers the subscription. */
  welcome: (socket, _chunk, subscribed) => {
    socket.write(`*3\r\n${bulk('subscribe')}${bulk(channel)}:1\r\n`);
    subscribed();
  },
};

function bulk(text) {
  return `$${text.length}\r\n${text}\r\n`;
}
