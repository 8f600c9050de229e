const apis = { fetch: 1, metadata: 3 };
const topic = 'rte';
/** About the megabyte that kcat takes at a time. */
const messagesAFetch = 960;

/**
 * As much of Kafka 0.9 as kcat needs to read one partition from an offset on: where the topic is
 * (Metadata 0), and what is in it (Fetch 1).
 *
 * @param {import('node:net').Socket} socket
 * @param {Buffer[]} payloads sent again and again.
 * @param {number} count how many messages the partition has.
 */
export function serveKafka(socket, payloads, count) {
  const messagesFrom = messageSets(payloads);
  let received = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) {
      const end = 4 + received.readInt32BE(0);
      answer(received.subarray(4, end));
      received = received.subarray(end);
    }
  });

  function answer(request) {
    const api = request.readInt16BE(0);
    const correlation = request.subarray(4, 8);
    if (api === apis.metadata) send(correlation, metadata(socket.localPort));
    // Whoever has everything waits, as at a broker where nothing comes.
    const offset = api === apis.fetch ? offsetWanted(request) : count;
    if (offset < count) send(correlation, fetched(messagesFrom(offset, count - offset), count));
  }

  function send(correlation, body) {
    socket.write(Buffer.concat([int32(correlation.length + body.length), correlation, body]));
  }
}

/** Of the one partition that is asked for: it stands before its size limit, at the end. */
function offsetWanted(request) {
  return Number(request.readBigInt64BE(request.length - 12));
}

function metadata(port) {
  const node = int32(1);
  const broker = Buffer.concat([node, text('127.0.0.1'), int32(port)]);
  const partition = Buffer.concat([int16(0), int32(0), node, list([node]), list([node])]);
  return Buffer.concat([
    list([broker]),
    list([Buffer.concat([int16(0), text(topic), list([partition])])]),
  ]);
}

function fetched(messages, highWatermark) {
  const head = [int32(0), int16(0), int64(highWatermark), int32(messages.length)];
  const partition = Buffer.concat([...head, messages]);
  const throttleMs = int32(0);
  return Buffer.concat([throttleMs, list([Buffer.concat([text(topic), list([partition])])])]);
}

/**
 * Message sets of version 0, made once but for their offsets; nobody checks their sums unless asked to.
 *
 * @param {Buffer[]} payloads
 */
function messageSets(payloads) {
  const messages = Array.from({ length: messagesAFetch }, (_each, at) =>
    message(payloads[at % payloads.length]),
  );
  const block = Buffer.concat(messages);
  const starts = [0];
  for (const { length } of messages) starts.push(starts.at(-1) + length);

  return (offset, most) => {
    const count = Math.min(most, messagesAFetch);
    const set = Buffer.from(block.subarray(0, starts[count]));
    for (let at = 0; at < count; at++) set.writeBigInt64BE(BigInt(offset + at), starts[at]);
    return set;
  };
}

function message(payload) {
  const [offset, sum, magicAndAttributes, noKey] = [int64(0), int32(0), int16(0), int32(-1)];
  const size = int32(14 + payload.length);
  const head = [offset, size, sum, magicAndAttributes, noKey, int32(payload.length)];
  return Buffer.concat([...head, payload]);
}

function int16(value) {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int64(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}

function text(value) {
  return Buffer.concat([int16(value.length), Buffer.from(value)]);
}

function list(items) {
  return Buffer.concat([int32(items.length), ...items]);
}
