// Every event as a coloured line: time, event, user, and what matters of a dozen fields.
import chalk from 'chalk';

import { printEvents } from './print-events.js';

await printEvents(({ data }) =>
  [
    chalk.dim(new Date(data.timestamp).toISOString().slice(11, 23)),
    chalk.green(data.eventType.padEnd(30)),
    chalk.yellow(data.entityId.slice(0, 8).padEnd(22)),
    headline(data),
  ].join('  '),
);

function headline(data) {
  const parts = [
    activity(data),
    data.activeQueueId && `in ${chalk.cyan(data.activeQueueId.slice(0, 8))}`,
    data.activeCallListId && `on ${chalk.cyan(data.activeCallListId.slice(0, 8))}`,
    !data.available && chalk.red(data.availabilityStatus),
    data.wrapUpEnd && `wrap-up until ${chalk.dim(data.wrapUpEnd.slice(11, 19))}`,
    !data.serving && chalk.red('not serving'),
    data.serviceTerminals === 0 && chalk.red('no terminal'),
    data.fetchMode && chalk.magenta('fetch mode'),
    data.parkedCalls > 0 && `parked ${chalk.bold(data.parkedCalls)}`,
    data.note && chalk.italic(data.note),
  ];
  return parts.filter(Boolean).join(' · ');
}

function activity({ talking, canBeAllocatedTo }) {
  if (talking) return chalk.yellow('talking');
  return canBeAllocatedTo ? chalk.green('free') : chalk.red('not free');
}
