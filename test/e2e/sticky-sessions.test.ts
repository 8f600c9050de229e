import { expect, test } from 'vitest';

import { rte, startRte } from '../support/rte.ts';
import { startScriptedHub } from '../support/scripted-hub.ts';

const user = '11111111-2222-4333-8444-555555555555';
const env = { RTE_TOKEN: 'token' };
const affinity = 'affinity=node-s3ven';

test('the cookie by which a load balancer keeps to a server comes with the WebSocket, and with all that follows', async () => {
  const setCookie = { negotiate: [`${affinity}; Path=/; HttpOnly`] };
  const hub = await startScriptedHub([{ setCookie }]);
  const tail = startRte(['tail', '--user', user, '--hub-url', hub.url, '-v'], { env });
  await tail.until('stderr', /● connected/);
  (await hub.peer()).cut();
  await tail.until('stderr', /● connected/, 2);
  const asked = hub.steps.entries.filter(({ step }) => /negotiate|upgrade/.test(step));
  expect(asked.map(({ cookie }) => cookie)).toEqual([undefined, affinity, affinity, affinity]);
  tail.child.kill('SIGTERM');
  const { stdout, stderr } = await tail.ended;
  expect(stdout + stderr).not.toMatch(/affinity|s3ven/);
});

test('another run knows nothing of it', async () => {
  const setCookie = { negotiate: [`${affinity}; Path=/; Max-Age=9999`] };
  const hub = await startScriptedHub([{ setCookie }]);
  const listEvents = ['list-events', '--hub-url', hub.url];
  await rte(listEvents, { env });
  await rte(listEvents, { env });
  const asked = hub.steps.entries.filter(({ step }) => step === 'negotiate');
  expect(asked.map(({ cookie }) => cookie)).toEqual([undefined, undefined]);
});

const notSticky = {
  setCookie: { negotiate: [`${affinity}; Path=/other`, `\u00a7 m4lformed ${affinity}`] },
  upgrade: { status: 404, text: 'No Connection with that ID' },
};

test.each([
  ['tail', ['tail', '--user', user]],
  ['doctor', ['doctor', '--no-ping']],
])('%s says that sticky sessions are lacking, and no cookie', async (_name, args) => {
  const hub = await startScriptedHub([notSticky]);
  const { exitCode, stdout, stderr } = await rte([...args, '--hub-url', hub.url, '-v'], { env });
  const text = `${stdout}${stderr}`.replaceAll(/\s+/g, ' ');
  expect(text).toMatch(/The WebSocket to \S+ was refused \(404\)\. /);
  expect(text).toMatch(/load balancer .* sticky sessions/);
  expect(text).not.toMatch(/affinity|s3ven|m4lformed/);
  expect(exitCode).toBe(5);
});
