import { coloursOf } from '../render/colours.ts';
import type { RouteOptions } from '../http/route.ts';
import { safe, sanitize, type SafeText } from '../terminal/safe-text.ts';
import type { CommandContext } from './context.ts';

/** The flags that say how servers are reached, and how much is told of it. */
export interface RouteFlags {
  insecure?: boolean;
  verbose?: boolean;
  quiet?: boolean;
}

/**
 * How this run reaches servers. What a person must know of it, or with `-v` wants to, goes to
 * stderr: once for each server, and the warning of `--insecure` also with `-q`.
 */
export async function routeOptions(
  { insecure = false, verbose = false, quiet = false }: RouteFlags,
  { terminal: { stderr } }: CommandContext,
): Promise<RouteOptions> {
  const colours = await coloursOf(stderr.colorLevel);
  const told = new Set<string>();
  const tell = (line: SafeText): void => {
    if (told.has(line)) return;
    told.add(line);
    stderr.write(safe`${line}\n`);
  };
  return {
    insecure,
    onProxy: ({ proxy, variable, target }) => {
      if (!verbose) return;
      const text = safe`reaching ${sanitize(target)} through the proxy ${sanitize(proxy)} (${sanitize(variable)})`;
      tell(safe`${colours.dim(safe`·`)} ${colours.dim(text)}`);
    },
    onIgnoredVariable: (name) => {
      if (quiet) return;
      const text = safe`${sanitize(name)} is ignored. For test systems there is --insecure.`;
      tell(safe`${colours.orange(safe`▲`)} ${text}`);
    },
    onUnverified: (target) => {
      const text = safe`▲ WARNING: the certificate of ${sanitize(target)} is not verified (--insecure). Whoever is in between can read your credentials and forge what you see.`;
      tell(colours.red(colours.bold(text)));
    },
  };
}
