import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { samplePayload } from '../../src/events/envelope.ts';
import { queueStatus } from '../../src/events/queue.ts';
import { isBrowserSkipped, useBrowser } from '../support/browser.ts';
import { useSimulator } from '../support/enreach.ts';

const enreach = useSimulator({ seed: 3, waitForBegin: true });

/** The page as the README has it, but for the port, and for chance in when it reconnects. */
const openPage = useBrowser(() => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, html = ''] = /```html\n([^]*?)```/.exec(readme) ?? [];
  return html
    .replace('http://127.0.0.1:5080', new URL(enreach().apiUrl).origin)
    .replace('Math.random()', '0');
});

const title = `the README’s wallboard${isBrowserSkipped ? ' (skipped: no Chromium found)' : ''}`;

test.skipIf(isBrowserSkipped)(`${title} shows queues, also after its line was cut`, async () => {
  const page = await openPage();
  await expect.poll(() => subscriptions(), { timeout: 20_000 }).toEqual([2]);
  publish('Sales', 3);
  publish('Support', 0);
  publish('Sales', 4);
  const table = page.locator('#queues');
  await table.getByText('Sales: 4 waiting, 2 free').waitFor();
  expect(await table.locator('tr').allTextContents()).toEqual([
    'Sales: 4 waiting, 2 free',
    'Support: 0 waiting, 2 free',
  ]);

  await enreach().cutLines();
  await expect.poll(() => subscriptions(), { timeout: 20_000 }).not.toEqual([2]);
  await expect.poll(() => subscriptions(), { timeout: 20_000 }).toEqual([2]);
  publish('Support', 7);
  await table.getByText('Support: 7 waiting, 2 free').waitFor();
});

/** How many subscriptions each connection has. */
function subscriptions(): number[] {
  return [...enreach().simulator.hub.peers].map(({ methods }) => methods.count);
}

function publish(queueName: string, nbrOfQueuingRequesters: number): void {
  const { simulator } = enreach();
  const queueId = simulator.queues.find(({ name }) => name === queueName)?.id ?? '';
  const own = { queueId, queueName, nbrOfQueuingRequesters, nbrOfAgentsImmediatelyFree: 2 };
  simulator.hub.publish(queueStatus, queueId, { ...samplePayload(queueStatus), ...own });
}
