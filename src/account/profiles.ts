import { chmodSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

import Conf from 'conf';

import type { EntityKind } from '../events/definition.ts';
import { messageOf, RteError } from '../errors.ts';
import type { StoredTicket } from './access-token.ts';

/** A name that a person gave to an entity. */
export interface EntityName {
  name: string;
  kind: EntityKind;
  id: string;
}

/** One account as it is kept between runs. */
export interface Profile {
  username: string;
  secretKey: string;
  apiUrl: string;
  userId: string;
  organizationId?: string | undefined;
  ticket?: StoredTicket | undefined;
  names?: EntityName[];
}

interface StoredConfig {
  profiles: Record<string, Profile>;
}

/** The profiles on this machine: one JSON file, readable by its owner only. */
export class ProfileStore {
  readonly #conf: Conf<StoredConfig>;

  /**
   * Opens the file, or prepares to make it.
   *
   * @throws RteError failure, when it is there and can't be read.
   */
  constructor(env: Readonly<Record<string, string | undefined>>) {
    const folder = configFolder(env);
    this.#conf = readable(join(folder, 'config.json'), () => {
      return new Conf<StoredConfig>({
        projectName: 'rte',
        cwd: folder,
        configName: 'config',
        configFileMode: 0o600,
        accessPropertiesByDotNotation: false,
        clearInvalidConfig: false,
        schema: configSchema,
      });
    });
  }

  /** The file's path. */
  get path(): string {
    return this.#conf.path;
  }

  get names(): string[] {
    return Object.keys(this.#profiles);
  }

  get(name: string): Profile | undefined {
    return Object.hasOwn(this.#profiles, name) ? this.#profiles[name] : undefined;
  }

  save(name: string, profile: Profile): void {
    this.#write({ ...this.#profiles, [name]: profile });
  }

  /** Keeps the newest ticket beside the profile, when the profile is still there. */
  saveTicket(name: string, ticket: StoredTicket | undefined): void {
    const profile = this.get(name);
    if (profile !== undefined) this.save(name, { ...profile, ticket });
  }

  /** @returns whether there was one. */
  remove(name: string): boolean {
    if (this.get(name) === undefined) return false;
    const { [name]: _removed, ...rest } = this.#profiles;
    this.#write(rest);
    return true;
  }

  get #profiles(): Record<string, Profile> {
    // conf reads the file anew each time; it may have been damaged since it was opened.
    return readable(this.path, () => this.#conf.get('profiles', {}));
  }

  #write(profiles: Record<string, Profile>): void {
    const folder = dirname(this.#conf.path);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      chmodSync(folder, 0o700);
      this.#conf.set('profiles', profiles);
      // Where conf writes in place, as in a snap, a file that was there keeps its mode.
      chmodSync(this.#conf.path, 0o600);
    } catch (error) {
      throw new RteError('failure', `The configuration can't be written: ${messageOf(error)}`, {
        hint: 'RTE_CONFIG_DIR names another folder for it.',
        cause: error,
      });
    }
  }
}

/** Reads the configuration; what goes wrong is told without a word of what is in it. */
function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    // The message of a SyntaxError quotes the text, and with it perhaps a key: it goes nowhere.
    const reason = error instanceof SyntaxError ? 'it is not JSON' : messageOf(error);
    throw new RteError('failure', `The configuration ${path} can't be used: ${reason}.`, {
      hint: 'Mend the file, or move it away and run rte login again; RTE_CONFIG_DIR names another folder.',
    });
  }
}

const text = { type: 'string', minLength: 1 } as const;

const configSchema = {
  profiles: {
    type: 'object',
    additionalProperties: {
      type: 'object',
      required: ['username', 'secretKey', 'apiUrl', 'userId'],
      properties: {
        username: text,
        secretKey: text,
        apiUrl: text,
        userId: text,
        organizationId: text,
        ticket: {
          type: 'object',
          required: ['hubUrl', 'accessToken'],
          properties: { hubUrl: text, accessToken: text, expiresAt: text },
        },
        names: {
          type: 'array',
          items: {
            type: 'object',
            required: ['name', 'kind', 'id'],
            properties: { name: text, kind: { enum: ['User', 'Queue', 'CallList'] }, id: text },
          },
        },
      },
    },
  },
} as const;

/** `RTE_CONFIG_DIR`, else where the system keeps configurations. */
function configFolder(env: Readonly<Record<string, string | undefined>>): string {
  if (env['RTE_CONFIG_DIR']) return env['RTE_CONFIG_DIR'];
  if (process.platform === 'win32') {
    return join(env['APPDATA'] || join(homedir(), 'AppData', 'Roaming'), 'rte');
  }
  return join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'rte');
}
