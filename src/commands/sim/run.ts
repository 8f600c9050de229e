import { Chalk } from 'chalk';

import { unlessAborted } from '../../abort.ts';
import type { Entity } from '../../sim/centre/contact-centre.ts';
import type { HubNotice } from '../../sim/hub-endpoint.ts';
import { startSimulator, type Simulator } from '../../sim/simulator.ts';
import type { CommandContext } from '../context.ts';

/** The flags of `rte sim`. */
export interface SimFlags {
  port: number;
  seed?: number;
  agents?: number;
  queues?: number;
  speed: number;
  tokenLifetime: number;
  output: 'text' | 'json';
}

/**
 * Runs a simulated Enreach until it is told to stop.
 *
 * @throws the reason of the context's signal.
 */
export async function runSim(options: SimFlags, context: CommandContext): Promise<void> {
  const { tokenLifetime, output, ...sizes } = options;
  const { stdout, stderr } = context.terminal;
  const chalk = new Chalk({ level: stdout.colorLevel });
  const simulator = await startSimulator({
    ...sizes,
    tokenLifetimeSeconds: tokenLifetime,
    ...(output === 'text' && {
      onNotice: (notice: HubNotice) => void stderr.write(`${noticeText(notice, simulator)}\n`),
    }),
  });
  try {
    stdout.write(output === 'json' ? machineForm(simulator) : greeting(simulator, chalk));
    await unlessAborted(context.signal, new Promise<never>(() => {}));
  } finally {
    await simulator.close();
  }
}

function machineForm({ apiUrl, hubUrl, login, users, queues, callLists }: Simulator): string {
  const { username, password, secretKey, userId } = login;
  return `${JSON.stringify({
    apiUrl,
    discoveryUrl: apiUrl,
    hubUrl,
    username,
    password,
    secretKey,
    userId,
    users: named(users),
    queues: named(queues),
    callLists: named(callLists),
  })}\n`;
}

function named(entities: readonly Entity[]): object[] {
  return entities.map(({ id, name }) => ({ id, name }));
}

const mostListed = 5;

function greeting(simulator: Simulator, chalk: InstanceType<typeof Chalk>): string {
  const { apiUrl, hubUrl, login, users, queues, callLists, seed } = simulator;
  const label = (text: string): string => chalk.dim(text.padEnd(12));
  const entities = (text: string, list: readonly Entity[]): string[] => [
    ...list
      .slice(0, mostListed)
      .map(({ id, name }, at) => `  ${label(at === 0 ? text : '')}${id}  ${name}`),
    ...(list.length > mostListed ? [`  ${label('')}… ${list.length - mostListed} more`] : []),
  ];
  const queue = queues[0]?.id ?? '<id>';
  return [
    chalk.bold('A simulated Enreach is running.') + chalk.dim(` Seed ${seed}; Ctrl-C ends it.`),
    '',
    `  ${label('REST API')}${apiUrl}`,
    `  ${label('hub')}${hubUrl}`,
    `  ${label('user')}${login.username}`,
    `  ${label('password')}${login.password}`,
    `  ${label('secret key')}${login.secretKey}`,
    '',
    ...entities('users', users),
    ...entities('queues', queues),
    ...entities('call lists', callLists),
    '',
    chalk.bold('Try it:'),
    `  rte login --api-url ${apiUrl} --username ${login.username}`,
    `  rte tail --user me`,
    `  rte tail --queue ${queue}`,
    `  curl -u ${login.username}:${login.secretKey} ${apiUrl}token/me/rte/`,
    '',
    '',
  ].join('\n');
}

function noticeText(notice: HubNotice, { users }: Simulator): string {
  const user = users.find(({ id }) => id === notice.user)?.name ?? notice.user;
  const still = `${notice.connections} ${notice.connections === 1 ? 'connection' : 'connections'} now`;
  return notice.kind === 'connected'
    ? `● ${user} connected · ${still}`
    : `○ ${user}'s connection ended, with ${notice.subscriptions} subscriptions · ${still}`;
}
