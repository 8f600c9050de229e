import { setImmediate as turn } from 'node:timers/promises';

import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { RteError, usageError } from '../../src/errors.ts';
import { HubSession, type SessionEvent, type SessionOptions } from '../../src/hub/hub-session.ts';
import type { EntitySubscription } from '../../src/hub/subscriptions.ts';
import { unusedUrl } from '../support/fake-server.ts';
import { Journal } from '../support/journal.ts';
import {
  grantedIf,
  silent,
  startScriptedHub,
  type Attempt,
  type HubPeer,
  type ScriptedHub,
} from '../support/scripted-hub.ts';
import { everythingIn, rteErrorOf, thrownBy, told } from '../support/thrown.ts';

const wanted: EntitySubscription[] = [
  { entityId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301', eventName: 'UserStatus' },
  { entityId: '9b2f7c1a-0d4e-4c55-8f21-6a1b2c3d4e5f', eventName: 'QueueStatus' },
];

interface Running {
  session: HubSession;
  events: Journal<SessionEvent>;
  /** The texts of the records that came. */
  texts: Journal<string>;
  /** How each ticket was asked for. */
  tickets: ('stored' | 'fresh')[];
  /** What the run ends with. */
  end: Promise<unknown>;
  controller: AbortController;
}

/** Runs a session, without waiting between attempts, until the test ends. */
function run(hubUrl: string, options: Partial<SessionOptions> = {}): Running {
  const controller = new AbortController();
  const events = new Journal<SessionEvent>();
  const texts = new Journal<string>();
  const tickets: ('stored' | 'fresh')[] = [];
  const session = new HubSession({
    plan: () => Promise.resolve(wanted),
    onRecords: (records) => {
      for (const { text } of records) texts.add(text);
    },
    wait: false,
    maxReconnects: Number.POSITIVE_INFINITY,
    strict: false,
    random: () => 0,
    signal: controller.signal,
    ...options,
    getTicket: (use, signal) => {
      tickets.push(use);
      const ticket = { hubUrl, accessToken: `token-${tickets.length}` };
      return options.getTicket?.(use, signal) ?? Promise.resolve(ticket);
    },
    onEvent: (event) => {
      events.add(event);
      options.onEvent?.(event);
    },
  });
  const end = thrownBy(session.run());
  onTestFinished(async () => {
    controller.abort();
    await end;
  });
  return { session, events, texts, tickets, end, controller };
}

function isKind<Kind extends SessionEvent['kind']>(kind: Kind) {
  return (event: SessionEvent): event is Extract<SessionEvent, { kind: Kind }> =>
    event.kind === kind;
}

function kinds({ events }: Running): string[] {
  return events.entries.map(({ kind }) => kind);
}

/** What a session tells once it stands again, after its first connection was ended in some way. */
async function afterLoss(
  hub: ScriptedHub,
  lose: (peer: HubPeer) => unknown,
  options: Partial<SessionOptions> = {},
): Promise<Running> {
  const running = run(hub.url, options);
  await running.events.until(isKind('connected'));
  lose(await hub.peer());
  await running.events.until(isKind('connected'), 2);
  return running;
}

/** An attempt that ends in a connection where only some events are granted. */
function granting(...names: string[]): Attempt {
  return {
    methods: { Subscribe: (_peer, [list]) => grantedIf(list, (each) => names.includes(each)) },
  };
}

describe('a session', () => {
  it('connects and subscribes, and says so', async () => {
    const hub = await startScriptedHub();
    const { events } = run(hub.url);
    await events.until(isKind('connected'));
    expect(events.entries).toEqual([
      { kind: 'opening', hubUrl: hub.url },
      { kind: 'subscribing', requested: 2, connection: 1 },
      {
        kind: 'connected',
        hubUrl: hub.url,
        connectionId: 'connection-1',
        connection: 1,
        accepted: 2,
        requested: 2,
      },
    ]);
    expect(hub.trail).toEqual(['negotiate', 'upgrade', 'handshake', 'Subscribe']);
  });

  it('hands on what comes, and knows when it heard the hub', async () => {
    const hub = await startScriptedHub();
    const running = run(hub.url);
    expect(running.session.signsOfLife).toBeUndefined();
    await running.events.until(isKind('connected'));
    const before = performance.now();
    await (await hub.peer()).send('one', 'two');
    await running.texts.until(() => true, 2);
    expect(running.texts.entries).toEqual(['one', 'two']);
    expect(running.session.signsOfLife?.lastReceivedAt).toBeGreaterThanOrEqual(before);
  });

  it('may use a stored token for its first connection only', async () => {
    const hub = await startScriptedHub();
    const { tickets } = await afterLoss(hub, (peer) => peer.cut());
    expect(tickets).toEqual(['stored', 'fresh']);
    const tokens = hub.steps.entries
      .filter(({ step }) => step === 'upgrade')
      .map(({ authorization }) => authorization);
    expect(tokens).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('plans once, and asks for the same again after a loss', async () => {
    const hub = await startScriptedHub();
    let plans = 0;
    const plan = (): Promise<EntitySubscription[]> => {
      plans++;
      return Promise.resolve(wanted);
    };
    await afterLoss(hub, (peer) => peer.cut(), { plan });
    expect(plans).toBe(1);
    const asked = hub.steps.entries.filter(({ step }) => step === 'Subscribe');
    expect(asked.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(asked[1]?.args).toEqual(asked[0]?.args);
  });

  it('stays paused over a reconnect', async () => {
    const hub = await startScriptedHub();
    const { session, events, texts } = run(hub.url);
    await events.until(isKind('connected'));
    (await hub.peer()).cut();
    await events.until(isKind('reconnecting'));
    session.pause();
    await hub.reached('Subscribe', 2);
    await (await hub.peer(2)).send('while paused');
    for (let turns = 0; turns < 20; turns++) await turn();
    expect(texts.entries).toEqual([]);
    session.resume();
    await texts.until((text) => text === 'while paused');
  });
});

describe('a lost connection', () => {
  it.each<[string, string, (peer: HubPeer) => unknown]>([
    ['a cut line', 'the line was cut', (peer) => peer.cut()],
    ['an end without a word', 'the hub ended the connection', (peer) => peer.close(1000)],
    [
      'a Close message',
      'the hub closed the connection: Connection closed with an error',
      (peer) =>
        peer.send({ type: 7, error: 'Connection closed with an error.', allowReconnect: true }),
    ],
    [
      'a Close message that allows no reconnect',
      'the hub closed the connection',
      (peer) => peer.send({ type: 7 }),
    ],
  ])('is rebuilt, and the gap told of: %s', async (_name, cause, lose) => {
    const hub = await startScriptedHub();
    const before = Date.now();
    const running = await afterLoss(hub, lose);
    expect(kinds(running).slice(3)).toEqual([
      'reconnecting',
      'opening',
      'subscribing',
      'gap',
      'connected',
    ]);
    expect(running.events.entries[3]).toEqual({
      kind: 'reconnecting',
      cause,
      attempt: 1,
      waitMs: 0,
    });
    const gap = await running.events.until(isKind('gap'));
    expect(gap).toMatchObject({ cause, attempts: 1, subscriptions: 2 });
    expect(gap.from).toBeGreaterThanOrEqual(before);
    expect(gap.from).toBeLessThanOrEqual(gap.to);
    expect(gap.to).toBeLessThanOrEqual(Date.now());
    const connected = await running.events.until(isKind('connected'), 2);
    expect(connected).toMatchObject({ connection: 2, connectionId: 'connection-2' });
  });

  it('takes as many attempts as it needs, and is one gap, with its first cause', async () => {
    const refusal = { status: 500 };
    const hub = await startScriptedHub([
      {},
      { negotiate: refusal },
      { upgrade: refusal },
      { upgrade: 'cut' },
      { handshake: ['{"error":"Handshake was canceled."}'] },
      { methods: { Subscribe: (peer) => peer.cut() } },
      { methods: { Subscribe: () => new Error('Something is wrong.') } },
      { methods: { Subscribe: () => 'no list' } },
    ]);
    const running = await afterLoss(hub, (peer) => peer.cut());
    const causes = running.events.entries.filter(isKind('reconnecting'));
    const text = causes.map(({ attempt, cause }) => `${attempt} ${cause}`).join('\n');
    expect(text.replaceAll(new URL(hub.url).host, '<host>')).toMatchInlineSnapshot(`
      "1 the line was cut
      2 The hub answered 500 (<host>/rte)
      3 The WebSocket to <host>/rte was refused (500)
      4 The WebSocket to <host>/rte: the connection was cut
      5 <host>/rte: Server returned handshake error: Handshake was canceled
      6 Subscribing failed: the line was cut
      7 Subscribing failed: Something is wrong
      8 The hub answered Subscribe with something other than a list of results"
    `);
    expect(running.events.entries.filter(isKind('gap'))).toMatchObject([
      { cause: 'the line was cut', attempts: 8, subscriptions: 2 },
    ]);
    expect(running.tickets).toEqual(['stored', ...Array.from({ length: 8 }, () => 'fresh')]);
  });

  it('that is lost twice is two gaps', async () => {
    const hub = await startScriptedHub();
    const running = await afterLoss(hub, (peer) => peer.cut());
    (await hub.peer(2)).close(1001);
    await running.events.until(isKind('connected'), 3);
    expect(running.events.entries.filter(isKind('gap'))).toMatchObject([
      { cause: 'the line was cut', attempts: 1 },
      { cause: 'the hub went away', attempts: 1 },
    ]);
  });

  it('is waited for with growing pauses, and as long as the hub asks', async () => {
    const later = { status: 503, headers: { 'Retry-After': '60' } };
    const hub = await startScriptedHub([{}, { negotiate: later }]);
    const { events, controller } = run(hub.url, { random: () => 0.001 });
    await events.until(isKind('connected'));
    (await hub.peer()).cut();
    await events.until(isKind('reconnecting'), 2);
    controller.abort();
    const waits = events.entries.filter(isKind('reconnecting')).map(({ waitMs }) => waitMs);
    expect(waits).toEqual([1, 60_000]);
  });

  it('is rebuilt past an odd answer of the server that gives the tokens', async () => {
    const hub = await startScriptedHub();
    let turn = 0;
    const running = await afterLoss(hub, (peer) => peer.cut(), {
      getTicket: () => {
        turn++;
        if (turn === 2) return Promise.reject(new RteError('failure', 'It answered HTML.'));
        return Promise.resolve({ hubUrl: hub.url, accessToken: 'token' });
      },
    });
    const { cause } = await running.events.until(isKind('reconnecting'), 2);
    expect(cause).toBe('It answered HTML');
  });

  it('ends the run when the key is refused, with the gap told of', async () => {
    const hub = await startScriptedHub();
    const refusal = new RteError('unauthorized', 'The secret key was not accepted.');
    const running = run(hub.url, {
      getTicket: (use) =>
        use === 'fresh'
          ? Promise.reject(refusal)
          : Promise.resolve({ hubUrl: hub.url, accessToken: 'token' }),
    });
    await running.events.until(isKind('connected'));
    (await hub.peer()).cut();
    expect(await running.end).toBe(refusal);
    expect(running.tickets).toEqual(['stored', 'fresh']);
    expect(running.events.entries.at(-1)).toMatchObject({ kind: 'gap', subscriptions: 0 });
  });
});

describe('the number of attempts to reconnect', () => {
  const gone: Attempt = { negotiate: { status: 500 } };

  it.each([
    [0, 1],
    [1, 2],
    [2, 3],
  ])('of %i is kept to', async (maxReconnects, negotiations) => {
    const hub = await startScriptedHub([{}, gone, gone, gone, gone]);
    const { events, end } = run(hub.url, { maxReconnects });
    await events.until(isKind('connected'));
    (await hub.peer()).cut();
    const error = await rteErrorOf(Promise.reject(await end));
    const cause = maxReconnects === 0 ? 'the line was cut' : `The hub answered 500 (<host>/rte)`;
    expect(told(error).replace(new URL(hub.url).host, '<host>')).toBe(
      `connection: Gave up after ${maxReconnects} attempts to reconnect: ${cause}.\n` +
        'Without --max-reconnects it goes on for ever.',
    );
    expect(hub.trail.filter((step) => step === 'negotiate')).toHaveLength(negotiations);
    expect(events.entries.at(-1)).toMatchObject({
      kind: 'gap',
      attempts: maxReconnects,
      subscriptions: 0,
    });
  });

  it('begins anew once the connection stands', async () => {
    const hub = await startScriptedHub([{}, gone, {}, gone, {}]);
    const { events } = run(hub.url, { maxReconnects: 2 });
    for (const turn of [1, 2]) {
      await events.until(isKind('connected'), turn);
      (await hub.peer(turn)).cut();
    }
    expect(await events.until(isKind('connected'), 3)).toMatchObject({ connection: 3 });
  });
});

describe('the very first connection', () => {
  it('ends the run when it fails', async () => {
    const { end, events, tickets } = run(`${await unusedUrl()}/rte`);
    expect(await end).toMatchObject({ kind: 'connection' });
    expect(events.entries.map(({ kind }) => kind)).toEqual(['opening']);
    expect(tickets).toEqual(['stored']);
  });

  it.each<[string, RteError]>([
    ['the server of the tokens is away', new RteError('connection', 'away')],
    ['it answers something odd', new RteError('failure', 'odd')],
    ['it refuses the key', new RteError('unauthorized', 'refused')],
  ])('ends the run when %s', async (_name, error) => {
    const { end } = run('http://127.0.0.1:1/', { getTicket: () => Promise.reject(error) });
    expect(await end).toBe(error);
  });

  it('ends the run when there is nothing to plan with', async () => {
    const hub = await startScriptedHub();
    const error = usageError('No such event.');
    expect(await run(hub.url, { plan: () => Promise.reject(error) }).end).toBe(error);
    await hub.reached('closed');
  });

  it('is tried until it stands, if it may wait; that is no gap', async () => {
    const hub = await startScriptedHub([
      { negotiate: { status: 500 } },
      { upgrade: 'cut' },
      { methods: { Subscribe: (peer) => peer.cut() } },
    ]);
    const running = run(hub.url, { wait: true });
    expect(await running.events.until(isKind('connected'))).toMatchObject({ connection: 1 });
    expect(running.events.entries.filter(isKind('reconnecting'))).toHaveLength(3);
    expect(kinds(running)).not.toContain('gap');
  });

  it('is not tried again when the key is refused, even if it may wait', async () => {
    const error = new RteError('unauthorized', 'refused');
    const { end, tickets } = run('http://127.0.0.1:1/', {
      wait: true,
      getTicket: () => Promise.reject(error),
    });
    expect(await end).toBe(error);
    expect(tickets).toHaveLength(1);
  });
});

describe('a token that the hub refuses', () => {
  it.each<[string, Attempt]>([
    ['at negotiation', { negotiate: { status: 401 } }],
    ['at the upgrade', { upgrade: { status: 401 } }],
  ])('is renewed once (%s)', async (_name, refused) => {
    const hub = await startScriptedHub([refused]);
    const running = run(hub.url);
    await running.events.until(isKind('connected'));
    expect(running.tickets).toEqual(['stored', 'fresh']);
    expect(kinds(running)).toEqual(['opening', 'opening', 'subscribing', 'connected']);
  });

  it('is renewed no more than once', async () => {
    const refused: Attempt = { negotiate: { status: 401 } };
    const hub = await startScriptedHub([refused, refused]);
    const { end, tickets } = run(hub.url);
    const error = await rteErrorOf(Promise.reject(await end));
    expect(error.exitCode).toBe(4);
    expect(error.hint).toContain('rte login');
    expect(everythingIn(error)).not.toMatch(/token-\d/);
    expect(tickets).toEqual(['stored', 'fresh']);
  });

  it('ends the run after a reconnect too', async () => {
    const refused: Attempt = { upgrade: { status: 401 } };
    const hub = await startScriptedHub([{}, refused, refused]);
    const { events, end, tickets } = run(hub.url);
    await events.until(isKind('connected'));
    (await hub.peer()).cut();
    expect(await end).toMatchObject({ kind: 'unauthorized' });
    expect(tickets).toEqual(['stored', 'fresh', 'fresh']);
    expect(events.entries.filter(isKind('gap'))).toHaveLength(1);
  });
});

describe('after a connection that stood', () => {
  it('a token that does not come is a failed attempt', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const hub = await startScriptedHub();
    const asked = new Journal<AbortSignal>();
    const tickets = [
      () => Promise.resolve({ hubUrl: hub.url, accessToken: 'first' }),
      // It heeds no signal, either.
      () => new Promise<never>(() => {}),
      () => Promise.resolve({ hubUrl: hub.url, accessToken: 'third' }),
    ];
    const { events } = run(hub.url, {
      getTicket: (_use, signal) => {
        asked.add(signal);
        return tickets[asked.entries.length - 1]?.() ?? Promise.reject(new Error('No more.'));
      },
    });
    await events.until(isKind('connected'));
    (await hub.peer()).cut();
    const signal = await asked.until(() => true, 2);
    await vi.advanceTimersByTimeAsync(90_000);
    expect(signal.aborted).toBe(true);
    vi.useRealTimers();
    await events.until(isKind('connected'), 2);
    expect(events.entries.filter(isKind('reconnecting'))).toMatchObject([
      { cause: 'the line was cut' },
      { cause: 'No access token came within 90 s' },
    ]);
  });

  it.each<[string, RteError, boolean]>([
    ['a server that is away', new RteError('connection', 'away'), true],
    ['an odd answer', new RteError('failure', 'odd'), true],
    // Nothing that a server says is the person's usage; should it pass for that, no harm is done.
    ['an unusable address', usageError('no address'), true],
    ['a refusal', new RteError('unauthorized', 'refused'), false],
  ])('%s ends the run only if it is a refusal', async (_name, error, goesOn) => {
    const hub = await startScriptedHub();
    let turn = 0;
    const { events, end } = run(hub.url, {
      getTicket: () =>
        ++turn === 2
          ? Promise.reject(error)
          : Promise.resolve({ hubUrl: hub.url, accessToken: `token-${turn}` }),
    });
    await events.until(isKind('connected'));
    (await hub.peer()).cut();
    if (goesOn) await events.until(isKind('connected'), 2);
    else expect(await end).toBe(error);
  });

  it('subscriptions that are all rejected are asked for again, unless none may be', async () => {
    const script = [{}, granting(), granting('UserStatus')];
    const { events } = await afterLoss(await startScriptedHub(script), (peer) => peer.cut());
    expect(events.entries.filter(isKind('reconnecting'))).toMatchObject([
      { cause: 'the line was cut' },
      { cause: 'The hub rejected all subscriptions (2): Unauthorized' },
    ]);
    const hub = await startScriptedHub(script);
    const strict = run(hub.url, { strict: true });
    await strict.events.until(isKind('connected'));
    (await hub.peer()).cut();
    expect(await strict.end).toMatchObject({ kind: 'rejected' });
  });
});

describe('subscriptions that the hub rejects', () => {
  it('are told of, and the rest goes on', async () => {
    const hub = await startScriptedHub([granting('UserStatus')]);
    const { events } = run(hub.url);
    expect(await events.until(isKind('connected'))).toMatchObject({ accepted: 1, requested: 2 });
    expect(events.entries.filter(isKind('rejected'))).toEqual([
      { kind: 'rejected', rejections: [{ ...wanted[1], reason: 'Unauthorized' }] },
    ]);
  });

  it('end the run when none may be', async () => {
    const hub = await startScriptedHub([granting('UserStatus')]);
    const { events, end } = run(hub.url, { strict: true });
    const error = await rteErrorOf(Promise.reject(await end));
    expect(told(error)).toMatchInlineSnapshot(`
      "rejected: The hub rejected 1 of 2 subscriptions, and --strict allows none.
      Leave out --strict to go on with the others."
    `);
    expect(error.exitCode).toBe(6);
    expect(events.entries.at(-1)?.kind).toBe('rejected');
    await hub.reached('closed');
  });

  it('end the run when they are all', async () => {
    const hub = await startScriptedHub([granting()]);
    const { events, end } = run(hub.url, { wait: true });
    const error = await rteErrorOf(Promise.reject(await end));
    expect(told(error)).toMatchInlineSnapshot(`
      "rejected: The hub rejected all subscriptions (2): Unauthorized.
      Check the ids and event names, and the rights of the user."
    `);
    expect(error.exitCode).toBe(6);
    expect(events.entries.at(-1)?.kind).toBe('rejected');
  });

  it('at first are not asked for again; later on they are', async () => {
    const third = { ...wanted[0], eventName: 'UserAlert' } as EntitySubscription;
    const hub = await startScriptedHub([
      granting('UserStatus', 'QueueStatus'),
      granting('UserStatus'),
      granting('UserStatus', 'QueueStatus', 'UserAlert'),
    ]);
    const running = await afterLoss(hub, (peer) => peer.cut(), {
      plan: () => Promise.resolve([...wanted, third]),
    });
    (await hub.peer(2)).cut();
    await running.events.until(isKind('connected'), 3);
    const connected = running.events.entries.filter(isKind('connected'));
    expect(connected.map(({ accepted, requested }) => [accepted, requested])).toEqual([
      [2, 3],
      [1, 2],
      [2, 2],
    ]);
    const gaps = running.events.entries.filter(isKind('gap'));
    expect(gaps.map(({ subscriptions }) => subscriptions)).toEqual([1, 2]);
  });

  it('are no trouble when none were asked for', async () => {
    const hub = await startScriptedHub();
    const { events } = run(hub.url, { plan: () => Promise.resolve([]) });
    expect(await events.until(isKind('connected'))).toMatchObject({ accepted: 0, requested: 0 });
    expect(hub.trail).not.toContain('Subscribe');
  });
});

describe('aborted', () => {
  const reason = new Error('enough');

  it.each<[string, string, Attempt, Partial<SessionOptions>]>([
    ['negotiation', 'negotiate', { negotiate: 'silent' }, {}],
    ['the upgrade', 'upgrade', { upgrade: 'silent' }, {}],
    ['the handshake', 'handshake', { handshake: 'silent' }, {}],
    ['the plan', 'handshake', {}, { plan: () => new Promise(() => {}) }],
    ['the subscribing', 'Subscribe', { methods: { Subscribe: () => silent } }, {}],
  ])('during %s, it ends at once and leaves the hub', async (_name, step, attempt, options) => {
    const hub = await startScriptedHub([attempt]);
    const running = run(hub.url, options);
    await hub.reached(step);
    running.controller.abort(reason);
    expect(await running.end).toBe(reason);
    if (step !== 'negotiate') await hub.reached('closed');
    expect(kinds(running)).not.toContain('reconnecting');
  });

  it('while it gets a token, it ends at once', async () => {
    const { controller, end } = run('http://127.0.0.1:1/', {
      getTicket: (_use, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error)),
        ),
    });
    controller.abort(reason);
    expect(await end).toBe(reason);
  });

  it('while it streams, it ends at once, says goodbye, and has no gap', async () => {
    const hub = await startScriptedHub();
    const running = run(hub.url);
    await running.events.until(isKind('connected'));
    running.controller.abort(reason);
    expect(await running.end).toBe(reason);
    await hub.reached('closed');
    expect(kinds(running)).toEqual(['opening', 'subscribing', 'connected']);
  });

  it('while it waits to reconnect, it ends at once, with the gap told of', async () => {
    const hub = await startScriptedHub();
    const running = run(hub.url, { random: () => 1 });
    await running.events.until(isKind('connected'));
    (await hub.peer()).cut();
    await running.events.until(isKind('reconnecting'));
    running.controller.abort(reason);
    expect(await running.end).toBe(reason);
    expect(running.events.entries.at(-1)).toMatchObject({
      kind: 'gap',
      cause: 'the line was cut',
      attempts: 1,
      subscriptions: 0,
    });
    expect(hub.trail.filter((step) => step === 'negotiate')).toHaveLength(1);
  });

  it.each(['opening', 'subscribing', 'connected', 'reconnecting', 'gap'] as const)(
    "by whoever hears of '%s', it ends, and nothing is left behind that fails later",
    async (kind) => {
      const hub = await startScriptedHub();
      const controller = new AbortController();
      const { end, events } = run(hub.url, {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.kind === kind) controller.abort(reason);
          else if (event.kind === 'connected') void hub.peer().then((peer) => peer.cut());
        },
      });
      expect(await end).toBe(reason);
      await events.until(isKind(kind));
      // An unhandled rejection would show by now, and fail the test.
      for (let turns = 0; turns < 20; turns++) await turn();
    },
  );
});
