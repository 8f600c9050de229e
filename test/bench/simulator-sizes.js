// What a simulated Enreach costs at several sizes: on one core it must keep up with real time.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { WebSocket } from 'ws';

const host = fileURLToPath(new URL('simulator-host.js', import.meta.url));
const separator = '\u001e';
const subscriptionsPerInvocation = 150;

/** Each client follows so many users, and one queue. */
const usersPerClient = 10;

/** The largest that the simulator promises. */
const full = { agents: 2_000, queues: 200, clients: 200, rate: 5_000 };
const small = { agents: 40, queues: 4, clients: 4, rate: 100 };

/**
 * @param {{ short: boolean }} how short: only to see that it runs.
 * @returns {Promise<Record<string, string | number>[]>} one row a size.
 */
export async function simulatorSizes({ short }) {
  const { agents, queues, clients, rate } = short ? small : full;
  const seconds = short ? 1 : 15;
  const large = { options: { agents, queues }, clients };
  const centre = `${agents} agents, ${queues} queues, ${clients} clients`;
  const sizes = [
    { name: 'default size, 1 client', options: {}, clients: 1 },
    { name: centre, ...large },
    { name: `${centre} that all want all UserStatus`, ...large, everyUserStatus: true },
    { name: `${centre}, --rate ${rate}`, ...large, options: { agents, queues, rate } },
  ];
  const rows = [];
  for (const size of sizes) rows.push(await measure(size, seconds));
  return rows;
}

async function measure({ name, options, clients, everyUserStatus = false }, seconds) {
  const child = fork(host, [JSON.stringify({ seed: 1, ...options })]);
  const [simulator] = await once(child, 'message');
  const accessToken = await fetchAccessToken(simulator);
  const counts = { messages: 0, late: [] };
  const sockets = await Promise.all(
    Array.from({ length: clients }, (_each, at) =>
      connect(simulator, accessToken, wanted(simulator, at, everyUserStatus), counts),
    ),
  );
  const usage = async () => {
    child.send('usage');
    return (await once(child, 'message'))[0];
  };
  const before = await usage();
  const messagesBefore = counts.messages;
  counts.late = [];
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const after = await usage();
  const wall = (after.at - before.at) / 1000;
  for (const socket of sockets) socket.terminate();
  child.disconnect();
  await once(child, 'exit');
  const late = counts.late.toSorted((one, other) => one - other);
  return {
    size: name,
    'starts in s': round(simulator.startMs / 1000),
    'messages/s': Math.round((counts.messages - messagesBefore) / wall),
    'of one core': `${Math.round(((after.cpuSeconds - before.cpuSeconds) / wall) * 100)} %`,
    'RSS MiB': Math.round(after.rssMiB),
    // With --rate, simulated time does not run with the clock.
    'late, median ms': options.rate ? '–' : round(late[Math.floor(late.length / 2)] ?? 0),
    '99 %': options.rate ? '–' : round(late[Math.floor(late.length * 0.99)] ?? 0),
  };
}

function wanted({ users, queues }, at, everyUserStatus) {
  if (everyUserStatus) {
    return users.map(({ id }) => ({ EntityId: id, EventName: 'UserStatus' }));
  }
  const own = Array.from(
    { length: usersPerClient },
    (_each, index) => users[(at * usersPerClient + index) % users.length],
  );
  return [
    ...own.flatMap(({ id }) => userEvents.map((EventName) => ({ EntityId: id, EventName }))),
    { EntityId: queues[at % queues.length].id, EventName: 'QueueStatus' },
  ];
}

const { events } = await import('../../dist/events/catalogue.js');
const userEvents = events.filter(({ entity }) => entity === 'User').map(({ name }) => name);

async function fetchAccessToken({ apiUrl, login: { username, secretKey } }) {
  const basic = Buffer.from(`${username}:${secretKey}`).toString('base64');
  const response = await fetch(`${apiUrl}token/me/rte/`, {
    headers: { Authorization: `Basic ${basic}` },
  });
  return (await response.json()).Token;
}

async function connect({ hubUrl }, accessToken, subscriptions, counts) {
  const socket = new WebSocket(hubUrl, {
    headers: { Authorization: `Bearer ${accessToken}` },
    perMessageDeflate: false,
    skipUTF8Validation: true,
  });
  await once(socket, 'open');
  socket.send(`{"protocol":"json","version":1}${separator}`);
  let answers = 0;
  const subscribed = new Promise((resolve) => {
    socket.on('message', (/** @type {Buffer} */ data) => {
      const text = data.toString('latin1');
      for (const record of text.split(separator)) {
        if (record.startsWith('{"type":1,')) count(record, counts);
        else if (record.startsWith('{"type":3,')) answers += 1;
      }
      if (answers * subscriptionsPerInvocation >= subscriptions.length) resolve(undefined);
    });
  });
  for (let from = 0; from < subscriptions.length; from += subscriptionsPerInvocation) {
    const batch = subscriptions.slice(from, from + subscriptionsPerInvocation);
    const invocation = {
      type: 1,
      target: 'Subscribe',
      invocationId: `${from}`,
      arguments: [batch],
    };
    socket.send(JSON.stringify(invocation) + separator);
  }
  await subscribed;
  return socket;
}

function count(record, counts) {
  counts.messages += 1;
  if (counts.messages % 50 !== 0) return;
  const timestamp = /"timestamp":"([^"]+)"/.exec(record)?.[1];
  if (timestamp !== undefined) counts.late.push(Date.now() - Date.parse(timestamp));
}

function round(value) {
  return Math.round(value * 10) / 10;
}
