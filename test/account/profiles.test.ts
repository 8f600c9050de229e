import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
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
const leena: Profile = { ...aino, username: 'leena@example.com', organizationId: 'o1' };

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

  it.skipIf(isWindows)('is readable by the owner only', () => {
    const folder = newFolder();
    const store = openIn(folder);
    store.save('default', aino);
    expect(modeOf(folder)).toBe('700');
    expect(modeOf(store.path)).toBe('600');
  });

  it.skipIf(isWindows).each([
    ['anew', ''],
    // conf takes this for a sign that it can't replace files.
    ['in place', '1'],
  ])('is closed to others when it was open to them (written %s)', (_name, snap) => {
    vi.stubEnv('SNAP', snap);
    const folder = folderWith('{"profiles":{}}');
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'config.json'), 0o644);
    const store = openIn(folder);
    store.save('default', aino);
    expect(modeOf(folder)).toBe('700');
    expect(modeOf(store.path)).toBe('600');
  });

  it('is not made before there is something to keep', () => {
    const store = openIn(newFolder());
    expect(store.names).toEqual([]);
    expect(existsSync(store.path)).toBe(false);
  });

  it('has no other files in it, with keys that were replaced', () => {
    const folder = newFolder();
    const store = openIn(folder);
    store.save('default', aino);
    store.save('default', leena);
    expect(readdirSync(folder)).toEqual(['config.json']);
  });
});

describe('profiles', () => {
  it('are kept from run to run', () => {
    const folder = newFolder();
    openIn(folder).save('default', aino);
    expect(openIn(folder).get('default')).toEqual(aino);
  });

  it('are none at first', () => {
    const store = openIn(newFolder());
    expect(store.names).toEqual([]);
    expect(store.get('default')).toBeUndefined();
  });

  it('stand beside each other, whatever their names', () => {
    const folder = newFolder();
    const names = ['default', 'test.system', 'with space', 'constructor', '__proto__', 'ä'];
    const store = openIn(folder);
    for (const name of names) store.save(name, { ...aino, userId: `id of ${name}` });
    const again = openIn(folder);
    expect(again.names.toSorted()).toEqual(names.toSorted());
    for (const name of names) expect(again.get(name)?.userId).toBe(`id of ${name}`);
  });

  it.each(['constructor', 'toString', '__proto__'])("do not come out of nowhere ('%s')", (name) => {
    const store = openIn(newFolder());
    expect(store.get(name)).toBeUndefined();
    expect(store.remove(name)).toBe(false);
  });

  it('are replaced one at a time', () => {
    const store = openIn(newFolder());
    store.save('one', aino);
    store.save('two', aino);
    store.save('one', leena);
    expect([store.get('one'), store.get('two')]).toEqual([leena, aino]);
  });

  it('are forgotten one at a time', () => {
    const folder = newFolder();
    const store = openIn(folder);
    store.save('one', aino);
    store.save('two', leena);
    expect(store.remove('one')).toBe(true);
    expect(store.remove('one')).toBe(false);
    expect(openIn(folder).names).toEqual(['two']);
    expect(readFileSync(store.path, 'utf8')).not.toContain('aino');
  });

  it('keep the newest ticket, beside the rest', () => {
    const folder = newFolder();
    const store = openIn(folder);
    const names = [{ name: 'Sales', kind: 'Queue' as const, id: 'q1' }];
    store.save('default', { ...aino, names });
    const ticket = {
      hubUrl: 'https://rte.example.com/rte',
      accessToken: 'token',
      expiresAt: '2026-03-02T09:15:00.000Z',
    };
    store.saveTicket('default', { ...ticket, accessToken: 'older' });
    store.saveTicket('default', ticket);
    expect(openIn(folder).get('default')).toEqual({ ...aino, names, ticket });
  });

  it('lose their ticket when there is none any more', () => {
    const folder = newFolder();
    const store = openIn(folder);
    store.save('default', aino);
    store.saveTicket('default', { hubUrl: 'https://rte.example.com/', accessToken: 'token' });
    store.saveTicket('default', undefined);
    expect(openIn(folder).get('default')).toEqual(aino);
  });

  it('do not come back with a ticket that arrives late', () => {
    const store = openIn(newFolder());
    store.save('default', aino);
    store.remove('default');
    store.saveTicket('default', { hubUrl: 'https://rte.example.com/', accessToken: 'token' });
    expect(store.names).toEqual([]);
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
    ['a profile that is a text', JSON.stringify({ profiles: { default: secretKey } })],
    ['a profile without a user', fileWith({ username: undefined })],
    ['a profile with an empty key', fileWith({ secretKey: '' })],
    ['a key of another type', fileWith({ secretKey: [secretKey] })],
    ['a ticket of another form', fileWith({ ticket: { accessToken: secretKey } })],
    ['names of another form', fileWith({ names: [{ name: 'x', id: 'y', kind: secretKey }] })],
  ])('%s ends the run, is not quoted, and stays as it is', async (_name, text) => {
    const folder = folderWith(text);
    const error = await rteErrorOf(() => openIn(folder));
    expect(error.exitCode).toBe(1);
    expect(error.message).toContain(join(folder, 'config.json'));
    expect(error.hint).toContain('rte login');
    expect(everythingIn(error)).not.toContain(secretKey.slice(0, 5));
    expect(readFileSync(join(folder, 'config.json'), 'utf8')).toBe(text);
  });

  it('damaged is told of so that it can be mended', async () => {
    const lines: string[] = [];
    for (const text of ['{', fileWith({ userId: undefined }), fileWith({ names: 'Sales' })]) {
      const folder = folderWith(text);
      lines.push(told(await rteErrorOf(() => openIn(folder))).replace(folder, '<folder>'));
    }
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "failure: The configuration <folder>/config.json can't be used: it is not JSON.
      Mend the file, or move it away and run rte login again; RTE_CONFIG_DIR names another folder.
      failure: The configuration <folder>/config.json can't be used: Config schema violation: \`profiles/default\` must have required property 'userId'.
      Mend the file, or move it away and run rte login again; RTE_CONFIG_DIR names another folder.
      failure: The configuration <folder>/config.json can't be used: Config schema violation: \`profiles/default/names\` must be array.
      Mend the file, or move it away and run rte login again; RTE_CONFIG_DIR names another folder."
    `);
  });
});

it('damaged while the program runs is not quoted either', async () => {
  const folder = newFolder();
  const store = openIn(folder);
  store.save('default', aino);
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
  const error = await rteErrorOf(() => store.save('default', aino));
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
