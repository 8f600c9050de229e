import { realpathSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';

/** Why a folder or file must not be used, and what to do about it. */
export interface Objection {
  reason: string;
  remedy: string;
}

const writableByOthers = 0o022;
const accessibleToOthers = 0o077;
const sticky = 0o1000;
const root = 0;

/**
 * Whether the configuration is this user's alone, so that nobody else can have it name a server of
 * theirs, as ssh demands of its files: folder and file belong to this user or to root, and others
 * can't write to them.
 *
 * - In a shared folder with the sticky bit (1777, as /tmp) others can neither replace nor remove
 *   the file, but whoever comes first can make it. There it must be this user's own and private, as
 *   rte makes it.
 * - Root may *read* what belongs to one other user alone: a container mounts its host user's
 *   configuration, and sudo keeps the caller's home. Root could read that user's files anyway. Root
 *   does not *write* there: the user would be locked out of the new file, and could lead root
 *   elsewhere by a link.
 * - Of a symbolic link, its own folder and the folder of the file that it leads to count.
 * - Windows has no such modes; there, a user's own folders are closed to others.
 *
 * @param path of the file.
 * @param file what is known of it, links followed; undefined while it is not there.
 */
export function objectionTo(
  use: 'read' | 'write',
  path: string,
  file: Stats | undefined,
): Objection | undefined {
  const me = process.geteuid?.();
  if (me === undefined) return undefined;
  const readsAsRoot = use === 'read' && me === root;
  for (const folder of foldersOf(path)) {
    const stats = statSync(folder);
    const isShared = (stats.mode & writableByOthers) !== 0 && (stats.mode & sticky) !== 0;
    const objection =
      objectionToFolder(folder, stats, readsAsRoot ? 'anybody' : me) ??
      (file &&
        objectionToFile(path, file, ownersOfFile(stats, me, isShared, readsAsRoot), isShared));
    if (objection !== undefined) return objection;
  }
  return undefined;
}

/** The folder of a file, and that of the file that it links to. */
function foldersOf(path: string): Set<string> {
  const folders = new Set([realpathSync(dirname(path))]);
  try {
    folders.add(dirname(realpathSync(path)));
  } catch {
    // The file is not there, or its link leads nowhere.
  }
  return folders;
}

/** User ids; 'anybody' where the folder decides, or root reads. */
type Owners = readonly number[] | 'anybody';

function ownersOfFile(folder: Stats, me: number, isShared: boolean, readsAsRoot: boolean): Owners {
  if (isShared) return [me];
  if (!readsAsRoot) return [me, root];
  return folder.uid === root ? 'anybody' : [root, folder.uid];
}

function objectionToFolder(
  path: string,
  { uid, mode }: Stats,
  me: number | 'anybody',
): Objection | undefined {
  if (me !== 'anybody' && uid !== me && uid !== root)
    return foreign(`its folder ${path}`, path, uid);
  if ((mode & writableByOthers) === 0 || (mode & sticky) !== 0) return undefined;
  return open(`others may write to its folder ${path}`, mode, `chmod go-w ${quoted(path)}`);
}

function objectionToFile(
  path: string,
  { uid, mode }: Stats,
  owners: Owners,
  isShared: boolean,
): Objection | undefined {
  if (owners !== 'anybody' && !owners.includes(uid)) return foreign('it', path, uid);
  if ((mode & writableByOthers) !== 0)
    return open('others may write to it', mode, `chmod 600 ${quoted(path)}`);
  if (isShared && (mode & accessibleToOthers) !== 0) {
    const reason = 'others may read it, in a folder that is shared';
    return open(reason, mode, `chmod 600 ${quoted(path)}`);
  }
  return undefined;
}

function foreign(what: string, path: string, uid: number): Objection {
  return {
    reason: `${what} belongs to another user (uid ${uid})`,
    remedy: `If you trust what is in it: sudo chown ${process.geteuid?.()} ${quoted(path)}`,
  };
}

function open(reason: string, mode: number, command: string): Objection {
  return {
    reason: `${reason} (mode ${(mode & 0o7777).toString(8)})`,
    remedy: `If you trust what is in it: ${command}`,
  };
}

/** A path as a shell takes it. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
