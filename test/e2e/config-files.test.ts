import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import { useSimulator } from '../support/enreach.ts';
import { startFakeServer } from '../support/fake-server.ts';
import { configFolder, jsonLines, rte, startRte, type RteResult } from '../support/rte.ts';

const isWindows = process.platform === 'win32';
const isRoot = process.getuid?.() === 0;
/** Two users that nobody is. */
const [somebody, another] = [54_321, 54_322];
const asRootAlone = isRoot ? '' : ' (skipped: only root can be another user)';

const enreach = useSimulator({ speed: 200 });

const secretKey = 'k3y-that-nobody-may-see';
const profile = {
  username: 'aino@example.com',
  secretKey,
  apiUrl: 'https://api.example.com/',
  userId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
};

/** A folder that every user can reach, removed after the test. */
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rte-files-'));
  chmodSync(folder, 0o755);
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

interface Kept {
  folderMode?: number;
  fileMode?: number;
  folderOwner?: number;
  fileOwner?: number;
}

/** A configuration with one profile, in a folder of its own. */
function keep(
  content: object,
  { folderMode, fileMode, folderOwner, fileOwner }: Kept = {},
): string {
  const folder = join(newFolder(), 'rte');
  const file = join(folder, 'config.json');
  mkdirSync(folder);
  writeFileSync(file, JSON.stringify({ profiles: { default: content } }));
  chmodSync(file, fileMode ?? 0o600);
  chmodSync(folder, folderMode ?? 0o700);
  if (fileOwner !== undefined) chownSync(file, fileOwner, fileOwner);
  if (folderOwner !== undefined) chownSync(folder, folderOwner, folderOwner);
  return folder;
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o7777).toString(8);
}

function withUmask<T>(mask: number, work: () => T): T {
  const before = process.umask(mask);
  try {
    return work();
  } finally {
    process.umask(before);
  }
}

/** Logs in to the simulated Enreach. */
function logIn(env: Record<string, string>, ...more: string[]): Promise<RteResult> {
  const { username, secretKey, apiUrl } = enreach();
  const args = ['login', '-u', username, '--secret-key-stdin', '--api-url', apiUrl, ...more];
  return rte(args, { env, input: secretKey });
}

async function loggedIn(): Promise<{ env: Record<string, string>; folder: string }> {
  const folder = configFolder();
  const env = { RTE_CONFIG_DIR: folder };
  expect((await logIn(env)).exitCode).toBe(0);
  return { env, folder };
}

const setName = (name: string): string[] => ['names', 'set', name, '--user', profile.userId];

const readers: readonly (readonly string[])[] = [
  ['status'],
  ['status', '--check'],
  ['names', 'list'],
  ['doctor', '--no-ping'],
  ['tail'],
  ['logout'],
  setName('Aino'),
  ['names', 'remove', 'Aino'],
];

describe('without an account a command says so, and makes nothing', () => {
  test.each(readers.map((args) => [args.join(' '), args] as const))(
    'rte %s',
    async (_name, args) => {
      const home = newFolder();
      const env = { HOME: home, APPDATA: home, RTE_CONFIG_DIR: '' };
      const { exitCode, stdout, stderr } = await rte(args, { env });
      expect(stdout + stderr).toContain('You are not logged in.');
      expect(exitCode).toBe(4);
      expect(readdirSync(home)).toEqual([]);
    },
  );

  test('rte list-events', async () => {
    const home = newFolder();
    await rte(['list-events'], { env: { HOME: home, APPDATA: home, RTE_CONFIG_DIR: '' } });
    expect(readdirSync(home)).toEqual([]);
  });
});

