import type { StoredTicket } from './access-token.ts';
import type { Config, Profile } from './config-content.ts';
import { readConfig } from './config-file.ts';
import { configPath } from './config-path.ts';

export type { EntityName, Profile } from './config-content.ts';

/**
 * The profiles on this machine: one JSON file, for its owner alone. The file is read anew each time;
 * to read makes and changes nothing.
 *
 * @throws RteError failure, from each member, when the file is there and can't be used; from those
 *   that write, when it can't be written, too. Those end with the signal's reason when it is aborted.
 */
export class ProfileStore {
  /** The file's path; it need not be there. */
  readonly path: string;

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.path = configPath(env);
  }

  get names(): string[] {
    return Object.keys(this.#profiles);
  }

  get(name: string): Profile | undefined {
    return profileIn(this.#profiles, name);
  }

  /** Makes sure that profiles can be kept. Makes the folder for them if need be, but no file. */
  async prepare(signal: AbortSignal): Promise<void> {
    await this.#change(() => undefined, signal);
  }

  /**
   * Changes one profile.
   *
   * @param change takes what is kept at that moment, and gives what is to be; undefined is none.
   */
  async update(
    name: string,
    change: (profile: Profile | undefined) => Profile | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#change((profiles) => {
      const { [name]: _before, ...others } = profiles;
      const before = profileIn(profiles, name);
      const after = change(before);
      if (after === before) return undefined;
      return after === undefined ? others : { ...profiles, [name]: after };
    }, signal);
  }

  /** Keeps the newest ticket of an account, when the profile is still there and still that account's. */
  async saveTicket(
    name: string,
    { apiUrl, username }: Profile,
    ticket: StoredTicket,
    signal: AbortSignal,
  ): Promise<void> {
    const isOf = (profile: Profile): boolean =>
      profile.apiUrl === apiUrl && profile.username === username;
    await this.update(
      name,
      (profile) => (profile && isOf(profile) ? { ...profile, ticket } : profile),
      signal,
    );
  }

  /** @returns the profile that was removed, if there was one. */
  async remove(name: string, signal: AbortSignal): Promise<Profile | undefined> {
    let removed: Profile | undefined;
    const remove = (profile: Profile | undefined): undefined => void (removed = profile);
    await this.update(name, remove, signal);
    return removed;
  }

  get #profiles(): Config['profiles'] {
    return readConfig(this.path)?.profiles ?? {};
  }

  /** Writing takes conf and a lock, which a run that only reads does not load. */
  async #change(
    change: (profiles: Config['profiles']) => Config['profiles'] | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { changeConfig } = await import('./config-writer.ts');
    await changeConfig(
      this.path,
      (config) => {
        const profiles = change(config.profiles);
        return profiles && { ...config, profiles };
      },
      signal,
    );
  }
}

/** A name may be any text, such as 'constructor'. */
function profileIn(profiles: Config['profiles'], name: string): Profile | undefined {
  return Object.hasOwn(profiles, name) ? profiles[name] : undefined;
}
