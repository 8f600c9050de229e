// Other tools that print what a server sends, where they are installed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ofAllUsers, plain, tail } from '../measure/clients.js';
import { on } from '../measure/cores.js';
import { LoadGenerator } from '../measure/load-generator.js';
import { measuredRun, measuredTool } from '../measure/measured-run.js';
import { readable } from '../measure/statistics.js';

const separator = '\u001e';

/** Tools that read from a broker: how they are asked for messages, and how many lines each one is. */
const fromBrokers = [
  {
    tool: 'redis-cli',
    protocol: 'redis',
    args: (port) => ['-p', port, 'subscribe', 'rte'],
    linesEach: 3,
  },
  {
    tool: 'mosquitto_sub',
    protocol: 'mqtt',
    args: (port, messages) => ['-p', port, '-t', 'rte', '-C', `${messages}`],
    linesEach: 1,
  },
  {
    tool: 'kcat',
    protocol: 'kafka',
    args: (port, messages) =>
      [
        `-C -q -b 127.0.0.1:${port} -t rte -p 0 -o 0 -c ${messages}`,
        // Else it asks which versions the broker speaks, in a version that this one does not.
        '-X api.version.request=false -X broker.version.fallback=0.9.0',
      ].flatMap((flags) => flags.split(' ')),
    linesEach: 1,
  },
];

/**
 * @param {import('../bench.js').Settings} settings
 * @returns {Promise<import('../measure/report.js').Part>}
 */
export async function otherTools(settings) {
  const { messages } = settings;
  const rows = await hubClients(settings);
  const missing = [];
  for (const { tool, protocol, args, linesEach } of fromBrokers) {
    const path = find(tool);
    if (path === undefined) missing.push(tool);
    else {
      settings.progress(`other tools: ${tool}`);
      const run = await fromBroker(protocol, messages, (port) => [path, ...args(port, messages)]);
      rows.push({ tool, ...run, lines: Math.floor(run.lines / linesEach) });
    }
  }
  if (find('wscat') === undefined) missing.push('wscat');
  const [{ seconds: first }] = rows;
  return {
    title: 'Other tools',
    about: `${messages.toLocaleString('en-GB')} messages, 1 a frame, into a file, start-up included; the factor is that to the plain client. redis-cli, mosquitto_sub and kcat are sent the same messages in their own protocols, by a process that speaks as much of these as they need.`,
    tables: [
      rows.map(({ tool, seconds, lines, peakMiB }) => ({
        tool,
        'messages/s': Math.round(messages / seconds).toLocaleString('en-GB'),
        factor: `${readable(first / seconds)}×`,
        delivered: `${readable((Math.min(lines, messages) / messages) * 100)} %`,
        'peak MiB': readable(Math.round(peakMiB)),
      })),
    ],
    notes: missing.length > 0 ? [`Not installed: ${missing.join(', ')}.`] : [],
  };
}

async function hubClients(settings) {
  const { messages } = settings;
  const wscat = find('wscat');
  const generator = await LoadGenerator.start();
  const { hubUrl } = generator;
  const clients = {
    'plain client': plain('ndjson', hubUrl, messages),
    'rte -o ndjson': tail(settings, hubUrl, [...ofAllUsers, '-o', 'ndjson', '-c', `${messages}`]),
    ...(wscat !== undefined && { wscat: wscatOf(wscat, hubUrl) }),
  };
  const rows = [];
  for (const [tool, client] of Object.entries(clients)) {
    settings.progress(`other tools: ${tool}`);
    await generator.plan({ messages, close: tool === 'wscat' });
    rows.push({ tool, ...(await measuredRun(client, 'file')) });
  }
  generator.stop();
  return rows;
}

/** wscat prints frames as they are; the hub closes after the last. */
function wscatOf(wscat, hubUrl) {
  const subscribe = { type: 1, target: 'Subscribe', invocationId: '0', arguments: [[{}]] };
  const records = [{ protocol: 'json', version: 1 }, subscribe];
  const text = records.map((record) => JSON.stringify(record) + separator).join('');
  const url = hubUrl.replace(/^http/, 'ws');
  return { args: [wscat, '-c', url, '-x', text, '-w', '600'], stdin: 'pipe' };
}

async function fromBroker(protocol, messages, commandOf) {
  const program = fileURLToPath(new URL('../brokers/broker.js', import.meta.url));
  const [node, ...args] = on('rest', [process.execPath, program, protocol, `${messages}`]);
  const broker = spawn(node, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [port] = await once(broker.stdout.setEncoding('utf8'), 'data');
  const run = await measuredTool(commandOf(port.trim()));
  broker.stdin.end();
  return run;
}

function find(name) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
