import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';

import { describe, expect, onTestFinished, test } from 'vitest';

import {
  CertificateAuthority,
  type Identity,
  type Subject,
} from '../support/certificate-authority.ts';
import { trusting } from '../support/certificate-file.ts';
import { inParallel } from '../support/in-parallel.ts';
import { namesLeadingTo } from '../support/names.ts';
import { rte, type RteResult } from '../support/rte.ts';
import { startScriptedProxy, type ScriptedProxy } from '../support/scripted-proxy.ts';

const authority = new CertificateAuthority();
const stranger = new CertificateAuthority('A stranger');
/** It bears the trusted one's name. */
const forger = new CertificateAuthority();
const user = '11111111-2222-4333-8444-555555555555';
const atATime = 4;

const anotherHost = 'its certificate is for another host';
const fromNobody = 'its certificate is not trusted';

interface Row {
  /** The host in the address that the person gives. */
  host: string;
  subject: Subject;
  /** Why it is refused; undefined when it is not. */
  refused?: string;
  signedBy?: CertificateAuthority;
}

/** What a certificate must be for, by name. */
const named: Record<string, Row> = {
  'the right name': { host: 'rte.example.com', subject: { dns: ['rte.example.com'] } },
  'the right name among others': {
    host: 'rte.example.com',
    subject: { dns: ['other.example.com', 'rte.example.com'], ip: ['192.0.2.1'] },
  },
  'the right name in capitals': { host: 'RTE.Example.COM', subject: { dns: ['Rte.example.com'] } },
  'the right name, with a dot at its end': {
    host: 'rte.example.com.',
    subject: { dns: ['rte.example.com'] },
  },
  'the right name in letters of other scripts': {
    host: 'bücher.example',
    subject: { dns: ['xn--bcher-kva.example'] },
  },
  'another host': {
    host: 'rte.example.com',
    subject: { dns: ['other.example.com'] },
    refused: anotherHost,
  },
  'a host whose name only begins alike': {
    host: 'rte.example.com',
    subject: { dns: ['rte.example.com.evil.example'] },
    refused: anotherHost,
  },
  "the proxy's own name": {
    host: 'rte.example.com',
    subject: { dns: ['proxy.example.com'] },
    refused: anotherHost,
  },
  localhost: { host: 'rte.example.com', subject: { dns: ['localhost'] }, refused: anotherHost },
  'the address that the name leads to': {
    host: 'rte.example.com',
    subject: { ip: ['127.0.0.1'] },
    refused: anotherHost,
  },
  'the right name, beside a list of others': {
    host: 'rte.example.com',
    subject: { commonName: 'rte.example.com', dns: ['other.example.com'] },
    refused: anotherHost,
  },
  'all names on its level': { host: 'rte.example.com', subject: { dns: ['*.example.com'] } },
  'all names a level above': {
    host: 'a.rte.example.com',
    subject: { dns: ['*.example.com'] },
    refused: anotherHost,
  },
  'all names a level below': {
    host: 'example.com',
    subject: { dns: ['*.example.com'] },
    refused: anotherHost,
  },
  'all names of a top level': {
    host: 'rte.example',
    subject: { dns: ['*.example', '*'] },
    refused: anotherHost,
  },
  'a time that is over': {
    host: 'rte.example.com',
    subject: { dns: ['rte.example.com'], validDays: [-9, -1] },
    refused: 'its certificate has expired',
  },
  'a time to come': {
    host: 'rte.example.com',
    subject: { dns: ['rte.example.com'], validDays: [1, 9] },
    refused: 'its certificate is not valid yet',
  },
  'the right name, by itself': {
    host: 'rte.example.com',
    subject: { dns: ['rte.example.com'], selfSigned: true },
    refused: `${fromNobody} (DEPTH_ZERO_SELF_SIGNED_CERT)`,
  },
  'the right name, by an authority that nobody knows': {
    host: 'rte.example.com',
    subject: { dns: ['rte.example.com'] },
    signedBy: stranger,
    refused: `${fromNobody} (UNABLE_TO_VERIFY_LEAF_SIGNATURE)`,
  },
  'the right name, by somebody who calls himself the authority': {
    host: 'rte.example.com',
    subject: { dns: ['rte.example.com'] },
    signedBy: forger,
    refused: `${fromNobody} (CERT_SIGNATURE_FAILURE)`,
  },
};