describe.skipIf(isWindows)(`where no account can be${asRootAlone}, a command says the same`, () => {
  test.each<[string, (folder: string) => Record<string, string>, boolean?]>([
    ['the home can’t be written to', (home) => ({ HOME: home })],
    [
      'the home can’t be entered',
      (home) => {
        chmodSync(home, 0o700);
        return { HOME: home };
      },
    ],
    [
      'the folder can’t be entered',
      (home) => {
        mkdirSync(join(home, 'rte'), { mode: 0o700 });
        writeFileSync(join(home, 'rte', 'config.json'), '{"profiles":{}}');
        return { XDG_CONFIG_HOME: home };
      },
    ],
    ['the home can’t hold anything', () => ({ HOME: '/proc' })],
    ['the home is not there', (home) => ({ HOME: join(home, 'gone', 'for', 'good') })],
    [
      'the home is a file',
      (home) => {
        writeFileSync(join(home, 'file'), '');
        return { HOME: join(home, 'file') };
      },
    ],
    [
      'the folder is a link to itself',
      (home) => {
        symlinkSync('loop', join(home, 'loop'));
        return { RTE_CONFIG_DIR: join(home, 'loop') };
      },
    ],
    [
      'the file is a link that leads nowhere',
      (home) => {
        symlinkSync('nowhere', join(home, 'config.json'));
        return { RTE_CONFIG_DIR: home };
      },
    ],
    ['the path is longer than any can be', () => ({ RTE_CONFIG_DIR: `/${'long/'.repeat(2_000)}` })],
    ['the user has no home', () => ({})],
  ])('when %s', async (_name, prepare) => {
    const env = { RTE_CONFIG_DIR: '', ...prepare(newFolder()) };
    for (const args of [['status'], ['tail'], ['names', 'list'], ['logout']]) {
      const { exitCode, stderr } = await rte(args, { env, ...(isRoot && { userId: somebody }) });
      expect(stderr).toMatch(/^rte: You are not logged in\./);
      expect(exitCode).toBe(4);
    }
  });
});

describe.skipIf(isWindows)(
  'a file that is there and can’t be used is an error that says why',
  () => {
    test.each<[string, RegExp, (file: string) => void]>([
      ['a folder', /it is not a file\./, (file) => mkdirSync(file)],
      ['a named pipe', /it is not a file\./, (file) => execFileSync('mkfifo', [file])],
      ['a device', /it is not a file\./, (file) => symlinkSync('/dev/zero', file)],
      ['a link to itself', /\(ELOOP\)\./, (file) => symlinkSync(file, file)],
      ['empty', /it is not JSON\./, (file) => writeFileSync(file, '')],
      [
        'larger than a configuration can be',
        /it is larger than 16 MiB\./,
        (file) => {
          writeFileSync(file, '{}');
          truncateSync(file, 100 * 1024 ** 3);
        },
      ],
      [
        'without a Guid for a user id',
        /the userId of profile 1 is not a Guid\./,
        (file) => {
          const id = `${profile.userId}\u001b]0;owned\u0007`;
          writeFileSync(file, JSON.stringify({ profiles: { me: { ...profile, userId: id } } }));
        },
      ],
    ])('when it is %s', async (_name, reason, make) => {
      const folder = newFolder();
      const file = join(folder, 'config.json');
      withUmask(0o077, () => make(file));
      for (const args of [['status'], ['tail'], ['names', 'list'], setName('Aino'), ['logout']]) {
        const { exitCode, stderr } = await rte(args, { env: { RTE_CONFIG_DIR: folder } });
        expect(stderr).toContain(`rte: The configuration ${file} can't be used: `);
        expect(stderr).toMatch(reason);
        expect(stderr).toContain('RTE_CONFIG_DIR names another folder');
        expect(stderr).not.toContain(secretKey.slice(0, 5));
        expect(exitCode).toBe(1);
      }
      expect(readdirSync(folder)).toEqual(['config.json']);
    });

    test.runIf(isRoot)('when it may not be read', async () => {
      const folder = keep(profile, { folderOwner: somebody, fileOwner: somebody, fileMode: 0o200 });
      const env = { RTE_CONFIG_DIR: folder };
      const { exitCode, stderr } = await rte(['status'], { env, userId: somebody });
      expect(stderr).toContain("config.json can't be used: permission denied (EACCES).");
      expect(exitCode).toBe(1);
    });
  },
);

