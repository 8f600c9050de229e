import type { IncomingMessage } from 'node:http';

import { faultsPath } from './fault-control.ts';
import type { KnownHosts } from './known-hosts.ts';

/** Why a request is answered with an error whatever it asks. */
export interface Refusal {
  status: number;
  body: { error: string; hint: string };
}

/**
 * Whether a request may be answered at all.
 *
 * The simulator trusts whoever reaches it on loopback, which a page that this machine's browser
 * loads from anywhere does. A host that is not this machine's is therefore refused (see
 * `KnownHosts`), and so is a page from elsewhere that would make things go wrong. REST and hub are
 * open to pages of any origin, so that a wallboard can be developed against them.
 *
 * @param target of the request; undefined for what is no address.
 */
export function refusalOf(
  request: IncomingMessage,
  target: URL | undefined,
  hosts: KnownHosts,
): Refusal | undefined {
  const fault = hosts.faultOf(request);
  if (fault?.kind === 'malformed') return malformedHost;
  if (fault !== undefined) return unknownHost(fault.host);
  if (target === undefined) return noAddress;
  // In a whole address, a host counts like that of the header.
  if (!hosts.has(target.hostname)) return unknownHost(target.hostname);
  return isForFaults(target) && !isOfThisMachine(request, hosts) ? foreignPage : undefined;
}

/** Whether an address is one at which faults are asked for. */
export function isForFaults({ pathname }: URL): boolean {
  return pathname === faultsPath || pathname.startsWith(`${faultsPath}/`);
}

/** `none` is a person's own doing, such as an address typed in; programs other than browsers send neither. */
const harmlessSites = new Set<unknown>(['same-origin', 'same-site', 'none']);

function isOfThisMachine({ headers }: IncomingMessage, hosts: KnownHosts): boolean {
  const { origin, 'sec-fetch-site': site } = headers;
  // A browser leaves the origin out where a page only follows a link or sends a form with GET.
  if (origin === undefined) return site === undefined || harmlessSites.has(site);
  return URL.canParse(origin) && hosts.has(new URL(origin).hostname);
}

const malformedHost: Refusal = {
  status: 400,
  body: {
    error: 'The request has no Host header, or one that is no host.',
    hint: 'Send one Host header, such as 127.0.0.1:5080.',
  },
};

const noAddress: Refusal = {
  status: 400,
  body: {
    error: 'The request is for no address.',
    hint: 'Ask for a path, such as /users/me.',
  },
};

const foreignPage: Refusal = {
  status: 403,
  body: {
    error: 'Pages from elsewhere may not make things go wrong here.',
    hint: 'Load the page from this machine, or ask with curl.',
  },
};

function unknownHost(host: string): Refusal {
  return {
    status: 403,
    body: {
      error: `The request is for the host ${host}, which is not this machine.`,
      hint: `Behind a tunnel or in a container, start the simulator with: rte sim --allow-host ${host}`,
    },
  };
}
