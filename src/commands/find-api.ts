import { defaultDiscoveryUrl, discoverSilos, type Silo } from '../account/enreach-api.ts';
import { RteError, usageError } from '../errors.ts';
import { variable } from '../outside-text.ts';
import { secureUrl } from '../http/address.ts';
import type { RouteOptions } from '../http/route.ts';

export interface FindApiOptions {
  username: string;
  /** `--api-url`, which skips discovery. */
  apiUrl?: string | undefined;
  /** `--discovery-url`. */
  discoveryUrl?: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
  /** Lets a person choose where a user exists in several systems. */
  choose?: ((silos: readonly Silo[]) => Promise<Silo>) | undefined;
  route: RouteOptions;
  signal: AbortSignal;
}

/**
 * The REST API of a user: as given by flag or environment, else as discovery says.
 *
 * @throws RteError unauthorized, when discovery doesn't know the user; usage, when the user exists
 * in several systems and nobody can choose.
 */
export async function findApiUrl(options: FindApiOptions): Promise<string> {
  const { username, env, choose, route, signal } = options;
  if (options.apiUrl !== undefined) return secureUrl(options.apiUrl, '--api-url').href;
  const given = variable(env, 'RTE_API_URL');
  if (given !== undefined) return secureUrl(given, 'RTE_API_URL').href;
  const discoveryUrl = discoveryAddress(options);
  const silos = await discoverSilos(discoveryUrl, username, signal, route);
  const [first] = silos;
  if (first === undefined) {
    throw new RteError('unauthorized', `${new URL(discoveryUrl).host} knows no user ${username}.`, {
      hint: 'Check the e-mail address; a test system may need --api-url or --discovery-url.',
    });
  }
  if (silos.length === 1) return first.apiUrl;
  if (choose !== undefined) return (await choose(silos)).apiUrl;
  throw usageError(
    `${username} exists in several systems: ${silos.map(({ name }) => name).join(', ')}.`,
    `Choose one by its address, with --api-url or RTE_API_URL:\n${silos
      .map(({ name, apiUrl }) => `  ${apiUrl}  (${name})`)
      .join('\n')}`,
  );
}

/** The discovery service that is asked: as given by flag or environment, else Enreach's own. */
export function discoveryAddress({
  discoveryUrl,
  env,
}: Pick<FindApiOptions, 'discoveryUrl' | 'env'>): string {
  if (discoveryUrl !== undefined) return secureUrl(discoveryUrl, '--discovery-url').href;
  const fromEnvironment = variable(env, 'RTE_DISCOVERY_URL');
  return fromEnvironment
    ? secureUrl(fromEnvironment, 'RTE_DISCOVERY_URL').href
    : defaultDiscoveryUrl;
}
