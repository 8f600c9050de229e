// Other tools that print what a server sends, where they are installed.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import { LoadGenerator } from '../measure/load-generator.js';
import { measuredRun } from '../measure/measured-run.js';

/** These take no SignalR hub, and a broker of their own would be another comparison. */
const fromBrokers = ['kcat', 'mosquitto_sub', 'redis-cli'];
const separator = '\u001e';

/**
 * @param {import('../bench.js').Settings} settings
 * @returns {Promise<import('../measure/report.js').Part>}
 */
export async function otherTools(settings) {
  const wscat = find('wscat');
  const missing = fromBrokers.filter((name) => find(name) === undefined);
  const notes = [
    ...(wscat === undefined ? ['wscat was not found.'] : []),
    `${fromBrokers.join(', ')} read from brokers of their own and are not run${missing.length > 0 ? `; not found: ${missing.join(', ')}` : ''}.`,
  ];
  const tables = wscat === undefined ? [] : [[await runWscat(wscat, settings)]];
  return { title: 'Other tools', tables, notes };
}

/** wscat prints frames as they are; the hub closes after the last. */
async function runWscat(wscat, { messages }) {
  const generator = await LoadGenerator.start();
  await generator.plan({ messages, close: true });
  const subscribe = { type: 1, target: 'Subscribe', invocationId: '0', arguments: [[{}]] };
  const records = [{ protocol: 'json', version: 1 }, subscribe];
  const text = records.map((record) => JSON.stringify(record) + separator).join('');
  const url = generator.hubUrl.replace(/^http/, 'ws');
  const { seconds, lines, peakMiB } = await measuredRun(
    { args: [wscat, '-c', url, '-x', text, '-w', '600'], stdin: 'pipe' },
    'file',
  );
  generator.stop();
  return {
    tool: 'wscat, into a file',
    'messages/s': Math.round(messages / seconds).toLocaleString('en-GB'),
    'lines of messages': `${lines} of ${messages}`,
    'peak MiB': Math.round(peakMiB),
  };
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