/** The same for a host that is named by its IP address. */
function addressed(host: string): Record<string, Row> {
  const address = host.replaceAll(/[[\]]/g, '');
  const isLocal = address === '127.0.0.1' || address === '::1';
  const others = isLocal ? { ip: ['192.0.2.9'] } : { ip: ['127.0.0.1', '::1', '192.0.2.9'] };
  return {
    [`the right address, ${host}`]: { host, subject: { ip: [address] } },
    'the address as if it were a name': { host, subject: { dns: [address] }, refused: anotherHost },
    'the address as a common name': {
      host,
      subject: { commonName: address },
      refused: anotherHost,
    },
    'other addresses': { host, subject: others, refused: anotherHost },
    "the proxy's name": { host, subject: { dns: ['proxy.example.com'] }, refused: anotherHost },
    'localhost, by name': { host, subject: { dns: ['localhost'] }, refused: anotherHost },
    'any name': { host, subject: { dns: ['*', '*.0.0.1'] }, refused: anotherHost },
  };
}

interface Outcome {
  said: string;
  /** Whether the server was sent the user's credentials. */
  gotCredentials: boolean;
}

const connected: Outcome = { said: 'connected', gotCredentials: true };

function expected(rows: Readonly<Record<string, Row>>): Record<string, Outcome> {
  return Object.fromEntries(
    Object.entries(rows).map(([name, { refused }]) => [
      name,
      refused === undefined ? connected : { said: refused, gotCredentials: false },
    ]),
  );
}

interface Server {
  port: number;
  requests: IncomingMessage[];
}

/** A REST API and hub that answers no more than is needed to see that it was spoken to. */
async function startServer(identity: Identity, address = '127.0.0.1'): Promise<Server> {
  const requests: IncomingMessage[] = [];
  const server = createServer(identity, (request, response) => {
    requests.push(request);
    const isNegotiation = request.url?.startsWith('/rte/negotiate') === true;
    response.writeHead(isNegotiation ? 200 : 404).end(isNegotiation ? negotiation : '');
  });
  server.on('upgrade', (request, socket) => {
    requests.push(request);
    socket.end('HTTP/1.1 403 Seen\r\nContent-Length: 0\r\n\r\n');
  });
  server.on('tlsClientError', () => {});
  server.listen(0, address);
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { port: (server.address() as AddressInfo).port, requests };
}

const negotiation = JSON.stringify({
  negotiateVersion: 1,
  connectionId: 'a',
  connectionToken: 'b',
  availableTransports: [{ transport: 'WebSockets', transferFormats: ['Text', 'Binary'] }],
});

/** Has names lead to this machine, and the authority be trusted. */
function environment(names: readonly string[]): Record<string, string> {
  const hosts = names.map((name) => [
    new URL(`http://${name}`).hostname.replace(/\.$/, ''),
    '127.0.0.1',
  ]);
  return { ...trusting(authority.cert), ...namesLeadingTo(Object.fromEntries(hosts)) };
}

type Protocol = 'REST API' | 'hub';

function reach(
  protocol: Protocol,
  origin: string,
  env: Record<string, string>,
  flags: readonly string[] = [],
): Promise<RteResult> {
  return protocol === 'REST API'
    ? rte(['tail', '--user', user, ...flags], {
        env: {
          ...env,
          RTE_API_URL: `https://${origin}/`,
          RTE_USERNAME: 'aino@example.com',
          RTE_SECRET_KEY: 'secret-key',
        },
      })
    : rte(['tail', '--user', user, '--hub-url', `wss://${origin}/rte`, ...flags], {
        env: { ...env, RTE_TOKEN: 'secret-token' },
      });
}

/** What the run came to, told by what it says and by what the server saw. */
function outcomeOf(protocol: Protocol, { stderr }: RteResult, { requests }: Server): Outcome {
  const gotCredentials = requests.some(({ headers }) => headers.authorization !== undefined);
  const wanted = protocol === 'hub' ? ['/rte/negotiate', '/rte'] : ['/token/me/rte/'];
  const isConnected = wanted.every((path) =>
    requests.some(({ url }) => url?.split('?')[0] === path),
  );
  const cause = /^rte: .*?: (its certificate .*|TLS failed.*)\.$/m.exec(stderr)?.[1];
  return { said: isConnected ? 'connected' : (cause ?? stderr), gotCredentials };
}

