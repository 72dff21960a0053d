import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The user a program runs as; null: as ourselves. */
export type RunAs = { readonly uid: number; readonly gid: number } | null;

/** Clean environment: no PGDATA, no PGOPTIONS, messages in English for our own reading. */
const ENV = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Spawn options that every PostgreSQL program gets; `/` is a folder any user may stand in. */
export function spawnAs(runAs: RunAs): {
  env: typeof ENV;
  cwd: string;
  uid?: number;
  gid?: number;
} {
  return { env: ENV, cwd: '/', ...runAs };
}

/**
 * Runs a program to its end.
 *
 * @returns its exit code (null when it could not be started or was killed) and all it printed
 */
export function run(
  file: string,
  args: readonly string[],
  runAs: RunAs,
  input = '',
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(file, args, spawnAs(runAs));
    let output = '';
    const take = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.once('error', (error) => resolve({ code: null, output: error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
}

/**
 * When a process was born, in a form that only serves comparison: a pid together with its birth
 * names one process for good. Null when there is no such process; a zombie counts as gone, because
 * in a container nobody may ever reap it.
 */
export function birthOf(pid: number): string | null {
  const stat = procStat(pid);
  if (stat === undefined) return birthFromPs(pid);
  if (stat === null) return null;
  // proc(5): the name in parentheses may hold spaces; state is field 3, starttime field 22
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? null : `${bootId()}/${fields[19]}`;
}

/** Whether a pid is the postmaster of a data folder (its working directory, else its command). */
export function isPostmasterOf(pid: number, dataFolder: string): boolean {
  if (birthOf(pid) === null) return false;
  try {
    const cwd = statSync(`/proc/${pid}/cwd`);
    const folder = statSync(dataFolder);
    return cwd.dev === folder.dev && cwd.ino === folder.ino;
  } catch {
    return commandOf(pid).includes(dataFolder);
  }
}

/** The command line of a process; empty when it is gone. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return ps(pid, 'command=');
  }
}

/** Sends a signal; a process that is already gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Waits until a process is gone. @returns false when it still lives after `ms` milliseconds */
export async function gone(pid: number, ms: number): Promise<boolean> {
  for (let waited = 0; waited < ms; waited += 20) {
    if (birthOf(pid) === null) return true;
    await sleep(20);
  }
  return birthOf(pid) === null;
}

/** undefined: this system has no /proc; null: no such process. */
function procStat(pid: number): string | null | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return bootId() === '' ? undefined : null;
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function birthFromPs(pid: number): string | null {
  return ps(pid, 'stat=').startsWith('Z') ? null : ps(pid, 'lstart=') || null;
}

function ps(pid: number, column: string): string {
  try {
    const args = ['-o', column, '-p', String(pid)];
    return execFileSync('ps', args, { encoding: 'utf8', stdio: 'pipe', env: ENV }).trim();
  } catch {
    return '';
  }
}