describe.skipIf(isWindows)('what login makes is for the owner alone', () => {
  test.each(['000', '022', '077', '277', '777'])('under umask %s', async (octal) => {
    const mask = Number.parseInt(octal, 8);
    const home = newFolder();
    const env = { HOME: home, RTE_CONFIG_DIR: '' };
    const running = withUmask(mask, () => logIn(env));
    expect((await running).stderr).toMatch(/^Logged in/);
    const folder = join(home, '.config', 'rte');
    expect(modeOf(join(home, '.config'))).toBe('700');
    expect(modeOf(folder)).toBe('700');
    expect(modeOf(join(folder, 'config.json'))).toBe('600');
    expect(readdirSync(folder)).toEqual(['config.json']);
    expect(modeOf(home)).toBe('755');
    // Again, and by another command.
    const named = withUmask(mask, () => rte(setName('Aino'), { env }));
    expect((await named).exitCode).toBe(0);
    expect(modeOf(join(folder, 'config.json'))).toBe('600');
  });

  test('also in a snap, where conf writes in place', async () => {
    const folder = configFolder();
    const env = { RTE_CONFIG_DIR: folder, SNAP: '/snap/rte/1' };
    await withUmask(0, () => logIn(env));
    chmodSync(join(folder, 'config.json'), 0o644);
    await withUmask(0, () => logIn(env));
    expect(modeOf(join(folder, 'config.json'))).toBe('600');
  });

  test.each(['1777', '755', '2750', '700'])(
    'and a folder that was there keeps its mode, %s',
    async (mode) => {
      const folder = newFolder();
      chmodSync(folder, mode);
      const env = { RTE_CONFIG_DIR: folder };
      expect((await logIn(env)).exitCode).toBe(0);
      expect((await rte(setName('Aino'), { env })).exitCode).toBe(0);
      expect((await rte(['logout'], { env })).exitCode).toBe(0);
      expect(modeOf(folder)).toBe(mode);
      expect(modeOf(join(folder, 'config.json'))).toBe('600');
    },
  );
});

describe.skipIf(isWindows)(
  'login says where it can’t write, before it asks a server or a person',
  () => {
    test.each<[string, (home: string) => string]>([
      ['in /proc', () => '/proc/self/rte'],
      [
        'below a file',
        (home) => {
          writeFileSync(join(home, 'file'), '');
          return join(home, 'file', 'rte');
        },
      ],
      [
        'where a link leads nowhere',
        (home) => {
          symlinkSync('nowhere', join(home, 'rte'));
          return join(home, 'rte');
        },
      ],
      ['in a folder of others', (home) => join(home, 'rte')],
    ])('%s', async (_name, folderIn) => {
      const server = await startFakeServer({});
      const folder = folderIn(newFolder());
      const { exitCode, stderr } = await rte(
        ['login', '-u', 'aino@example.com', '--password-stdin', '--api-url', server.url],
        {
          env: { RTE_CONFIG_DIR: folder },
          input: 'password-of-aino',
          ...(isRoot && { userId: somebody }),
        },
      );
      expect(stderr).toContain(`rte: The configuration can't be written to ${folder}: `);
      expect(stderr).toContain('RTE_CONFIG_DIR names another folder for it.');
      expect(exitCode).toBe(1);
      expect(server.requests).toEqual([]);
    });
  },
);

