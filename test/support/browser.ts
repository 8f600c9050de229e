import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';

import { onPath } from './on-path.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** The browser build of Microsoft's client, where a page finds it that serves its packages. */
const clientInPage = 'node_modules/@microsoft/signalr/dist/browser/signalr.min.js';
const emptyPage = (): string =>
  `<!doctype html><title>A page</title><script src="${clientInPage}"></script>`;

/** Where Chromium is: what `CHROME_PATH` says, or else on the PATH. Undefined where there is none. */
export const chromiumPath: string | undefined = process.env['CHROME_PATH'] || onPath(...names);

/** CI has Chromium; should it be missing there, the tests fail. */
export const isBrowserSkipped: boolean = chromiumPath === undefined && !process.env['CI'];

/**
 * Opens pages in a headless Chromium, one for all tests of a file. Each page has cookies and caches
 * of its own, and the browser build of Microsoft's client as `signalR`. It is of the host
 * `localhost`, so that to what listens at 127.0.0.1 it is a page of another site.
 *
 * @param html the page; by default an empty one.
 */
export function useBrowser(html: () => string = emptyPage): () => Promise<Page> {
  let browser: Browser | undefined;
  let server: Server | undefined;
  let origin = '';
  const errors: Error[] = [];
  beforeAll(async () => {
    server = await servePage(html);
    origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    browser = await launch();
  });
  afterEach(async () => {
    await Promise.all(browser?.contexts().map((context) => context.close()) ?? []);
    const thrown = errors.splice(0);
    if (thrown.length > 0) throw new AggregateError(thrown, `in the page: ${thrown.join(', ')}`);
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });
  return async () => {
    if (browser === undefined) throw new Error('There is a browser within tests only.');
    const context = await browser.newContext();
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error));
    await page.goto(origin);
    return page;
  };
}

async function launch(): Promise<Browser> {
  if (chromiumPath === undefined)
    throw new Error('Chromium is not found: install it, or name it in CHROME_PATH.');
  return chromium.launch({
    executablePath: chromiumPath,
    args: ['--disable-gpu', '--disable-quic'],
  });
}

async function servePage(html: () => string): Promise<Server> {
  const clientPath = createRequire(import.meta.url).resolve(
    clientInPage.replace('node_modules/', ''),
  );
  const client = await readFile(clientPath);
  const server = createServer(({ url }, response) => {
    if (url === '/') response.writeHead(200, { 'Content-Type': 'text/html' }).end(html());
    else if (url === `/${clientInPage}`)
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(client);
    else response.writeHead(404).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}
