import { buildInteropHub, dotnetFound } from '../interop/interop-hub.ts';
import { chromiumPath } from './browser.ts';
import { tinyproxyPath } from './tinyproxy.ts';

/** Builds what several test files share, once. The program itself is built before the tests start. */
export default async function setup(): Promise<void> {
  if (dotnetFound) await buildInteropHub();
  else tell('dotnet (SDK 10) is not found: the tests against ASP.NET Core are skipped.');
  if (chromiumPath === undefined)
    tell('Chromium is not found: the tests in a browser are skipped.');
  if (tinyproxyPath === undefined)
    tell('tinyproxy is not found: the tests through a proxy of others’ making are skipped.');
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