describe.skipIf(isWindows)('what others may write to is neither read nor written', () => {
  const refused: [string, Kept, RegExp, RegExp][] = [
    [
      'a folder for all',
      { folderMode: 0o777 },
      /others may write to its folder .*777/,
      /chmod go-w/,
    ],
    ['a folder for a group', { folderMode: 0o770 }, /its folder .*770/, /chmod go-w/],
    ['a file for all', { fileMode: 0o666 }, /others may write to it .*666/, /chmod 600/],
    ['a file for a group', { fileMode: 0o660 }, /others may write to it .*660/, /chmod 600/],
    ['a file for others alone', { fileMode: 0o602 }, /others may write to it/, /chmod 600/],
    [
      'a file that others may read, in a shared folder',
      { folderMode: 0o1777, fileMode: 0o644 },
      /others may read it, in a folder that is shared/,
      /chmod 600/,
    ],
  ];

  test.each(refused)('%s', async (_name, kept, reason, remedy) => {
    const folder = keep(profile, kept);
    const file = join(folder, 'config.json');
    const before = readFileSync(file, 'utf8');
    for (const args of [['status'], ['tail'], ['doctor', '-o', 'json'], setName('Aino')]) {
      const { exitCode, stdout, stderr } = await rte(args, { env: { RTE_CONFIG_DIR: folder } });
      expect(stdout + stderr).toContain(`The configuration ${file} can't be used: `);
      expect(stdout + stderr).toMatch(reason);
      expect(stdout + stderr).toMatch(remedy);
      expect(exitCode).toBe(1);
    }
    const { exitCode, stderr } = await logIn({ RTE_CONFIG_DIR: folder });
    expect(stderr).toContain(`The configuration can't be written to ${folder}: `);
    expect(stderr).toMatch(reason);
    expect(exitCode).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(readdirSync(folder)).toEqual(['config.json']);
  });

  test('nor is a new file made there', async () => {
    const folder = newFolder();
    chmodSync(folder, 0o777);
    const { exitCode, stderr } = await logIn({ RTE_CONFIG_DIR: folder });
    expect(stderr).toMatch(/can't be written to .*: others may write to its folder/);
    expect(exitCode).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('nor what a link leads to', async () => {
    const elsewhere = keep(profile, { folderMode: 0o777 });
    const folder = newFolder();
    symlinkSync(join(elsewhere, 'config.json'), join(folder, 'config.json'));
    const { exitCode, stderr } = await rte(['status'], { env: { RTE_CONFIG_DIR: folder } });
    expect(stderr).toContain(`others may write to its folder ${elsewhere}`);
    expect(exitCode).toBe(1);
  });

  test('but the remedy works', async () => {
    const folder = keep(profile, { folderMode: 0o777 });
    const env = { RTE_CONFIG_DIR: folder };
    const { stderr } = await rte(['status'], { env });
    const command = /chmod go-w '[^']+'/.exec(stderr)?.[0] ?? '';
    execFileSync('sh', ['-c', command]);
    expect((await rte(['status'], { env })).exitCode).toBe(0);
  });

  test.each<[string, Kept]>([
    ['a file that others may read', { folderMode: 0o755, fileMode: 0o644 }],
    ['a private file in a shared folder', { folderMode: 0o1777 }],
  ])('and %s is used', async (_name, kept) => {
    const env = { RTE_CONFIG_DIR: keep(profile, kept) };
    expect((await rte(['status'], { env })).exitCode).toBe(0);
    expect((await rte(setName('Aino'), { env })).exitCode).toBe(0);
  });
});

describe.skipIf(!isRoot)(`what belongs to another user is not trusted${asRootAlone}`, () => {
  test.each<[string, Kept]>([
    ['a folder', { folderOwner: another, folderMode: 0o755, fileOwner: somebody }],
    ['a file', { folderOwner: somebody, fileOwner: another, fileMode: 0o644 }],
    ['both', { folderOwner: another, folderMode: 0o755, fileOwner: another, fileMode: 0o644 }],
    [
      'a file in a shared folder',
      { folderMode: 0o1777, fileOwner: another, fileMode: 0o644, folderOwner: 0 },
    ],
  ])('by another one: %s', async (_name, kept) => {
    const folder = keep(profile, kept);
    const options = { env: { RTE_CONFIG_DIR: folder }, userId: somebody };
    for (const args of [['status'], ['tail'], setName('Aino'), ['logout']]) {
      const { exitCode, stderr } = await rte(args, options);
      expect(stderr).toMatch(/can't be used: .* belongs to another user \(uid 54322\)/);
      expect(stderr).toContain(`sudo chown ${somebody} '${folder}`);
      expect(exitCode).toBe(1);
    }
    expect(readdirSync(folder)).toEqual(['config.json']);
  });

  test.each<[string, Kept]>([
    ['by root, who may write anywhere', { folderOwner: 0, folderMode: 0o755, fileOwner: 0 }],
    ['by a user whose folder root made', { folderOwner: 0, folderMode: 0o755 }],
  ])('but what root made is: %s', async (_name, kept) => {
    const folder = keep(profile, { fileOwner: somebody, ...kept, fileMode: 0o644 });
    const env = { RTE_CONFIG_DIR: folder };
    expect((await rte(['status'], { env, userId: somebody })).exitCode).toBe(0);
  });

  test('by root neither, unless it is one user’s alone; there root does not write', async () => {
    const own = keep(profile, { folderOwner: somebody, fileOwner: somebody });
    const env = { RTE_CONFIG_DIR: own };
    expect((await rte(['status'], { env })).exitCode).toBe(0);
    for (const args of [setName('Aino'), ['logout']]) {
      const { exitCode, stderr } = await rte(args, { env });
      expect(stderr).toMatch(/can't be written to .* belongs to another user \(uid 54321\)/);
      expect(exitCode).toBe(1);
    }
    for (const kept of [
      { folderOwner: somebody, fileOwner: another },
      { folderMode: 0o1777, fileOwner: somebody },
      { folderOwner: somebody, fileOwner: somebody, folderMode: 0o777 },
      { folderOwner: somebody, fileOwner: somebody, fileMode: 0o666 },
    ]) {
      const { exitCode, stderr } = await rte(['status'], {
        env: { RTE_CONFIG_DIR: keep(profile, kept) },
      });
      expect(stderr).toContain("can't be used: ");
      expect(exitCode).toBe(1);
    }
  });
});

describe('processes that write at the same time lose nothing of each other', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

  test('names that are set and removed', async () => {
    const { env, folder } = await loggedIn();
    for (const round of [1, 2, 3]) {
      const set = await Promise.all(names.map((name) => rte(setName(`${name}${round}`), { env })));
      expect(set.map(({ exitCode }) => exitCode)).toEqual(names.map(() => 0));
      expect(await namesKept(env)).toEqual(
        expect.arrayContaining(names.map((name) => `${name}${round}`)),
      );
    }
    await Promise.all(names.map((name) => rte(['names', 'remove', `${name}1`], { env })));
    expect((await namesKept(env)).toSorted()).toEqual(
      [2, 3].flatMap((round) => names.map((name) => `${name}${round}`)).toSorted(),
    );
    expect(readdirSync(folder)).toEqual(['config.json']);
  });

  test('logins, names, tickets and logouts', async () => {
    const { env, folder } = await loggedIn();
    await logIn(env, '--profile', 'gone');
    dropTickets(folder);
    const runs = await Promise.all([
      logIn(env, '--profile', 'one'),
      logIn(env, '--profile', 'two'),
      logIn(env),
      rte(setName('Aino'), { env }),
      rte(setName('Leena'), { env }),
      rte(['tail', '-c', '1'], { env }),
      rte(['tail', '-c', '1'], { env }),
      rte(['logout', '--profile', 'gone'], { env }),
    ]);
    for (const { exitCode, stderr } of runs) expect(exitCode, stderr).toBe(0);
    const status = jsonLines((await rte(['status', '-o', 'json'], { env })).stdout)[0];
    expect(status?.['profiles'].toSorted()).toEqual(['default', 'one', 'two']);
    expect(status?.['tokenExpiresAt']).toEqual(expect.any(String));
    expect((await namesKept(env)).toSorted()).toEqual(['Aino', 'Leena']);
  });

  test('the first names and accounts in a folder that nobody had', async () => {
    const home = newFolder();
    const env = { RTE_CONFIG_DIR: join(home, 'a', 'b') };
    const runs = await Promise.all(names.map((name) => logIn(env, '--profile', name)));
    for (const { exitCode, stderr } of runs) expect(exitCode, stderr).toBe(0);
    const { stderr } = await rte(['status'], { env });
    for (const name of names)
      expect(stderr).toMatch(new RegExp(`Profiles there are: .*\\b${name}`));
  });

  test('also when some of them are killed', async () => {
    const { env, folder } = await loggedIn();
    const runs = names.map((name) => startRte(setName(name), { env }));
    // Whoever is at it when the first is done.
    await Promise.race(runs.map(({ ended }) => ended));
    for (const { child } of runs.slice(0, 4)) child.kill('SIGKILL');
    const ends = await Promise.all(runs.map(({ ended }) => ended));
    const done = names.filter((_name, index) => ends[index]?.exitCode === 0);
    expect(ends.slice(4).map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
    expect(await namesKept(env)).toEqual(expect.arrayContaining(done));
    expect((await rte(setName('Aino'), { env })).exitCode).toBe(0);
    expect(readdirSync(folder)).toEqual(['config.json']);
  });

  test('and the lock of a process that was killed is given to one of those who wait', async () => {
    const { env, folder } = await loggedIn();
    writeFileSync(join(folder, 'config.json.lock'), 'the key of nobody');
    const runs = await Promise.all(names.map((name) => rte(setName(name), { env })));
    expect(runs.map(({ exitCode }) => exitCode)).toEqual(names.map(() => 0));
    expect((await namesKept(env)).toSorted()).toEqual(names);
    expect(readdirSync(folder)).toEqual(['config.json']);
  });
});

describe('a ticket that can’t be kept does not stop tail', () => {
  test.skipIf(!isRoot)(`in a folder that it may not write to${asRootAlone}`, async () => {
    const { username, secretKey, apiUrl, userId } = enreach();
    const folder = keep(
      { username, secretKey, apiUrl, userId },
      { folderOwner: 0, folderMode: 0o755, fileOwner: somebody },
    );
    const { exitCode, stderr } = await rte(['tail', '-c', '1'], {
      env: { RTE_CONFIG_DIR: folder },
      userId: somebody,
    });
    expect(exitCode, stderr).toBe(0);
    expect(stderr).not.toContain('configuration');
    expect(readdirSync(folder)).toEqual(['config.json']);
  });

  test('while somebody else holds the lock', async () => {
    const { env, folder } = await loggedIn();
    dropTickets(folder);
    mkdirSync(join(folder, 'config.json.lock'));
    const { exitCode, stderr } = await rte(['tail', '-c', '1'], { env });
    expect(exitCode, stderr).toBe(0);
  });

  test('once the profile is gone, and does not bring it back', async () => {
    const { env, folder } = await loggedIn();
    const tail = startRte(['tail', '-v'], { env });
    await tail.until('stderr', /connected to/);
    expect((await rte(['logout'], { env })).exitCode).toBe(0);
    // The stored ticket is used up: the next connection takes a new one.
    await enreach().cutLines();
    await tail.until('stderr', /connected to/, 2);
    tail.child.kill('SIGINT');
    expect((await tail.ended).exitCode).toBe(130);
    expect(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))).toEqual({ profiles: {} });
  });
});

test.skipIf(isWindows)(
  'a run that kept a ticket hears one Ctrl-C as one, and sums up',
  async () => {
    const { env, folder } = await loggedIn();
    dropTickets(folder);
    const tail = startRte(['tail'], { env });
    await tail.until('stdout', /\n/);
    tail.child.kill('SIGINT');
    const { exitCode, stderr } = await tail.ended;
    expect(stderr).toMatch(/^■ \d+ events?/m);
    expect(exitCode).toBe(130);
    expect(readFileSync(join(folder, 'config.json'), 'utf8')).toContain('accessToken');
  },
);

test('a run that only reads its account does not load what writes it', async () => {
  const { env, folder } = await loggedIn();
  const trace = join(folder, 'loaded.txt');
  const hook = join(folder, 'hook.cjs');
  writeFileSync(
    hook,
    `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(trace)}, Object.keys(require.cache).join(' ')));`,
  );
  for (const args of [['status'], ['tail', '-c', '1'], ['names', 'list']]) {
    const NODE_OPTIONS = `--require ${hook}`;
    const { exitCode, stderr } = await rte(args, { env: { ...env, NODE_OPTIONS } });
    expect(exitCode, stderr).toBe(0);
    const loaded = readFileSync(trace, 'utf8').split(' ');
    expect(loaded.length).toBeGreaterThan(2);
    // What conf and ajv have their options called.
    const ofWriter = /encryptionAlgorithm|unevaluatedItems/;
    expect(loaded.filter((file) => ofWriter.test(readFileSync(file, 'utf8')))).toEqual([]);
  }
});

test.skipIf(isWindows)('a configuration that is a link stays one', async () => {
  const { env, folder } = await loggedIn();
  const elsewhere = configFolder();
  execFileSync('mv', [join(folder, 'config.json'), elsewhere]);
  symlinkSync(join(elsewhere, 'config.json'), join(folder, 'config.json'));
  expect((await rte(setName('Aino'), { env })).exitCode).toBe(0);
  expect(lstatSync(join(folder, 'config.json')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(elsewhere, 'config.json'), 'utf8')).toContain('Aino');
  expect(readdirSync(elsewhere)).toEqual(['config.json']);
});

/** Has the next run of each profile fetch a ticket anew. */
function dropTickets(folder: string): void {
  const file = join(folder, 'config.json');
  const config = JSON.parse(readFileSync(file, 'utf8'));
  for (const each of Object.values<any>(config.profiles)) delete each.ticket;
  writeFileSync(file, JSON.stringify(config));
}

/** The names that a profile has. */
async function namesKept(env: Record<string, string>): Promise<string[]> {
  const { stdout } = await rte(['names', 'list', '-o', 'json'], { env });
  return JSON.parse(stdout).map(({ name }: { name: string }) => name);
}
