import type { StoredTicket } from '../account/access-token.ts';
import type { Credentials, EnreachApi, HubTicket, Identity } from '../account/enreach-api.ts';
import type { EntityName, Profile, ProfileStore } from '../account/profiles.ts';
import { RteError, usageError } from '../errors.ts';
import { tokenVariable, variable } from '../outside-text.ts';
import type { EntityKind } from '../events/definition.ts';
import { secureUrl, secureUrlFromServer } from '../http/address.ts';
import type { RouteOptions } from '../http/route.ts';
import type { Simulator } from '../sim/simulator.ts';
import type { CommandContext } from './context.ts';
import { routeOptions, type RouteFlags } from './route-options.ts';

/** The flags that say where events come from. */
export interface SourceFlags extends RouteFlags {
  profile?: string;
  hubUrl?: string;
  sim?: boolean;
  seed?: number;
  fault?: string[];
}

/** Where events come from: an account, a token, or the simulated Enreach. */
export interface Source {
  /** Who is connected, for people; undefined when only a token is known. */
  readonly user: string | undefined;
  /** The names that a person, or the simulated Enreach, gave to entities. */
  readonly names: readonly EntityName[];
  /** What to subscribe to when nobody says: all there is, or undefined for the own user. */
  readonly everything: readonly { kind: EntityKind; id: string }[] | undefined;
  /** The id that `me` stands for. */
  userId(signal: AbortSignal): Promise<string>;
  getTicket(use: 'stored' | 'fresh', signal: AbortSignal): Promise<HubTicket>;
  /** How the hub is reached. */
  readonly route: RouteOptions;
  /** Told when the subscriptions stand. */
  subscribed?(): void;
  close(): Promise<void>;
}

/** Which source is to be opened; no server has been asked for anything yet. */
export type SourceChoice =
  | { kind: 'sim' }
  | { kind: 'token'; ticket: HubTicket }
  | { kind: 'environment'; credentials: Credentials }
  | { kind: 'profile'; name: string; profile: Profile; store: ProfileStore };

/**
 * Opens the source that flags, environment and configuration ask for.
 *
 * @throws RteError usage; unauthorized, when there is none.
 */
export async function openSource(flags: SourceFlags, context: CommandContext): Promise<Source> {
  const choice = await chooseSource(flags, context);
  if (choice.kind === 'sim') return simSource(flags, context);
  const route = await routeOptions(flags, context);
  switch (choice.kind) {
    case 'token':
      return tokenSource(choice.ticket, route);
    case 'environment':
      return environmentSource(choice.credentials, context, route);
    case 'profile':
      return profileSource(choice, context, route);
  }
}

/**
 * Finds the source that flags, environment and configuration ask for, in this order: `--sim`,
 * `--hub-url`, `--profile`, `RTE_USERNAME` with `RTE_SECRET_KEY`, the stored profile.
 *
 * @throws RteError usage; unauthorized, when there is none.
 */
export async function chooseSource(
  flags: SourceFlags,
  context: CommandContext,
): Promise<SourceChoice> {
  const { env } = context.terminal;
  for (const flag of ['seed', 'fault'] as const) {
    if (flags[flag] !== undefined && !flags.sim)
      throw usageError(`--${flag} works with --sim only.`, 'Add --sim.');
  }
  if (flags.sim) {
    const other =
      flags.hubUrl !== undefined
        ? '--hub-url'
        : (flags.profile && '--profile') || (flags.insecure && '--insecure');
    if (other) throw usageError(`--sim and ${other} exclude each other.`, 'Leave one of them out.');
    return { kind: 'sim' };
  }
  if (flags.hubUrl !== undefined)
    return { kind: 'token', ticket: givenTicket(flags.hubUrl, tokenVariable(env, 'RTE_TOKEN')) };
  const wantsEnvironment =
    flags.profile === undefined &&
    (variable(env, 'RTE_USERNAME') || variable(env, 'RTE_SECRET_KEY'));
  if (wantsEnvironment) return { kind: 'environment', credentials: givenCredentials(context) };
  return storedProfile(flags.profile, context);
}

function givenTicket(hubUrl: string, accessToken: string | undefined): HubTicket {
  if (!accessToken) {
    throw usageError(
      '--hub-url needs an access token.',
      'Put it into the environment as RTE_TOKEN.',
    );
  }
  return { hubUrl: secureUrl(hubUrl, '--hub-url').href, accessToken };
}

function givenCredentials({ terminal }: CommandContext): Credentials {
  const username = variable(terminal.env, 'RTE_USERNAME');
  const secretKey = variable(terminal.env, 'RTE_SECRET_KEY');
  if (username && secretKey) return { username, secretKey };
  const missing = username ? 'RTE_SECRET_KEY' : 'RTE_USERNAME';
  const given = username ? 'RTE_USERNAME' : 'RTE_SECRET_KEY';
  throw usageError(
    `${given} is set, but ${missing} is not.`,
    'Set both, or neither to use rte login.',
  );
}

async function storedProfile(
  flag: string | undefined,
  context: CommandContext,
): Promise<Extract<SourceChoice, { kind: 'profile' }>> {
  const { ProfileStore } = await import('../account/profiles.ts');
  const store = new ProfileStore(context.terminal.env);
  const name = profileName(flag, context);
  const profile = store.get(name);
  if (profile === undefined) throw notLoggedIn(name, store);
  return { kind: 'profile', name, profile, store };
}

