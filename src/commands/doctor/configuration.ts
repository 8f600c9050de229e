import { statSync } from 'node:fs';
import { dirname } from 'node:path';

import {
  defaultDiscoveryUrl,
  EnreachApi,
  type Credentials,
  type HubTicket,
} from '../../account/enreach-api.ts';
import { routeFinder } from '../../http/route.ts';
import { variable } from '../../outside-text.ts';
import type { CommandContext } from '../context.ts';
import { findApiUrl } from '../find-api.ts';
import { chooseSource, startSim, type SourceChoice, type SourceFlags } from '../source.ts';
import type { Facts } from './step.ts';

/** Whom to ask, and as whom. */
export type Setting = (AccountSetting | TokenSetting) & { close(): Promise<void> };

export interface AccountSetting {
  kind: 'account';
  credentials: Credentials;
  /** The REST API; undefined when discovery must be asked. */
  apiUrl: string | undefined;
}

/** For whoever has only a token. */
export interface TokenSetting {
  kind: 'token';
  ticket: HubTicket;
}

/**
 * Finds out what the run is to use, as every command does, without asking anybody.
 *
 * @throws RteError usage; unauthorized, when there is no account.
 */
export async function checkConfiguration(
  flags: SourceFlags,
  context: CommandContext,
  facts: Facts,
): Promise<Setting> {
  const setting = await readSetting(flags, context, facts);
  // Here, not at the first server, is where a proxy variable shows that can't be used.
  const findRoute = await routeFinder();
  findRoute(new URL(firstServer(setting)));
  return setting;
}

async function readSetting(
  flags: SourceFlags,
  context: CommandContext,
  facts: Facts,
): Promise<Setting> {
  const choice = await chooseSource(flags, context);
  facts.note({ source: choice.kind });
  switch (choice.kind) {
    case 'sim':
      return simulated(flags, facts);
    case 'token':
      return withToken(choice.ticket, facts);
    case 'environment':
      return fromEnvironment(choice.credentials, context, facts);
    case 'profile':
      return fromProfile(choice, facts);
  }
}

function firstServer(setting: Setting): string {
  return setting.kind === 'token' ? setting.ticket.hubUrl : (setting.apiUrl ?? defaultDiscoveryUrl);
}

async function simulated(flags: SourceFlags, facts: Facts): Promise<Setting> {
  const simulator = await startSim(flags);
  const { apiUrl, seed, login } = simulator;
  facts.note({ seed, apiUrl }, `the simulated Enreach (--sim, seed ${seed})`, apiUrl);
  return { kind: 'account', credentials: login, apiUrl, close: () => simulator.close() };
}

function withToken(ticket: HubTicket, facts: Facts): Setting {
  const { hubUrl } = ticket;
  facts.note({ hubUrl }, '--hub-url with RTE_TOKEN', hubUrl);
  return { kind: 'token', ticket, close: nothingToClose };
}

async function fromEnvironment(
  credentials: Credentials,
  { terminal: { env }, signal }: CommandContext,
  facts: Facts,
): Promise<Setting> {
  const { username } = credentials;
  facts.note({ username }, `${username} (RTE_USERNAME)`);
  if (variable(env, 'RTE_API_URL') === undefined)
    return { kind: 'account', credentials, apiUrl: undefined, close: nothingToClose };
  const apiUrl = await findApiUrl({ username, env, route: {}, signal });
  facts.note({ apiUrl }, `${apiUrl} (RTE_API_URL)`);
  return { kind: 'account', credentials, apiUrl, close: nothingToClose };
}

function fromProfile(
  { name, profile, store }: Extract<SourceChoice, { kind: 'profile' }>,
  facts: Facts,
): Setting {
  const { username } = profile;
  facts.note(
    { profile: name, username, configFile: store.path },
    `profile ${name}: ${username}`,
    `kept in ${store.path}`,
  );
  checkPermissions(store.path, facts);
  const apiUrl = new EnreachApi(profile.apiUrl).url;
  facts.note({ apiUrl }, apiUrl);
  return { kind: 'account', credentials: profile, apiUrl, close: nothingToClose };
}

/** On Windows, what others may read is not in the mode of a file. */
function checkPermissions(path: string, facts: Facts): void {
  if (process.platform === 'win32') return;
  const open = [
    { path, right: '600' },
    { path: dirname(path), right: '700' },
  ].filter((place) => isOwnAndOpen(place.path));
  facts.note({ private: open.length === 0 }, open.length === 0 ? 'for you alone' : undefined);
  if (open.length === 0) return;
  facts.warn(
    `Others on this machine may get at the secret key in ${path}.`,
    open.map((place) => `chmod ${place.right} '${place.path}'`).join('\n'),
  );
}

/** A folder that is shared, or that root made, is not for this user to close. */
function isOwnAndOpen(path: string): boolean {
  const { uid, mode } = statSync(path);
  return uid === process.geteuid?.() && (mode & 0o077) !== 0 && (mode & 0o1000) === 0;
}

const nothingToClose = (): Promise<void> => Promise.resolve();
