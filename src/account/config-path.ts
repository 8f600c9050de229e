import { homedir } from 'node:os';
import { isAbsolute, join, parse, resolve } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/** The absolute path of the configuration file. The file need not exist. */
export function configPath(env: Env): string {
  return resolve(configFolder(env), 'config.json');
}

/** `RTE_CONFIG_DIR`, else where the system keeps configurations. */
function configFolder(env: Env): string {
  if (env['RTE_CONFIG_DIR']) return env['RTE_CONFIG_DIR'];
  if (process.platform === 'win32')
    return join(absolute(env['APPDATA']) ?? join(home(), 'AppData', 'Roaming'), 'rte');
  return join(absolute(env['XDG_CONFIG_HOME']) ?? join(home(), '.config'), 'rte');
}

/**
 * A relative path counts as none (XDG Base Directory Specification, Basics): the folder that rte
 * is started in could be anybody's.
 */
function absolute(path: string | undefined): string | undefined {
  return path !== undefined && isAbsolute(path) ? path : undefined;
}

/** The root folder for a user without a home, as in a container that runs under any user id. */
function home(): string {
  try {
    return absolute(homedir()) ?? root;
  } catch {
    return root;
  }
}

const root = parse(process.execPath).root;
