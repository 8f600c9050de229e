import { expect, test } from 'vitest';

import { grantedIf, startScriptedHub, type HubPeer } from '../support/scripted-hub.ts';
import { rte } from '../support/rte.ts';

const userId = 'c5b0d1a4-6f0e-4c5b-9d5e-0a4b9f1c2d3e';

function grantAndSend(peer: HubPeer, [list]: readonly unknown[]): object[] {
  void peer.send({ type: 1, target: 'MessageReceived', arguments: [{ data: {} }] });
  return grantedIf(list, () => true);
}

test.each([
  ['an event with one name', ['UserStatus'], ['Subscribe']],
  ['such events in any case', ['userstatus,usersetting'], ['Subscribe']],
  ['an event with two names', ['UserTerminalStatus'], ['AvailableSubscriptions', 'Subscribe']],
  ['a glob', ['UserStat*'], ['AvailableSubscriptions', 'Subscribe']],
  ['a name that nobody has documented', ['UserMood'], ['AvailableSubscriptions', 'Subscribe']],
  [
    'all but what a glob matches',
    ['UserStatus', '-E', 'UserM*'],
    ['AvailableSubscriptions', 'Subscribe'],
  ],
])('%s: the hub is asked what it offers only where that matters', async (_what, flags, asked) => {
  const attempt = {
    methods: { AvailableSubscriptions: () => ['UserStatus', 'UserMood'], Subscribe: grantAndSend },
  };
  const hub = await startScriptedHub([attempt]);
  const target = ['--hub-url', hub.url, '--user', userId];
  const { exitCode } = await rte(['tail', ...target, '-c', '1', '-e', ...flags], {
    env: { RTE_TOKEN: 'token' },
  });
  expect(exitCode).toBe(0);
  const opening = ['negotiate', 'upgrade', 'handshake'];
  expect(hub.trail.filter((step) => step !== 'closed')).toEqual([...opening, ...asked]);
});

test('subscriptions from a file alone need no offer', async () => {
  const hub = await startScriptedHub([{ methods: { Subscribe: grantAndSend } }]);
  const { exitCode } = await rte(
    ['tail', '--hub-url', hub.url, '--subscriptions', '-', '-c', '1'],
    {
      env: { RTE_TOKEN: 'token' },
      input: JSON.stringify([{ EntityId: userId, EventName: 'UserMood' }]),
    },
  );
  expect(exitCode).toBe(0);
  expect(hub.trail).not.toContain('AvailableSubscriptions');
});
