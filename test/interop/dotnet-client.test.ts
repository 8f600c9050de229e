import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { describe, expect, onTestFinished, test } from 'vitest';

import { userStatus } from '../../src/events/agent.ts';
import { samplePayload } from '../../src/events/envelope.ts';
import { fetchAccessToken, useSimulator } from '../support/enreach.ts';
import { Journal } from '../support/journal.ts';
import { dotnetFound } from './interop-hub.ts';

const folder = fileURLToPath(new URL('client', import.meta.url));

/** The client's package comes from a registry, which not every machine reaches. */
const isBuilt =
  dotnetFound &&
  spawnSync(
    'dotnet',
    ['build', '-c', 'Release', '--nologo', '-v', 'q', '--disable-build-servers'],
    {
      cwd: folder,
    },
  ).status === 0;

describe.runIf(isBuilt)(
  `Microsoft’s .NET client${isBuilt ? '' : ' (skipped: dotnet or its package is not found)'}`,
  () => {
    const enreach = useSimulator({ waitForBegin: true });

    test('calls the five methods, gets events, and reconnects when the line is cut', async () => {
      const { userId, simulator } = enreach();
      const { steps, end } = startClient(await fetchAccessToken(enreach()));
      const { value: results } = await steps.until(named('subscribed'));
      expect(results.map(({ message }: { message: unknown }) => message)).toEqual([
        null,
        'Invalid EntityId',
        'Invalid event name',
        'Unauthorized',
      ]);
      expect((await steps.until(named('available'))).value).toContain('QueueStatus');
      const { value: active } = await steps.until(named('active'));
      expect(active).toMatchObject([{ entityId: userId, eventType: 'UserStatus' }]);

      simulator.hub.publish(userStatus, userId, { ...samplePayload(userStatus), userId });
      expect((await steps.until(named('event'))).value).toMatchObject({
        subscription: active[0],
        data: { userId, eventType: 'UserStatus' },
      });

      await enreach().cutLines();
      expect((await steps.until(named('reconnected'))).value).toEqual([]);
      end();
      expect((await steps.until(named('unsubscribed'))).value).toMatchObject([{ message: null }]);
    });

    test('is refused with a bad token', async () => {
      const { steps } = startClient('not.a.token');
      expect((await steps.until(named('refused'))).value).toBe(401);
    });

    function startClient(accessToken: string): { steps: Journal<Step>; end: () => void } {
      const { hubUrl, userId, queueId } = enreach();
      const program = `${folder}/bin/Release/net10.0/rte-client.dll`;
      const url = hubUrl.replace(/^ws/, 'http');
      const child = spawn('dotnet', [program, url, accessToken, userId, queueId]);
      onTestFinished(() => void child.kill('SIGKILL'));
      const steps = new Journal<Step>();
      createInterface({ input: child.stdout }).on('line', (line) =>
        steps.add(JSON.parse(line) as Step),
      );
      return { steps, end: () => child.stdin.end() };
    }
  },
);

interface Step {
  step: string;
  value: any;
}

function named(name: string): (step: Step) => boolean {
  return ({ step }) => step === name;
}