const proxyName = 'proxy.example.com';

interface Way {
  name: string;
  /** The scheme of the proxy, if there is one. */
  proxy?: 'http' | 'https';
}

const ways: Way[] = [
  { name: 'directly' },
  { name: 'through a proxy', proxy: 'http' },
  { name: 'through a proxy spoken to over https', proxy: 'https' },
];

/** A proxy named proxy.example.com that leads to a server whatever it is asked for. */
async function proxyTo(
  port: number,
  scheme: 'http' | 'https',
  identity = authority.sign({ dns: [proxyName] }),
): Promise<{ proxy: ScriptedProxy; env: Record<string, string> }> {
  const to = { to: `127.0.0.1:${port}` };
  const proxy = await startScriptedProxy([to], scheme === 'https' ? identity : undefined);
  const { port: proxyPort } = new URL(`http://${proxy.host}`);
  return {
    proxy,
    env: { HTTPS_PROXY: `${scheme}://aino:proxy-password@${proxyName}:${proxyPort}` },
  };
}

async function attempt(
  { host, subject, signedBy = authority }: Row,
  protocol: Protocol,
  { proxy }: Way,
): Promise<Outcome> {
  const server = await startServer(signedBy.sign(subject));
  const port = server.port;
  const env = {
    ...environment([host, proxyName]),
    ...(proxy && (await proxyTo(port, proxy)).env),
  };
  return outcomeOf(protocol, await reach(protocol, `${host}:${port}`, env), server);
}

const protocols: Protocol[] = ['REST API', 'hub'];
const cells = ways.flatMap((way) =>
  protocols.map((protocol) => [way.name, protocol, way] as const),
);

describe('a server is who its certificate says,', () => {
  test.each(cells)(
    '%s, for the %s',
    async (_name, protocol, way) => {
      const rows = {
        ...named,
        // Where there is no proxy, the address must be one of this machine.
        ...addressed(way.proxy === undefined ? '127.0.0.1' : '192.0.2.7'),
        ...(way.proxy && {
          'the right address of IPv6': {
            host: '[2001:db8::7]',
            subject: { ip: ['2001:db8:0:0::7'] },
          },
          'another address of IPv6': {
            host: '[2001:db8::7]',
            subject: { ip: ['2001:db8::8', '::1'] },
            refused: anotherHost,
          },
        }),
      };
      const outcomes = await inParallel(atATime, Object.values(rows), (row) =>
        attempt(row, protocol, way),
      );
      const names = Object.keys(rows);
      expect(Object.fromEntries(outcomes.map((outcome, index) => [names[index], outcome]))).toEqual(
        expected(rows),
      );
    },
    120_000,
  );

  const hasIpv6 = Object.values(networkInterfaces()).some((each) =>
    each?.some(({ address }) => address === '::1'),
  );
  test.skipIf(!hasIpv6).each(protocols)(
    'at an address of IPv6 too, for the %s',
    async (protocol) => {
      const outcomes = await inParallel(atATime, Object.values(addressed('[::1]')), async (row) => {
        const server = await startServer(authority.sign(row.subject), '::1');
        const result = await reach(protocol, `[::1]:${server.port}`, environment([]));
        return outcomeOf(protocol, result, server);
      });
      expect(outcomes).toEqual(Object.values(expected(addressed('[::1]'))));
    },
  );

  test('and so again for the WebSocket, when a proxy leads that elsewhere than the negotiation', async () => {
    const host = 'rte.example.com';
    const right = await startServer(authority.sign({ dns: [host] }));
    const wrong = await startServer(authority.sign({ dns: [proxyName] }));
    const proxy = await startScriptedProxy([
      { to: `127.0.0.1:${right.port}` },
      { to: `127.0.0.1:${wrong.port}` },
    ]);
    const { stderr } = await reach('hub', host, {
      ...environment([]),
      HTTPS_PROXY: `http://${proxy.host}`,
    });
    expect(stderr).toContain(anotherHost);
    expect(right.requests).toHaveLength(1);
    expect(wrong.requests).toEqual([]);
  });
});

