import type { Colours } from '../../render/colours.ts';
import { findEvent } from '../../events/catalogue.ts';
import type { HubNotice } from '../../sim/hub-endpoint.ts';
import type { SubscriptionResult } from '../../sim/hub-methods.ts';
import type { SimulatorNotice } from '../../sim/simulator.ts';
import { sanitize } from '../../terminal/sanitize.ts';

/** The name of an entity, or its id when it has none. */
type NameOf = (id: string) => string;

/** What a simulated Enreach tells, in lines for a person; empty when there is nothing to say. */
export function noticeText(notice: SimulatorNotice, nameOf: NameOf, colours: Colours): string {
  const warning = colours.yellow('▲');
  if (notice.kind === 'behind')
    return `${warning} this machine does not manage so many events a second`;
  if (notice.kind === 'fault')
    return `${warning} fault ${notice.name} · ${count(notice.connections, 'connection')}`;
  return connectionText(notice, nameOf, colours);
}

function connectionText(notice: HubNotice, nameOf: NameOf, colours: Colours): string {
  const who = `#${notice.connection} ${nameOf(notice.user)}`;
  switch (notice.kind) {
    case 'connected':
      return `${colours.green('●')} ${who} connected · ${count(notice.connections, 'connection')} now`;
    case 'ended':
      return `${colours.dim('○')} ${who} ended, with ${count(notice.subscriptions, 'subscription')} · ${count(notice.connections, 'connection')} now`;
    case 'subscribe':
      return [
        ...accepted(`${colours.green('+')} ${who} subscribed to`, notice.results, nameOf),
        ...rejected(`${colours.red('✖')} ${who} was rejected`, notice.results, nameOf),
      ].join('\n');
    case 'unsubscribe':
      return accepted(`${colours.dim('-')} ${who} unsubscribed from`, notice.results, nameOf).join(
        '\n',
      );
    case 'unsubscribeall':
      return `${colours.dim('-')} ${who} unsubscribed from all`;
  }
}

function accepted(start: string, results: readonly SubscriptionResult[], nameOf: NameOf): string[] {
  const those = results.filter(({ message }) => message === null);
  return those.length === 0 ? [] : [`${start} ${summary(those, nameOf)}`];
}

function rejected(start: string, results: readonly SubscriptionResult[], nameOf: NameOf): string[] {
  const reasons = new Set(results.flatMap(({ message }) => message ?? []));
  return [...reasons].map((reason) => {
    const those = results.filter(({ message }) => message === reason);
    return `${start} ${summary(those, nameOf)}: ${reason}`;
  });
}

/** 'UserStatus of Aino Virtanen', '24 events of 12 entities'. The texts are the client's. */
function summary(results: readonly SubscriptionResult[], nameOf: NameOf): string {
  const events = new Set(results.map(({ eventName }) => spelt(eventName)));
  const entities = new Set(results.map(({ entityId }) => nameOf(entityId ?? '–')));
  return sanitize(`${listed(events, 'events')} of ${listed(entities, 'entities')}`);
}

const mostListed = 2;
const longestShown = 60;

function listed(names: ReadonlySet<string>, plural: string): string {
  if (names.size > mostListed) return `${names.size} ${plural}`;
  return [...names]
    .map((name) => (name.length > longestShown ? `${name.slice(0, longestShown)}…` : name))
    .join(' and ');
}

function spelt(eventName: string | null): string {
  return eventName === null ? '–' : (findEvent(eventName)?.name ?? eventName);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
