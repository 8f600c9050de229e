// What a simulated Enreach costs at several sizes: on one core it must keep up with real time.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

import { WebSocket } from 'ws';

import { on } from '../measure/cores.js';
import { processFigures } from '../measure/process-figures.js';
import { percentile } from '../measure/statistics.js';

const separator = '\u001e';
const subscriptionsPerInvocation = 150;

/** Each client follows so many users, and one queue. */
const usersPerClient = 10;

/** The largest that the simulator promises. */
const full = { agents: 2_000, queues: 200, clients: 200, rate: 5_000 };
const small = { agents: 40, queues: 4, clients: 4, rate: 100 };

/**
 * @param {import('../bench.js').Settings} settings
 * @returns {Promise<import('../measure/report.js').Part>}
 */
export async function simulatorSizes({ short, rte, progress }) {
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
  const userEvents = await namesOfUserEvents(rte);
  const rows = [];
  for (const size of sizes) {
    progress(`simulator: ${size.name}`);
    rows.push(await measure({ ...size, rte, userEvents }, seconds));
  }
  return {
    title: 'What a simulated Enreach costs',
    about: `The simulator runs in a process of its own; each client follows ten users with all their events, and one queue. ${seconds} s each.`,
    tables: [rows],
    notes: ["'Late' is from an event's timestamp to its arrival."],
  };
}

async function namesOfUserEvents(rte) {
  const args = [rte, 'list-events', '--offline', '-o', 'json'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout)
    .filter(({ entity }) => entity === 'User')
    .map(({ name }) => name);
}

async function measure({ name, options, clients, ...what }, seconds) {
  const { child, simulator, startSeconds } = await startSimulator(what.rte, options);
  const accessToken = await fetchAccessToken(simulator);
  const counts = { messages: 0, late: [] };
  const sockets = await Promise.all(
    Array.from({ length: clients }, (_each, at) =>
      connect(simulator, accessToken, wanted(simulator, at, what), counts),
    ),
  );
  const before = { at: performance.now(), ...processFigures(child.pid) };
  const messagesBefore = counts.messages;
  counts.late = [];
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const after = { at: performance.now(), ...processFigures(child.pid) };
  const wall = (after.at - before.at) / 1000;
  for (const socket of sockets) socket.terminate();
  child.kill('SIGTERM');
  await once(child, 'exit');
  const share = Math.round(((after.cpuSeconds - before.cpuSeconds) / wall) * 100);
  return {
    size: name,
    'starts in s': round(startSeconds),
    'messages/s': Math.round((counts.messages - messagesBefore) / wall),
    'of one core': Number.isNaN(share) ? '–' : `${share} %`,
    'RSS MiB': after.rssMiB === undefined ? '–' : Math.round(after.rssMiB),
    // With --rate, simulated time does not run with the clock.
    'late, median ms': options.rate ? '–' : round(percentile(counts.late, 0.5) || 0),
    '99 %': options.rate ? '–' : round(percentile(counts.late, 0.99) || 0),
  };
}

/** Starts one, and reads the line that it prints once it listens. */
async function startSimulator(rte, options) {
  const startedAt = performance.now();
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  const args = [rte, 'sim', '-o', 'json', '-q', '--seed', '1', ...flags];
  const [command, ...rest] = on('client', [process.execPath, ...args]);
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const startSeconds = (performance.now() - startedAt) / 1000;
  return { child, simulator: JSON.parse(line), startSeconds };
}

function wanted({ users, queues }, at, { userEvents, everyUserStatus = false }) {
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

async function fetchAccessToken({ apiUrl, username, secretKey }) {
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
