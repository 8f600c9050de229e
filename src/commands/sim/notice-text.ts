import type { Colours } from '../../render/colours.ts';
import { findEvent } from '../../events/catalogue.ts';
import type { HubNotice } from '../../sim/hub-endpoint.ts';
import type { SubscriptionResult } from '../../sim/hub-methods.ts';
import type { SimulatorNotice } from '../../sim/simulator.ts';
import { join, safe, sanitize, type SafeText } from '../../terminal/safe-text.ts';

/** The name of an entity, or its id when it has none. */
type NameOf = (id: string) => string;

/** What a simulated Enreach tells, in lines for a person; empty when there is nothing to say. */
export function noticeText(notice: SimulatorNotice, nameOf: NameOf, colours: Colours): SafeText {
  const warning = colours.orange(safe`▲`);
  if (notice.kind === 'behind')
    return safe`${warning} this machine does not manage so many events a second`;
  if (notice.kind === 'fault')
    return safe`${warning} fault ${sanitize(notice.name)} · ${count(notice.connections, 'connection')}`;
  return connectionText(notice, nameOf, colours);
}

function connectionText(notice: HubNotice, nameOf: NameOf, colours: Colours): SafeText {
  const who = safe`#${notice.connection} ${sanitize(nameOf(notice.user))}`;
  switch (notice.kind) {
    case 'connected':
      return safe`${colours.green(safe`●`)} ${who} connected · ${count(notice.connections, 'connection')} now`;
    case 'ended':
      return safe`${colours.dim(safe`○`)} ${who} ended, with ${count(notice.subscriptions, 'subscription')} · ${count(notice.connections, 'connection')} now`;
    case 'subscribe':
      return join(
        [
          ...accepted(safe`${colours.green(safe`+`)} ${who} subscribed to`, notice.results, nameOf),
          ...rejected(safe`${colours.red(safe`✖`)} ${who} was rejected`, notice.results, nameOf),
        ],
        safe`\n`,
      );
    case 'unsubscribe':
      return join(
        accepted(safe`${colours.dim(safe`-`)} ${who} unsubscribed from`, notice.results, nameOf),
        safe`\n`,
      );
    case 'unsubscribeall':
      return safe`${colours.dim(safe`-`)} ${who} unsubscribed from all`;
  }
}

function accepted(
  start: SafeText,
  results: readonly SubscriptionResult[],
  nameOf: NameOf,
): SafeText[] {
  const those = results.filter(({ message }) => message === null);
  return those.length === 0 ? [] : [safe`${start} ${summary(those, nameOf)}`];
}

function rejected(
  start: SafeText,
  results: readonly SubscriptionResult[],
  nameOf: NameOf,
): SafeText[] {
  const reasons = new Set(results.flatMap(({ message }) => message ?? []));
  return [...reasons].map((reason) => {
    const those = results.filter(({ message }) => message === reason);
    return safe`${start} ${summary(those, nameOf)}: ${sanitize(reason)}`;
  });
}

/** 'UserStatus of Aino Virtanen', '24 events of 12 entities'. The texts are the client's. */
function summary(results: readonly SubscriptionResult[], nameOf: NameOf): SafeText {
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

function count(number: number, noun: 'connection' | 'subscription'): SafeText {
  return safe`${number} ${sanitize(noun)}${number === 1 ? safe`` : safe`s`}`;
}
