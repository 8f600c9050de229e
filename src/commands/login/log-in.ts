import { EnreachApi, type Silo } from '../../account/enreach-api.ts';
import { toStoredTicket } from '../../account/access-token.ts';
import { ProfileStore, type Profile } from '../../account/profiles.ts';
import { usageError } from '../../errors.ts';
import { cleaned, decoded, variable } from '../../outside-text.ts';
import { safe, sanitize } from '../../terminal/safe-text.ts';
import type { CommandContext } from '../context.ts';
import { findApiUrl } from '../find-api.ts';
import { readToEnd } from '../input.ts';
import { routeOptions, type RouteFlags } from '../route-options.ts';
import { profileName } from '../source.ts';

/** The flags of `rte login`. */
export interface LoginFlags extends RouteFlags {
  username?: string;
  apiUrl?: string;
  discoveryUrl?: string;
  passwordStdin?: boolean;
  secretKeyStdin?: boolean;
  profile?: string;
}

/**
 * Finds the API, gets a secret key, checks it by asking who it belongs to and for a hub token, and
 * keeps it.
 *
 * @throws RteError
 */
export async function logIn(flags: LoginFlags, context: CommandContext): Promise<void> {
  const { terminal, signal } = context;
  const { env } = terminal;
  const route = await routeOptions(flags, context);
  const name = profileName(flags.profile, context);
  const store = new ProfileStore(env);
  // Before anybody types a password for nothing.
  await store.prepare(signal);
  const username = await findUsername(flags, context);
  const apiUrl = await findApiUrl({
    username,
    apiUrl: flags.apiUrl,
    discoveryUrl: flags.discoveryUrl,
    env,
    choose: terminal.interactive ? chooseSilo : undefined,
    route,
    signal,
  });
  const api = new EnreachApi(apiUrl, route);
  const secretKey = await findSecretKey(api, username, flags, context);
  const credentials = { username, secretKey };
  const { userId, organizationId } = await api.whoAmI(credentials, signal);
  const ticket = toStoredTicket(await api.fetchHubTicket(credentials, signal));
  const account = {
    ...credentials,
    apiUrl: api.url,
    userId,
    ...(organizationId !== undefined && { organizationId }),
    ticket,
  };
  const keepNames = ({ names }: Partial<Profile> = {}): Profile => ({
    ...account,
    ...(names !== undefined && { names }),
  });
  await store.update(name, keepNames, signal);
  const host = sanitize(new URL(api.url).host);
  const shownName = sanitize(name);
  const [profile, flag] =
    name === 'default'
      ? [safe``, safe``]
      : [safe` as profile '${shownName}'`, safe` --profile ${shownName}`];
  terminal.stderr.write(
    safe`Logged in to ${host} as ${sanitize(username)}${profile}. Try: rte tail${flag}\n`,
  );
}

async function findUsername(flags: LoginFlags, { terminal }: CommandContext): Promise<string> {
  const given = flags.username ?? variable(terminal.env, 'RTE_USERNAME');
  if (given) return given;
  if (!terminal.interactive || flags.passwordStdin || flags.secretKeyStdin) {
    throw usageError(
      'It is not known who logs in.',
      'Give --username <e-mail>, or set RTE_USERNAME.',
    );
  }
  const { askText } = await import('../../terminal/prompt.ts');
  return askText('E-mail address', 'The e-mail address that you log in with');
}

async function findSecretKey(
  api: EnreachApi,
  username: string,
  flags: LoginFlags,
  context: CommandContext,
): Promise<string> {
  const { terminal, signal } = context;
  if (flags.secretKeyStdin) return readSecret('--secret-key-stdin', context);
  if (flags.passwordStdin) {
    const password = await readSecret('--password-stdin', context);
    return api.fetchSecretKey(username, password, signal);
  }
  const fromEnvironment = variable(terminal.env, 'RTE_SECRET_KEY');
  if (fromEnvironment) return fromEnvironment;
  if (!terminal.interactive) {
    throw usageError(
      'There is no terminal to ask for the password on.',
      'Use --password-stdin or --secret-key-stdin, or set RTE_SECRET_KEY.',
    );
  }
  const { askChoice, askSecret } = await import('../../terminal/prompt.ts');
  const kind = await askChoice('Log in with', [
    { label: 'password', hint: 'exchanged for a secret key; only that is kept', value: 'password' },
    { label: 'secret key', hint: 'made in the web interface, for service accounts', value: 'key' },
  ] as const);
  if (kind === 'key') return askSecret('Secret key', 'The secret key');
  return api.fetchSecretKey(username, await askSecret('Password', 'The password'), signal);
}

async function readSecret(
  flag: string,
  { terminal: { stdin }, signal }: CommandContext,
): Promise<string> {
  if (stdin.isTTY) {
    throw usageError(
      `${flag} reads from a pipe or file, and stdin is a terminal.`,
      'Leave it out to be asked.',
    );
  }
  const text = decoded(await readToEnd(stdin, signal), `${flag}: stdin`);
  // A password may begin or end with a blank; a key does not.
  const secret = isPassword(flag) ? onlyLine(text, flag) : cleaned(text, `${flag}: the secret key`);
  if (secret === '')
    throw usageError(`${flag}: stdin is empty.`, 'Pipe the secret in, and nothing else.');
  return secret;
}

function isPassword(flag: string): boolean {
  return flag === '--password-stdin';
}

/** @throws RteError usage, for several lines. */
function onlyLine(text: string, flag: string): string {
  const line = text.replace(/\r?\n$/, '');
  if (!/[\r\n]/.test(line)) return line;
  throw usageError(
    `${flag}: stdin has more than one line.`,
    'Pipe the password in, and nothing else.',
  );
}

async function chooseSilo(silos: readonly Silo[]): Promise<Silo> {
  const { askChoice } = await import('../../terminal/prompt.ts');
  return askChoice(
    'You exist in several systems. Which one?',
    silos.map((silo) => ({ label: sanitize(silo.name), hint: sanitize(silo.apiUrl), value: silo })),
  );
}
