import { Line } from './line.js';
import { flood, pace } from './senders.js';
import { frame, FrameReader, opcodes } from './web-socket-frames.js';

const separator = '\u001e';
const pingEveryMs = 15_000;

/** The events that the hub says it offers. */
const offered = ['UserStatus', 'UserAvailability', 'QueueStatus'];

/** One client on its WebSocket: a SignalR hub with the methods of the real-time engine. */
export class HubConnection {
  #line;
  #plan;
  #block;
  #frames = new FrameReader();
  #isHandshakeOver = false;

  /** What became of it; moments are milliseconds of this process's clock. */
  report = {
    upgradedAt: performance.now(),
    subscribedAt: undefined,
    invocations: 0,
    subscriptions: 0,
    sent: 0,
    sendingSince: undefined,
    sentAt: undefined,
    isDropped: false,
    isEnded: false,
  };

  /**
   * @param {import('node:net').Socket} socket after the upgrade.
   * @param {object} plan what is to be sent, see load-generator.js.
   * @param {import('./message-block.js').MessageBlock} block
   */
  constructor(socket, plan, block) {
    this.#plan = plan;
    this.#block = block;
    this.#line = new Line(socket, plan.sendTimeoutMs ?? Number.POSITIVE_INFINITY);
    const pings = setInterval(() => this.#send({ type: 6 }), pingEveryMs);
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('close', () => {
      clearInterval(pings);
      this.report.isEnded = true;
      this.report.isDropped = this.#line.isDropped;
    });
  }

  #receive(chunk) {
    for (const { opcode, payload } of this.#frames.push(chunk)) {
      if (opcode === opcodes.close) this.#line.end(frame(payload, opcodes.close));
      else if (opcode === opcodes.ping) this.#line.push(frame(payload, opcodes.pong));
      else if (opcode !== opcodes.pong) this.#readRecords(payload.toString());
    }
  }

  #readRecords(text) {
    for (const record of text.split(separator).slice(0, -1)) {
      if (this.#isHandshakeOver) this.#answer(JSON.parse(record));
      else this.#send({});
      this.#isHandshakeOver = true;
    }
  }

  #answer({ type, target, invocationId, arguments: [list] = [] }) {
    if (type !== 1) return;
    const isSubscribe = target === 'Subscribe';
    const result = isSubscribe ? list.map(accepted) : offered;
    const send = () => {
      this.#send({ type: 3, invocationId, result });
      if (isSubscribe) this.#subscribed(list.length);
    };
    if (this.#plan.answerMs === undefined) send();
    else setTimeout(send, this.#plan.answerMs);
  }

  #subscribed(subscriptions) {
    this.report.invocations++;
    this.report.subscriptions += subscriptions;
    if (subscriptions > 0) this.report.subscribedAt = performance.now();
    if (this.report.sendingSince === undefined) void this.#sendMessages();
  }

  async #sendMessages() {
    const { rate, close } = this.#plan;
    this.report.sendingSince = performance.now();
    const send = rate ? pace : flood;
    await send(this.#line, this.#block, this.#plan, (sent) => (this.report.sent = sent));
    this.report.sentAt = performance.now();
    if (!close) return;
    this.#send({ type: 7 });
    this.#line.end(frame(Buffer.alloc(0), opcodes.close));
  }

  #send(message) {
    this.#line.push(frame(Buffer.from(JSON.stringify(message) + separator)));
  }
}

function accepted(subscription) {
  const entries = Object.entries(subscription).map(([name, value]) => [name.toLowerCase(), value]);
  const { entityid: entityId, eventname: eventName } = Object.fromEntries(entries);
  return { entityId, eventName, subscribed: true, message: null };
}
