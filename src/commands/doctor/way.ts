import { routeFinder, type RouteOptions } from '../../http/route.ts';
import type { Facts } from './step.ts';

/**
 * Notes how a server is reached, where that is anything but straight.
 *
 * @throws RteError usage, for a proxy variable that can't be used.
 */
export async function noteWay(
  url: string,
  { insecure }: RouteOptions,
  facts: Facts,
): Promise<void> {
  const findRoute = await routeFinder(insecure === undefined ? {} : { insecure });
  const { proxy, verifies } = findRoute(new URL(url));
  if (proxy !== undefined) {
    const { host, variable } = proxy;
    facts.note({ proxy: host, proxyVariable: variable }, `through the proxy ${host} (${variable})`);
  }
  if (!verifies) facts.note({ verified: false }, 'certificate not verified (--insecure)');
}
