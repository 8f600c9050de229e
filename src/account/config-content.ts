import type { EntityKind } from '../events/definition.ts';
import { isGuid } from '../guid.ts';
import type { StoredTicket } from './access-token.ts';

/** A name that a person gave to an entity. */
export interface EntityName {
  name: string;
  kind: EntityKind;
  id: string;
}

/** One account as it is kept between runs. */
export interface Profile {
  username: string;
  secretKey: string;
  apiUrl: string;
  userId: string;
  organizationId?: string | undefined;
  ticket?: StoredTicket | undefined;
  names?: EntityName[];
}

/** What the configuration file holds; properties that this version doesn't know are kept. */
export interface Config {
  profiles: Record<string, Profile>;
  [unknown: string]: unknown;
}

/** Says in its message why a configuration can't be used, without a word of what is in it. */
export class InvalidConfig extends Error {}

/**
 * Reads the text of a configuration file.
 *
 * @throws InvalidConfig
 */
export function parseConfig(text: string): Config {
  const config = objectOf(parse(text), 'it');
  const { profiles: kept = {} } = config;
  const profiles = objectOf(kept, 'profiles');
  for (const [index, profile] of Object.values(profiles).entries())
    checkProfile(profile, `profile ${index + 1}`);
  return { ...config, profiles: profiles as Record<string, Profile> };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The message of a SyntaxError quotes the text, and with it perhaps a key: it goes nowhere.
    throw new InvalidConfig('it is not JSON');
  }
}

/** Profiles are counted, not named: in a damaged file a name may be anything. */
function checkProfile(value: unknown, which: string): void {
  const profile = objectOf(value, which);
  for (const name of ['username', 'secretKey', 'apiUrl'])
    checkText(profile[name], `${name} of ${which}`);
  checkGuid(profile['userId'], `userId of ${which}`);
  if (profile['organizationId'] !== undefined)
    checkGuid(profile['organizationId'], `organizationId of ${which}`);
  if (profile['ticket'] !== undefined) checkTicket(profile['ticket'], `ticket of ${which}`);
  if (profile['names'] !== undefined) checkNames(profile['names'], `names of ${which}`);
}

function checkTicket(value: unknown, which: string): void {
  const ticket = objectOf(value, `the ${which}`);
  checkText(ticket['hubUrl'], `hubUrl in the ${which}`);
  checkText(ticket['accessToken'], `accessToken in the ${which}`);
  if (ticket['expiresAt'] !== undefined)
    checkText(ticket['expiresAt'], `expiresAt in the ${which}`);
}

const kinds: readonly unknown[] = ['User', 'Queue', 'CallList'] satisfies EntityKind[];

function checkNames(value: unknown, which: string): void {
  if (!Array.isArray(value)) throw new InvalidConfig(`the ${which} are not a list`);
  for (const each of value) {
    const entry = objectOf(each, `one of the ${which}`);
    checkText(entry['name'], `name in the ${which}`);
    checkGuid(entry['id'], `id in the ${which}`);
    if (!kinds.includes(entry['kind']))
      throw new InvalidConfig(`a kind in the ${which} is not User, Queue or CallList`);
  }
}

function objectOf(value: unknown, which: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidConfig(`${which} is not an object`);
  return value as Record<string, unknown>;
}

function checkText(value: unknown, which: string): void {
  if (value === undefined) throw new InvalidConfig(`the ${which} is missing`);
  if (typeof value !== 'string' || value === '')
    throw new InvalidConfig(`the ${which} is not a text`);
}

/** Ids go to a server and to the screen: nothing else than a Guid is taken for one. */
function checkGuid(value: unknown, which: string): void {
  if (value === undefined) throw new InvalidConfig(`the ${which} is missing`);
  if (typeof value !== 'string' || !isGuid(value))
    throw new InvalidConfig(`the ${which} is not a Guid`);
}
