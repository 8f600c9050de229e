import { readFileSync, statSync } from 'node:fs';

/**
 * Whether a signal was being ignored when the program was started: by nohup, by a shell's `trap ''`,
 * or by a script that put the program into the background. It is to be ignored then.
 *
 * Node resets what it inherits before it runs anything, so that it must be told by what can be seen
 * from outside: on Linux all three, elsewhere nohup in bash, zsh and ksh.
 */
export async function wasIgnoredAtStart(
  signal: 'SIGHUP' | 'SIGINT',
  start: StartConditions,
): Promise<boolean> {
  if (start.ignoredByParent.has(signal)) return true;
  if (signal === 'SIGHUP') return start.isUnderNohup;
  if (!start.isOfScript) return false;
  // Ctrl-C wakes the shell, too: it goes back to waiting, or on to something else.
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  return hasScriptMovedOn(start);
}

const settleMs = 50;

/** What is known of how the program was started, while whoever started it is there. */
export interface StartConditions {
  parentId: number;
  /** What a child inherits that its parent ignores, unless somebody sees to it. */
  ignoredByParent: ReadonlySet<string>;
  /** Shells that set `_` name there the command that they ran. */
  isUnderNohup: boolean;
  /** Whether a script started it that may have put it into the background. */
  isOfScript: boolean;
}

export function startConditions(env: NodeJS.ProcessEnv): StartConditions {
  const parentId = process.ppid;
  return {
    parentId,
    ignoredByParent: ignoredBy(parentId),
    isUnderNohup: /(^|\/)nohup$/.test(env['_'] ?? ''),
    isOfScript: isOfScript(parentId),
  };
}

const numbers = { SIGHUP: 1, SIGINT: 2 } as const;

function ignoredBy(processId: number): Set<string> {
  const bits = /^SigIgn:\s*([\da-f]+)/m.exec(read(`/proc/${processId}/status`))?.[1] ?? '0';
  const mask = BigInt(`0x${bits}`);
  return new Set(
    Object.entries(numbers).flatMap(([name, number]) =>
      (mask >> BigInt(number - 1)) & 1n ? name : [],
    ),
  );
}

/**
 * A shell without job control leaves its background in its own process group, takes the terminal's
 * input from it, and has it ignore SIGINT (POSIX, Shell Command Language, 2.11). What stands in the
 * middle of a pipeline in the foreground has the first two in common with it, at times.
 */
function isOfScript(parentId: number): boolean {
  const shells = /^(?:ba|da|z|k|mk|a)?sh$/;
  return (
    shells.test(read(`/proc/${parentId}/comm`).trim()) &&
    groupOf('self') === groupOf(parentId) &&
    isDevNull(0) &&
    !isPipe(1)
  );
}

/** Whether the shell is no longer waiting for this program: it is gone, or at something else. */
function hasScriptMovedOn({ parentId }: StartConditions): boolean {
  if (process.ppid !== parentId) return true;
  const children = read(`/proc/${parentId}/task/${parentId}/children`).trim().split(/\s+/);
  const waitsIn = read(`/proc/${parentId}/wchan`).trim();
  // Where the system doesn't tell, it says 0.
  const isElsewhere = waitsIn !== '' && waitsIn !== '0' && !waitsIn.startsWith('do_wait');
  return isElsewhere || children.some((each) => Number(each) > process.pid);
}

function groupOf(process: number | 'self'): string | undefined {
  const stat = read(`/proc/${process}/stat`);
  return stat === '' ? undefined : stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2];
}

function isDevNull(fd: number): boolean {
  try {
    return statSync(`/proc/self/fd/${fd}`).rdev === statSync('/dev/null').rdev;
  } catch {
    return false;
  }
}

function isPipe(fd: number): boolean {
  try {
    return statSync(`/proc/self/fd/${fd}`).isFIFO();
  } catch {
    return false;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