function tokenSource(ticket: HubTicket, route: RouteOptions): Source {
  return {
    user: undefined,
    names: [],
    everything: undefined,
    userId: () => {
      throw usageError(
        "With --hub-url it is not known who 'me' is.",
        'Name the entities: --user <id>, --queue <id> or --call-list <id>.',
      );
    },
    getTicket: () => Promise.resolve(ticket),
    route,
    close: () => Promise.resolve(),
  };
}

async function environmentSource(
  credentials: Credentials,
  { terminal: { env }, signal }: CommandContext,
  route: RouteOptions,
): Promise<Source> {
  const { EnreachApi } = await import('../account/enreach-api.ts');
  const { findApiUrl } = await import('./find-api.ts');
  const { username } = credentials;
  const apiUrl = await findApiUrl({ username, env, route, signal });
  return accountSource(new EnreachApi(apiUrl, route), credentials, route);
}

function accountSource(api: EnreachApi, credentials: Credentials, route: RouteOptions): Source {
  let identity: Promise<Identity> | undefined;
  return {
    user: credentials.username,
    names: [],
    everything: undefined,
    userId: async (signal) => (await (identity ??= api.whoAmI(credentials, signal))).userId,
    getTicket: (_use, signal) => api.fetchHubTicket(credentials, signal),
    route,
    close: () => Promise.resolve(),
  };
}

/** The profile that a flag, `RTE_PROFILE` or nobody names. */
export function profileName(flag: string | undefined, { terminal }: CommandContext): string {
  return flag ?? variable(terminal.env, 'RTE_PROFILE') ?? 'default';
}

/** For so long a run may wait, at its end, until others have written what they keep. */
const longestWaitToKeepMs = 2_000;

async function profileSource(
  { name, profile, store }: Extract<SourceChoice, { kind: 'profile' }>,
  context: CommandContext,
  route: RouteOptions,
): Promise<Source> {
  const { isUsable, toStoredTicket } = await import('../account/access-token.ts');
  const { EnreachApi } = await import('../account/enreach-api.ts');
  const api = new EnreachApi(profile.apiUrl, route);
  let keeping = Promise.resolve();
  return {
    ...accountSource(api, profile, route),
    names: profile.names ?? [],
    userId: () => Promise.resolve(profile.userId),
    getTicket: async (use, signal) => {
      if (use === 'stored' && isUsable(profile.ticket, context.terminal.now())) {
        const hubUrl = storedHubUrl(profile.ticket, api);
        if (hubUrl !== undefined) return { ...profile.ticket, hubUrl };
      }
      const ticket = await api.fetchHubTicket(profile, signal);
      // It spares the next run a request. This run neither waits for it nor needs it to succeed.
      const waits = AbortSignal.any([context.signal, AbortSignal.timeout(longestWaitToKeepMs)]);
      keeping = store.saveTicket(name, profile, toStoredTicket(ticket), waits).catch(() => {});
      return ticket;
    },
    close: () => keeping,
  };
}

/** The server gave it once. One that can't be used is no more of use than one that has expired. */
function storedHubUrl({ hubUrl }: StoredTicket, api: EnreachApi): string | undefined {
  try {
    const said = { from: new URL(api.url), kind: 'failure' } as const;
    return secureUrlFromServer(hubUrl, 'The stored hub address', said).href;
  } catch (error) {
    if (error instanceof RteError) return undefined;
    throw error;
  }
}

/** The error of a command that needs an account where there is none. */
export function notLoggedIn(name: string, store: ProfileStore): RteError {
  const others = store.names.filter((each) => each !== name);
  const message =
    name === 'default' && others.length === 0
      ? 'You are not logged in.'
      : `There is no profile '${name}'.`;
  return new RteError('unauthorized', message, {
    hint: [
      ...(others.length > 0 ? [`Profiles there are: ${others.join(', ')} (--profile).`] : []),
      `rte login${name === 'default' ? '' : ` --profile ${name}`} connects your account;`,
      'rte tail --sim shows a simulated contact centre, with no account.',
    ].join('\n'),
  });
}

/** Starts what `--sim` asks for; nothing happens in it before `begin`. */
export async function startSim({ seed, fault }: SourceFlags): Promise<Simulator> {
  const { startSimulator } = await import('../sim/simulator.ts');
  return startSimulator({
    waitForBegin: true,
    ...(seed !== undefined && { seed }),
    ...(fault && { faults: fault }),
  });
}

async function simSource(flags: SourceFlags, { signal }: CommandContext): Promise<Source> {
  const { EnreachApi } = await import('../account/enreach-api.ts');
  const simulator = await startSim(flags);
  try {
    const { username, password } = simulator.login;
    const api = new EnreachApi(simulator.apiUrl);
    const secretKey = await api.fetchSecretKey(username, password, signal);
    const names = [
      ...simulator.users.map(({ id, name }) => ({ kind: 'User' as const, id, name })),
      ...simulator.queues.map(({ id, name }) => ({ kind: 'Queue' as const, id, name })),
      ...simulator.callLists.map(({ id, name }) => ({ kind: 'CallList' as const, id, name })),
    ];
    return {
      ...accountSource(api, { username, secretKey }, {}),
      names,
      everything: names,
      subscribed: () => simulator.begin(),
      close: () => simulator.close(),
    };
  } catch (error) {
    await simulator.close();
    throw error;
  }
}
