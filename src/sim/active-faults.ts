import { didYouMean } from '../did-you-mean.ts';
import { usageError } from '../errors.ts';
import type { Entity } from './centre/contact-centre.ts';
import { findFault, readFaultSetting, type FaultSetting } from './fault-setting.ts';
import {
  faults,
  faultValues,
  undocumentedEvents,
  type ConnectionFault,
  type EventOnItsWay,
  type FaultyAnswer,
  type Outgoing,
  type RuleFault,
} from './faults.ts';
import type { OfferedEvent } from './hub-methods.ts';
import type { HubPeer } from './hub-peer.ts';

/** A fault as the control address tells it. */
export interface FaultState {
  name: string;
  summary: string;
  /** What it can be set to, in words. */
  value: string;
  /** What it is set to; null while it is off. */
  active: string | null;
}

interface Active extends FaultSetting {
  /** How often it has struck, or could have. */
  count: number;
  timer?: NodeJS.Timeout;
}

export interface ActiveFaultsOptions {
  /** Whom and what `deny` can name. */
  entities: readonly Entity[];
  peers(): Iterable<HubPeer>;
  /** Told of each strike at the connections of a moment. */
  onStrike(name: string, connections: number): void;
}

/** The claims of a token count whole seconds. */
const shortestTokenSeconds = 1;

/** The faults that a simulated Enreach has at the moment. */
export class ActiveFaults {
  readonly #options: ActiveFaultsOptions;
  readonly #active = new Map<string, Active>();
  #denied = new Set<string>();

  constructor(options: ActiveFaultsOptions) {
    this.#options = options;
  }

  /** All there are, and what each is set to. */
  get states(): FaultState[] {
    return faults.map(({ name, summary, acts }) => ({
      name,
      summary,
      value: faultValues[acts],
      active: this.#active.get(name)?.text ?? null,
    }));
  }

  /**
   * Turns a fault on, or sets it anew.
   *
   * @throws RteError usage, when `deny` names what there is not.
   */
  turnOn(setting: FaultSetting): void {
    const { fault, text, number } = setting;
    const denied = fault.acts === 'deny' ? this.#idsOf(text) : undefined;
    this.clear(fault.name);
    const active: Active = { ...setting, count: 0 };
    this.#active.set(fault.name, active);
    if (denied !== undefined) this.#denied = denied;
    if (fault.acts === 'connection')
      active.timer = setInterval(() => this.#takeTurns(fault, active), number).unref();
  }

  /** Strikes the connections of this moment, once; other faults are turned on. */
  strikeNow(name: string): void {
    const fault = findFault(name);
    if (fault.acts !== 'connection') return this.turnOn(readFaultSetting(name, undefined));
    this.#strike(fault);
    // What only stops when it is told to counts as on.
    if (fault.relieve !== undefined && !this.#active.has(fault.name)) {
      this.#active.set(fault.name, { fault, text: 'on', number: Number.NaN, count: 1 });
    }
  }

  /** Turns a fault off; without a name all of them. */
  clear(name?: string): void {
    const names = name === undefined ? [...this.#active.keys()] : [findFault(name).name];
    for (const each of names) {
      const active = this.#active.get(each);
      if (active === undefined) continue;
      clearInterval(active.timer);
      const { fault } = active;
      if (fault.acts === 'connection')
        for (const peer of this.#options.peers()) fault.relieve?.(peer);
      if (fault.acts === 'deny') this.#denied = new Set();
      this.#active.delete(each);
    }
  }

  /** Whether any fault concerns events, so that they can't take the short way. */
  get concernEvents(): boolean {
    for (const { fault } of this.#active.values()) if (fault.acts === 'event') return true;
    return false;
  }

  /** What is sent in place of an event's message to one client. */
  alter(message: Outgoing, event: Omit<EventOnItsWay, 'turn'>): readonly Outgoing[] {
    let messages: readonly Outgoing[] = [message];
    for (const fault of faults) {
      const active = this.#active.get(fault.name);
      if (active === undefined || fault.acts !== 'event') continue;
      active.count += 1;
      if (active.count % active.number !== 0) continue;
      const turn = active.count / active.number - 1;
      messages = fault.alter(messages, { ...event, turn });
    }
    return messages;
  }

  /** The events that the hub offers beside the documented ones. */
  get undocumentedEvents(): readonly OfferedEvent[] {
    return this.#active.has('unknown-events') ? undocumentedEvents : [];
  }

  isDenied(entityId: string): boolean {
    return this.#denied.has(entityId);
  }

  /** The answer to a request that is not to get the right one. */
  answerTo(to: 'REST' | 'hub'): FaultyAnswer | undefined {
    for (const { fault, number } of this.#active.values()) {
      if (fault.acts === 'status' && fault.on === to) return answerWith(number, to);
    }
    return undefined;
  }

  /** Whether the token of this request is to be refused, whatever it is; counts. */
  refusesToken(): boolean {
    const active = this.#rule('refuse-tokens');
    if (active === undefined) return false;
    active.count += 1;
    if (active.count >= active.number) this.#active.delete(active.fault.name);
    return true;
  }

  /** For how long access tokens are good; undefined for the usual time. */
  get tokenLifetimeSeconds(): number | undefined {
    const active = this.#rule('token-lifetime');
    return active && Math.max(shortestTokenSeconds, Math.round(active.number / 1000));
  }

  #rule(acts: RuleFault['acts']): Active | undefined {
    return this.#active.get(acts);
  }

  #takeTurns(fault: ConnectionFault, active: Active): void {
    active.count += 1;
    if (fault.relieve === undefined || active.count % 2 === 1) this.#strike(fault);
    else for (const peer of this.#options.peers()) fault.relieve(peer);
  }

  #strike(fault: ConnectionFault): void {
    const peers = [...this.#options.peers()];
    for (const peer of peers) fault.strike(peer);
    this.#options.onStrike(fault.name, peers.length);
  }

  #idsOf(names: string): Set<string> {
    const { entities } = this.#options;
    return new Set(
      names.split(',').map((written) => {
        const folded = written.trim().toLowerCase();
        const found = entities.find(
          ({ id, name }) => id === folded || name.toLowerCase() === folded,
        );
        if (found !== undefined) return found.id;
        const hint = didYouMean(
          written,
          entities.map(({ name }) => name),
        );
        throw usageError(
          `There is no entity '${written}' that the fault deny could mean.`,
          `${hint}It takes ids and names of users, queues and call lists.`,
        );
      }),
    );
  }
}

/** A status with the header that belongs to it. */
function answerWith(status: number, from: 'REST' | 'hub'): FaultyAnswer {
  const scheme = from === 'REST' ? 'Basic realm="rte-sim"' : 'Bearer';
  const headers = { 401: { 'WWW-Authenticate': scheme }, 429: { 'Retry-After': '2' } }[status];
  return { status, ...(headers && { headers }) };
}
