import { buildInteropHub, dotnetFound } from '../interop/interop-hub.ts';

/** Builds what several test files share, once. The program itself is built before the tests start. */
export default async function setup(): Promise<void> {
  if (dotnetFound) await buildInteropHub();
  else
    process.stderr.write(
      'dotnet (SDK 10) is not found: the tests against ASP.NET Core are skipped.\n',
    );
}
