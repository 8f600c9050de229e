import { expect, test, vi } from 'vitest';

import { ProfileStore } from '../../src/account/profiles.ts';
import { openSource } from '../../src/commands/source.ts';
import { RteError } from '../../src/errors.ts';
import { processTerminal } from '../../src/terminal/process-terminal.ts';
import { useSimulator } from '../support/enreach.ts';
import { configFolder } from '../support/rte.ts';

const enreach = useSimulator({ waitForBegin: true });

test('a ticket that can’t be kept is good for this run all the same', async () => {
  const { username, secretKey, apiUrl, userId, hubUrl } = enreach();
  const env = { RTE_CONFIG_DIR: configFolder() };
  const { signal } = new AbortController();
  const profile = { username, secretKey, apiUrl, userId };
  await new ProfileStore(env).update('default', () => profile, signal);
  const save = vi
    .spyOn(ProfileStore.prototype, 'saveTicket')
    .mockRejectedValue(new RteError('failure', 'No space left.'));
  const terminal = { ...processTerminal(), env };
  const source = await openSource({}, { terminal, signal, end: () => {} });
  const ticket = await source.getTicket('stored', signal);
  expect(ticket.hubUrl).toBe(hubUrl.replace('ws:', 'http:'));
  expect(save).toHaveBeenCalledOnce();
  await source.close();
});
