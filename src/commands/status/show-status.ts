import { ProfileStore } from '../../account/profiles.ts';
import { usageError } from '../../errors.ts';
import { join, jsonText, safe, sanitize, type SafeText } from '../../terminal/safe-text.ts';
import type { CommandContext } from '../context.ts';
import { routeOptions, type RouteFlags } from '../route-options.ts';
import { notLoggedIn, profileName } from '../source.ts';

/** The flags of `rte status`. */
export interface StatusFlags extends RouteFlags {
  profile?: string;
  check?: boolean;
  output: 'text' | 'json';
}

/**
 * Prints what is known of a profile; with `--check` the server is asked, too.
 *
 * @throws RteError unauthorized, when there is no such profile or its key is refused.
 */
export async function showStatus(flags: StatusFlags, context: CommandContext): Promise<void> {
  if (flags.insecure && !flags.check)
    throw usageError('--insecure works with --check only: nobody else is asked.', 'Add --check.');
  const { terminal, signal } = context;
  const store = new ProfileStore(terminal.env);
  const name = profileName(flags.profile, context);
  const profile = store.get(name);
  if (profile === undefined) throw notLoggedIn(name, store);
  const status = {
    profile: name,
    username: profile.username,
    userId: profile.userId,
    organizationId: profile.organizationId ?? null,
    apiUrl: profile.apiUrl,
    hubUrl: profile.ticket?.hubUrl ?? null,
    tokenExpiresAt: profile.ticket?.expiresAt ?? null,
    names: profile.names?.length ?? 0,
    profiles: store.names,
    configFile: store.path,
    accepted: flags.check ? await isAccepted() : null,
  };
  terminal.stdout.write(flags.output === 'json' ? safe`${jsonText(status)}\n` : textForm(status));

  /** A key that is refused is an error, with its exit code, like everywhere. */
  async function isAccepted(): Promise<true> {
    const { EnreachApi } = await import('../../account/enreach-api.ts');
    const { username, secretKey, apiUrl } = profile as NonNullable<typeof profile>;
    await new EnreachApi(apiUrl, await routeOptions(flags, context)).whoAmI(
      { username, secretKey },
      signal,
    );
    return true;
  }
}

type StatusValue = string | number | boolean | readonly string[] | null;

function textForm(status: Readonly<Record<string, StatusValue>>): SafeText {
  const labels: Readonly<Record<string, string>> = {
    profile: 'profile',
    username: 'user',
    userId: 'user id',
    organizationId: 'organization',
    apiUrl: 'REST API',
    hubUrl: 'hub',
    tokenExpiresAt: 'token expires',
    names: 'names kept',
    profiles: 'all profiles',
    configFile: 'kept in',
    accepted: 'secret key',
  };
  const lines = Object.entries(labels).flatMap(([key, label]) => {
    const value =
      key === 'accepted' && status[key] === true ? 'accepted by the server' : status[key];
    if (value === null || value === undefined) return [];
    const text = typeof value === 'object' ? value.join(', ') : value;
    return [safe`${sanitize(`${label.padEnd(14)} ${text}`)}\n`];
  });
  return join(lines, safe``);
}
