import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';

import { ProfileStore, type Profile } from '../../src/account/profiles.ts';
import { RteError } from '../../src/errors.ts';
import { everythingIn, rteErrorOf, told } from '../support/thrown.ts';

const secretKey = 'k3y-that-nobody-may-see';
const aino: Profile = {
  username: 'aino@example.com',
  secretKey,
  apiUrl: 'https://api.example.com/',
  userId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
};
const leena: Profile = {
  ...aino,
  username: 'leena@example.com',
  organizationId: '73b7afc3-5b89-45b1-9dca-bd8305e073bc',
};
const ticket = { hubUrl: 'https://rte.example.com/rte', accessToken: 'token' };

const isWindows = process.platform === 'win32';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A folder for one test's configuration, not made yet. */
function newFolder(): string {
  const parent = mkdtempSync(join(tmpdir(), 'rte-profiles-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  return join(parent, 'config');
}

function openIn(folder: string): ProfileStore {
  return new ProfileStore({ RTE_CONFIG_DIR: folder });
}

const { signal } = new AbortController();

function save(store: ProfileStore, name: string, profile: Profile): Promise<void> {
  return store.update(name, () => profile, signal);
}

/** The folder of a configuration that holds this text. */
function folderWith(text: string): string {
  const folder = newFolder();
  mkdirSync(folder);
  writeFileSync(join(folder, 'config.json'), text);
  return folder;
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

describe('where profiles are kept', () => {
  it('is config.json in RTE_CONFIG_DIR', () => {
    const folder = newFolder();
    expect(openIn(folder).path).toBe(join(folder, 'config.json'));
  });

  it.skipIf(isWindows)('is else the folder that the system has for it', () => {
    const folder = newFolder();
    const { path } = new ProfileStore({ RTE_CONFIG_DIR: '', XDG_CONFIG_HOME: folder });
    expect(path).toBe(join(folder, 'rte', 'config.json'));
  });

  it.skipIf(isWindows)('is else in the home, for which a relative path does not count', () => {
    vi.stubEnv('HOME', '/home/aino');
    expect(new ProfileStore({ XDG_CONFIG_HOME: 'here' }).path).toBe(
      '/home/aino/.config/rte/config.json',
    );
    vi.stubEnv('HOME', '');
    expect(new ProfileStore({}).path).toBe('/.config/rte/config.json');
  });

  it.skipIf(isWindows).each([
    ['anew', ''],
    // conf takes this for a sign that it can't replace files.
    ['in place', '1'],
  ])('is for the owner alone (written %s)', async (_name, snap) => {
    vi.stubEnv('SNAP', snap);
    const folder = newFolder();
    const store = openIn(folder);
    await save(store, 'default', aino);
    expect(modeOf(folder)).toBe('700');
    expect(modeOf(store.path)).toBe('600');
    chmodSync(store.path, 0o644);
    await save(store, 'default', leena);
    expect(modeOf(store.path)).toBe('600');
    expect(readdirSync(folder)).toEqual(['config.json']);
  });

  it('is not made before there is something to keep', () => {
    const store = openIn(newFolder());
    expect(store.names).toEqual([]);
    expect(existsSync(store.path)).toBe(false);
  });

  it('has no other files in it, with keys that were replaced', async () => {
    const folder = newFolder();
    const store = openIn(folder);
    await save(store, 'default', aino);
    await save(store, 'default', leena);
    expect(readdirSync(folder)).toEqual(['config.json']);
  });

  it('loses what a process that was killed left behind', async () => {
    const folder = folderWith('{"profiles":{}}');
    const leftover = mkdtempSync(join(folder, '.config.json-'));
    writeFileSync(join(leftover, 'config.json'), secretKey);
    await save(openIn(folder), 'default', aino);
    expect(readdirSync(folder)).toEqual(['config.json']);
  });

  it.skipIf(isWindows)('may be a link, and stays one', async () => {
    const elsewhere = folderWith(JSON.stringify({ profiles: { default: aino } }));
    const folder = newFolder();
    mkdirSync(folder);
    symlinkSync(join(elsewhere, 'config.json'), join(folder, 'config.json'));
    const store = openIn(folder);
    await save(store, 'other', leena);
    expect(lstatSync(store.path).isSymbolicLink()).toBe(true);
    expect(openIn(elsewhere).names).toEqual(['default', 'other']);
    expect([...readdirSync(folder), ...readdirSync(elsewhere)]).toEqual([
      'config.json',
      'config.json',
    ]);
  });

  it('keeps what another version of rte wrote into it', async () => {
    const more = { version: 7, profiles: { default: { ...aino, colour: 'blue' } } };
    const store = openIn(folderWith(JSON.stringify(more)));
    await store.saveTicket('default', aino, ticket, signal);
    expect(JSON.parse(readFileSync(store.path, 'utf8'))).toEqual({
      version: 7,
      profiles: { default: { ...aino, colour: 'blue', ticket } },
    });
  });

  it('stays as it was when nothing changes', async () => {
    const store = openIn(folderWith('{"profiles":{}}'));
    await store.update('default', (profile) => profile, signal);
    expect(readFileSync(store.path, 'utf8')).toBe('{"profiles":{}}');
  });
});

describe('profiles', () => {
  it('are kept from run to run', async () => {
    const folder = newFolder();
    await save(openIn(folder), 'default', aino);
    expect(openIn(folder).get('default')).toEqual(aino);
  });

  it('are none at first', () => {
    const store = openIn(newFolder());
    expect(store.names).toEqual([]);
    expect(store.get('default')).toBeUndefined();
  });

  it('stand beside each other, whatever their names', async () => {
    const folder = newFolder();
    const names = ['default', 'test.system', 'with space', 'constructor', '__proto__', 'ä'];
    const store = openIn(folder);
    for (const name of names) await save(store, name, { ...aino, username: `user of ${name}` });
    const again = openIn(folder);
    expect(again.names.toSorted()).toEqual(names.toSorted());
    for (const name of names) expect(again.get(name)?.username).toBe(`user of ${name}`);
  });

  it.each(['constructor', 'toString', '__proto__'])(
    "do not come out of nowhere ('%s')",
    async (name) => {
      const store = openIn(newFolder());
      expect(store.get(name)).toBeUndefined();
      expect(await store.remove(name, signal)).toBeUndefined();
    },
  );

  it('are replaced one at a time', async () => {
    const store = openIn(newFolder());
    await save(store, 'one', aino);
    await save(store, 'two', aino);
    await save(store, 'one', leena);
    expect([store.get('one'), store.get('two')]).toEqual([leena, aino]);
  });

  it('are forgotten one at a time', async () => {
    const folder = newFolder();
    const store = openIn(folder);
    await save(store, 'one', aino);
    await save(store, 'two', leena);
    expect(await store.remove('one', signal)).toEqual(aino);
    expect(await store.remove('one', signal)).toBeUndefined();
    expect(openIn(folder).names).toEqual(['two']);
    expect(readFileSync(store.path, 'utf8')).not.toContain('aino');
  });

  it('keep the newest ticket, beside the rest', async () => {
    const folder = newFolder();
    const store = openIn(folder);
    const names = [{ name: 'Sales', kind: 'Queue' as const, id: aino.userId }];
    await save(store, 'default', { ...aino, names });
    await store.saveTicket('default', aino, { ...ticket, accessToken: 'older' }, signal);
    const newer = { ...ticket, expiresAt: '2026-03-02T09:15:00.000Z' };
    await store.saveTicket('default', aino, newer, signal);
    expect(openIn(folder).get('default')).toEqual({ ...aino, names, ticket: newer });
  });

  it('do not come back with a ticket that arrives late', async () => {
    const store = openIn(newFolder());
    await save(store, 'default', aino);
    await store.remove('default', signal);
    await store.saveTicket('default', aino, ticket, signal);
    expect(store.names).toEqual([]);
  });

  it('take no ticket of the account that was here before', async () => {
    const store = openIn(newFolder());
    await save(store, 'default', leena);
    await store.saveTicket('default', aino, ticket, signal);
    expect(store.get('default')).toEqual(leena);
  });

  it('all outlive eight who write at the same time', async () => {
    const folder = newFolder();
    const writers = Array.from({ length: 8 }, async (_each, writer) => {
      const store = openIn(folder);
      for (let turn = 0; turn < 10; turn++) await save(store, `${writer}-${turn}`, aino);
    });
    await Promise.all(writers);
    expect(openIn(folder).names).toHaveLength(80);
  });
});

/** A profile in a file, with one property of another form. */
function fileWith(change: object): string {
  return JSON.stringify({ profiles: { default: { ...aino, ...change } } });
}

describe('a file that is', () => {
  it.each([
    ['cut off', `{"profiles":{"default":{"secretKey":"${secretKey}"`],
    ['no JSON at all', secretKey],
    ['JSON with something behind it', `{"profiles":{}} ${secretKey}`],
    ['a list', `["${secretKey}"]`],
    ['a text', `"${secretKey}"`],
    ['profiles that are a list', JSON.stringify({ profiles: [secretKey] })],
    ['profiles that are null', `{"profiles":null,"more":"${secretKey}"}`],
    ['a profile that is a text', JSON.stringify({ profiles: { default: secretKey } })],
    ['a profile without a user', fileWith({ username: undefined })],
    ['a profile with an empty key', fileWith({ secretKey: '' })],
    ['a key of another type', fileWith({ secretKey: [secretKey] })],
    ['a ticket of another form', fileWith({ ticket: { accessToken: secretKey } })],
    [
      'names of another form',
      fileWith({ names: [{ name: 'x', id: aino.userId, kind: secretKey }] }),
    ],
    ['a user id that is no Guid', fileWith({ userId: secretKey })],
    [
      'an organization that is no Guid',
      fileWith({ organizationId: `${aino.userId} ${secretKey}` }),
    ],
    [
      'a name for what is no Guid',
      fileWith({ names: [{ name: 'x', id: secretKey, kind: 'User' }] }),
    ],
    ['a profile whose name is a key', JSON.stringify({ profiles: { [secretKey]: 7 } })],
  ])('%s ends the run, is not quoted, and stays as it is', async (_name, text) => {
    const folder = folderWith(text);
    const error = await rteErrorOf(() => openIn(folder).get('default'));
    expect(error.exitCode).toBe(1);
    expect(error.message).toContain(join(folder, 'config.json'));
    expect(error.hint).toContain('rte login');
    expect(everythingIn(error)).not.toContain(secretKey.slice(0, 5));
    expect(readFileSync(join(folder, 'config.json'), 'utf8')).toBe(text);
  });

  it('damaged is told of so that it can be mended', async () => {
    const lines: string[] = [];
    const texts = [
      '{',
      fileWith({ userId: undefined }),
      fileWith({ userId: 'aino' }),
      fileWith({ names: 'Sales' }),
    ];
    for (const text of texts) {
      const folder = folderWith(text);
      const error = await rteErrorOf(() => openIn(folder).names);
      lines.push(told(error).replace(folder, '<folder>'));
    }
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "failure: The configuration <folder>/config.json can't be used: it is not JSON.
      Mend the file, or move it away and run rte login again.
      RTE_CONFIG_DIR names another folder.
      failure: The configuration <folder>/config.json can't be used: the userId of profile 1 is missing.
      Mend the file, or move it away and run rte login again.
      RTE_CONFIG_DIR names another folder.
      failure: The configuration <folder>/config.json can't be used: the userId of profile 1 is not a Guid.
      Mend the file, or move it away and run rte login again.
      RTE_CONFIG_DIR names another folder.
      failure: The configuration <folder>/config.json can't be used: the names of profile 1 are not a list.
      Mend the file, or move it away and run rte login again.
      RTE_CONFIG_DIR names another folder."
    `);
  });
});

it('damaged while the program runs is not quoted either', async () => {
  const folder = newFolder();
  const store = openIn(folder);
  await save(store, 'default', aino);
  writeFileSync(store.path, secretKey);
  const error = await rteErrorOf(() => store.get('default'));
  expect(error.exitCode).toBe(1);
  expect(everythingIn(error)).not.toContain(secretKey.slice(0, 5));
});

it('that went away while the program runs is told of', async () => {
  const folder = newFolder();
  const store = openIn(folder);
  rmSync(folder, { recursive: true, force: true });
  writeFileSync(folder, 'a file where the folder should be');
  const error = await rteErrorOf(save(store, 'default', aino));
  expect(error.exitCode).toBe(1);
  expect(error.hint).toContain('RTE_CONFIG_DIR');
  expect(everythingIn(error)).not.toContain(secretKey);
});

it('reads whatever its file holds or says what is wrong, quotes nothing, and changes nothing', () => {
  const whole = JSON.stringify({ profiles: { default: aino, leena } });
  const text = fc.oneof(
    fc.nat(whole.length).map((length) => whole.slice(0, length)),
    fc.json(),
    fc.string({ unit: 'binary' }),
    fc.jsonValue().map((profile) => JSON.stringify({ profiles: { default: profile } })),
    fc
      .tuple(fc.constantFrom(...Object.keys(aino)), fc.jsonValue())
      .map(([key, value]) => JSON.stringify({ profiles: { default: { ...aino, [key]: value } } })),
  );
  fc.assert(
    fc.property(text, (content) => {
      const folder = folderWith(content);
      try {
        openIn(folder).get('default');
      } catch (error) {
        expect(error).toBeInstanceOf(RteError);
        expect(everythingIn(error)).not.toContain(secretKey);
      }
      expect(readFileSync(join(folder, 'config.json'), 'utf8')).toBe(
        Buffer.from(content).toString('utf8'),
      );
    }),
  );
});
