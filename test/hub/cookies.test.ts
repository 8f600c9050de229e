import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { Cookies } from '../../src/hub/cookies.ts';
import { openConnection } from '../../src/hub/open-connection.ts';
import { startFakeServer } from '../support/fake-server.ts';
import { startScriptedHub, type HubStep, type ScriptedHub } from '../support/scripted-hub.ts';

const negotiation = 'https://rte.example.com/hub/negotiate?negotiateVersion=1';
const upgrade = 'wss://rte.example.com/hub?id=1';

async function taken(lines: string[], url = negotiation): Promise<Cookies> {
  const cookies = new Cookies();
  await cookies.take(lines, url);
  return cookies;
}

describe('a cookie of the negotiation', () => {
  it.each([
    ['alone', 'a=1'],
    ['for the whole host', 'a=1; Path=/'],
    ['for the hub', 'a=1; Path=/hub'],
    ['for the host, by name', 'a=1; Domain=rte.example.com'],
    ['for all hosts of the domain', 'a=1; Domain=.example.com; Path=/'],
    ['for TLS alone', 'a=1; Secure; HttpOnly; SameSite=Strict'],
    ['in any case', 'a=1; PATH=/; secure; hTTPonly; domain=RTE.Example.com'],
    ['for a while', 'a=1; Max-Age=60'],
    ['until a day to come', 'a=1; Expires=Fri, 31 Dec 2100 23:59:59 GMT'],
    [
      'for a while, whatever day it names',
      'a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
    ],
    ['with attributes that nobody knows', 'a=1; Priority=High; Partitioned; =; ;;'],
    ['with a prefix', '__Host-a=1; Path=/; Secure'],
  ])('goes with the upgrade: %s', async (_name, line) => {
    expect((await taken([line])).headerFor(upgrade)).toMatch(/^(__Host-)?a=1$/);
  });

  it.each([
    ['for another path', 'a=1; Path=/other'],
    ['for a path that only begins alike', 'a=1; Path=/hu'],
    ['for the negotiation alone', 'a=1; Path=/hub/negotiate'],
    ['for another host', 'a=1; Domain=other.example.com'],
    ['for a domain that the host is not in', 'a=1; Domain=ample.com'],
    ['for a host below', 'a=1; Domain=a.rte.example.com'],
    ['for all of .com', 'a=1; Domain=com'],
    ['for all of a suffix that is nobody’s', 'a=1; Domain=co.uk'],
    ['expired', 'a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
    ['of no age', 'a=1; Max-Age=0'],
    ['of less than no age', 'a=1; Max-Age=-1'],
    ['with a prefix that says what is not so', '__Host-a=1; Path=/hub; Secure'],
    ['without a name', '=1'],
    ['with nothing', ''],
    ['with nothing but attributes', '; Path=/'],
    ['that is too large', `a=${'x'.repeat(4_096)}`],
    ['with a path that is too long', `a=1; Path=/${'x'.repeat(2_000)}`],
    ['with what no header can have', 'a=\u007f1'],
    ['with a line’s end', 'a=1\r\nX-More: 1'],
  ])('does not: %s', async (_name, line) => {
    expect((await taken([line])).headerFor(upgrade)).toBe('');
  });

  it('is gone once another answer deletes it, and new once another changes it', async () => {
    const cookies = await taken(['a=1; Path=/', 'b=1; Path=/']);
    await cookies.take(['a=; Path=/; Max-Age=0', 'b=2; Path=/'], negotiation);
    expect(cookies.headerFor(upgrade)).toBe('b=2');
  });

  it('is gone when its time is over', async () => {
    const cookies = await taken(['a=1; Max-Age=60']);
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    vi.setSystemTime(Date.now() + 61_000);
    expect(cookies.headerFor(upgrade)).toBe('');
  });

  it.each([
    'wss://other.example.com/hub',
    'wss://example.com/hub',
    'wss://a.rte.example.com/hub',
    'wss://rte.example.com.evil.example/hub',
    'wss://evil.example/rte.example.com/hub',
  ])('does not go to %s', async (elsewhere) => {
    expect((await taken(['a=1; Path=/'])).headerFor(elsewhere)).toBe('');
  });

  // Browsers take this machine for secure (W3C Secure Contexts), and so does tough-cookie.
  it.each(['127.0.0.1', 'localhost', '[::1]'])(
    'for TLS alone goes to %s all the same, where http is allowed',
    async (host) => {
      const cookies = await taken(['a=1; Path=/; Secure'], `http://${host}:8080/hub/negotiate`);
      expect(cookies.headerFor(`ws://${host}:8080/hub`)).toBe('a=1');
    },
  );

  it.each(['127.0.0.1', '[2001:db8::1]'])('of an IP address (%s) is for that one', async (host) => {
    const cookies = await taken(['a=1; Path=/'], `https://${host}/hub/negotiate`);
    expect(cookies.headerFor(`wss://${host}/hub`)).toBe('a=1');
    expect(cookies.headerFor('wss://127.0.0.2/hub')).toBe('');
    expect(cookies.headerFor('wss://[2001:db8::2]/hub')).toBe('');
  });
});

const pairs = (header: string): string[] => header.split('; ');

describe('of many cookies', () => {
  it('the last 50 are kept, each of 4096 bytes at most', async () => {
    const lines = Array.from({ length: 200 }, (_each, at) => `c${at}=${'x'.repeat(4_000)}; Path=/`);
    const kept = pairs((await taken(lines)).headerFor(upgrade));
    expect(kept).toHaveLength(50);
    expect(kept.at(-1)).toMatch(/^c199=/);
  });

  it('those that have expired go first', async () => {
    const cookies = await taken(['first=1; Path=/']);
    const deleted = Array.from({ length: 100 }, (_each, at) => `c${at}=1; Path=/; Max-Age=0`);
    await cookies.take(deleted, negotiation);
    expect(cookies.headerFor(upgrade)).toBe('first=1');
  });

  it('what is malformed is left out, and the others are kept', async () => {
    const lines = ['a=1', '=', ';', '\u0000', 'b=2; Domain=', 'c=3; Max-Age=x', '💥=1', 'd=4'];
    expect(pairs((await taken(lines)).headerFor(upgrade))).toEqual(['a=1', 'b=2', 'c=3', 'd=4']);
  });
});

/** Connects, until the test ends. */
async function connect(hubUrl: string, cookies?: Cookies): Promise<void> {
  const { signal } = new AbortController();
  const options = { hubUrl, accessToken: 'token', cookies, onRecords: () => {}, signal };
  const connection = await openConnection(options);
  onTestFinished(() => connection.close());
}
/** The cookies of each negotiation and upgrade. */
const seen = ({ steps }: ScriptedHub): HubStep['cookie'][] =>
  steps.entries
    .filter(({ step }) => step === 'negotiate' || step === 'upgrade')
    .map(({ cookie }) => cookie);

describe('on the way to a connection', () => {
  it('cookies of the negotiation come with the upgrade', async () => {
    const hub = await startScriptedHub([
      { setCookie: { negotiate: ['node=7; Path=/; HttpOnly', 'b=2; Path=/other', 'c=3; Secure'] } },
    ]);
    await connect(hub.url);
    expect(seen(hub)).toEqual([undefined, 'c=3; node=7']);
  });

  it('those of the upgrade, too, come with the next negotiation, if it is the same run', async () => {
    const script = [{ setCookie: { negotiate: ['a=1'], upgrade: ['b=2; Path=/'] } }];
    const hub = await startScriptedHub(script);
    const cookies = new Cookies();
    await connect(hub.url, cookies);
    await connect(hub.url, cookies);
    await connect(hub.url);
    expect(seen(hub)).toEqual([undefined, 'a=1', 'a=1; b=2', 'a=1; b=2', undefined, undefined]);
  });

  it('a negotiation that points elsewhere has its cookies stay, and that place has its own', async () => {
    const hub = await startScriptedHub([{ setCookie: { negotiate: ['there=1'] } }]);
    const elsewhere = hub.url.replace('127.0.0.1', 'localhost');
    const { url, requests } = await startFakeServer({
      '/rte/negotiate': {
        json: { url: elsewhere, accessToken: 'another' },
        headers: { 'Set-Cookie': 'here=1; Path=/' },
      },
    });
    const cookies = new Cookies();
    await connect(`${url}/rte`, cookies);
    await connect(`${url}/rte`, cookies);
    expect(seen(hub)).toEqual([undefined, 'there=1', 'there=1', 'there=1']);
    expect(requests.map(({ headers }) => headers.cookie)).toEqual([undefined, 'here=1']);
  });
});