describe('a proxy spoken to over https is who its certificate says:', () => {
  const host = 'rte.example.com';

  test.each<[string, Subject, string | undefined]>([
    ['its own name', { dns: [proxyName] }, undefined],
    ['the name of the server', { dns: [host] }, anotherHost],
    ['another name', { dns: ['other.example.com'] }, anotherHost],
    ['localhost', { dns: ['localhost'], ip: ['127.0.0.1'] }, anotherHost],
    ['its own name, once', { dns: [proxyName], validDays: [-9, -1] }, 'has expired'],
    ['its own name, by itself', { dns: [proxyName], selfSigned: true }, fromNobody],
  ])('%s', async (_name, subject, refused) => {
    const variants = protocols.flatMap((protocol) =>
      (['', '--insecure', 'NODE_TLS_REJECT_UNAUTHORIZED'] as const).map((loosened) => ({
        protocol,
        loosened,
      })),
    );
    await inParallel(atATime, variants, async ({ protocol, loosened }) => {
      const server = await startServer(authority.sign({ dns: [host] }));
      const { proxy, env } = await proxyTo(server.port, 'https', authority.sign(subject));
      const { stderr } = await reach(
        protocol,
        `${host}:${server.port}`,
        {
          ...environment([proxyName]),
          ...env,
          ...(loosened.startsWith('NODE') && { [loosened]: '0' }),
        },
        loosened.startsWith('--') ? [loosened] : [],
      );
      if (refused === undefined) {
        expect(server.requests.length, stderr).toBeGreaterThan(0);
        return;
      }
      expect(stderr).toMatch(new RegExp(`^rte: The proxy ${proxyName}:\\d+: .*${refused}`, 'm'));
      expect(proxy.asked).toEqual([]);
      expect(server.requests).toEqual([]);
    });
  });
});

describe('NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored, and a line says so once:', () => {
  const ignored = /^. NODE_TLS_REJECT_UNAUTHORIZED is ignored\..*--insecure.*$/gm;
  const off = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
  const wrong: Subject[] = [
    { dns: ['other.example.com'] },
    { ip: ['127.0.0.1'], selfSigned: true },
    { ip: ['127.0.0.1'], validDays: [-9, -1] },
  ];

  test.each(protocols)('for the %s', async (protocol) => {
    await inParallel(atATime, wrong, async (subject) => {
      const server = await startServer(authority.sign(subject));
      const env = { ...environment([]), ...off };
      const { exitCode, stderr } = await reach(protocol, `127.0.0.1:${server.port}`, env);
      expect(exitCode).toBe(5);
      expect(stderr).toContain(': its certificate ');
      expect(stderr.match(ignored), stderr).toHaveLength(1);
      // Nor does Node say that it verifies nothing.
      expect(stderr).not.toMatch(/warning/i);
      expect(server.requests).toEqual([]);
    });
  });

  test.each(protocols)('when the certificate is good, too, for the %s', async (protocol) => {
    const server = await startServer(authority.sign({ ip: ['127.0.0.1'] }));
    const env = { ...environment([]), ...off };
    const { stderr } = await reach(protocol, `127.0.0.1:${server.port}`, env);
    expect(stderr.match(ignored)).toHaveLength(1);
    expect(stderr).not.toMatch(/warning/i);
    expect(server.requests.length).toBeGreaterThan(0);
  });

  test('but not with -q, without TLS, or when it is set to something else', async () => {
    const server = await startServer(authority.sign({ ip: ['127.0.0.1'] }));
    const origin = `127.0.0.1:${server.port}`;
    const runs = [
      await reach('hub', origin, { ...environment([]), ...off }, ['-q']),
      await reach('hub', origin, { ...environment([]), NODE_TLS_REJECT_UNAUTHORIZED: '1' }),
      await rte(['tail', '--sim', '-c', '1'], { env: off }),
    ];
    for (const { stderr } of runs) expect(stderr).not.toMatch(/NODE_TLS_REJECT_UNAUTHORIZED/);
  });
});
