const topic = Buffer.from('\u0000\u0003rte', 'latin1');
const packets = { connect: 1, connack: 2, publish: 3, subscribe: 8, suback: 9 };

/** As much of MQTT 3.1.1 as `mosquitto_sub` needs, at QoS 0. */
export const mqtt = {
  frame: (payload) => packet(packets.publish, Buffer.concat([topic, payload])),
  /** Accepts the connection, and then the subscription. */
  welcome: (socket, chunk, subscribed) => {
    const type = chunk[0] >> 4;
    if (type === packets.connect) socket.write(packet(packets.connack, Buffer.alloc(2)));
    if (type !== packets.subscribe) return;
    // Behind the type and a length of one byte stands which subscription it is.
    socket.write(packet(packets.suback, Buffer.from([chunk[2], chunk[3], 0])));
    subscribed();
  },
};

function packet(type, body) {
  const length = [];
  for (let rest = body.length; length.length === 0 || rest > 0; rest >>= 7) {
    length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
  }
  return Buffer.concat([Buffer.from([type << 4, ...length]), body]);
}
