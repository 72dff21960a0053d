import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync } from 'node:fs';
import { chown, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { giveToOwner } from './owner.ts';
import { birthOf, commandOf, gone, isPostmasterOf, run, signal, spawnAs } from './process.ts';
import { cannotRun, type Place } from './runas.ts';

/** The superuser's name. */
export const SUPERUSER = 'postgres';

/** `durable: false` gives up safety against power cuts; only for tests. */
export interface Launch {
  readonly place: Place;
  readonly binaries: Binaries;
  readonly logFile: string;
  readonly durable: boolean;
  readonly maxConnections: number;
  readonly log: (line: string) => void;
}

/** Makes the data folder; it appears under its name only when initdb has finished. */
export async function initialise(launch: Launch, password: string): Promise<void> {
  const { home, dataFolder, runAs } = launch.place;
  const fresh = join(home, `pg.new-${randomBytes(4).toString('hex')}`);
  const secret = `${fresh}.secret`;
  await mkdir(fresh, { mode: 0o700 });
  await writeFile(secret, `${password}\n`, { mode: 0o600 });
  if (runAs !== null) {
    for (const path of [fresh, secret]) await chown(path, runAs.uid, runAs.gid);
  }
  // the builtin provider sorts and folds alike on every system, whatever locales it has
  const args = [`--pgdata=${fresh}`, `--username=${SUPERUSER}`, `--pwfile=${secret}`];
  args.push('--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-instructions');
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  if (!launch.durable) args.push('--no-sync');
  const { code, output } = await run(launch.binaries.initdb, args, runAs);
  await rm(secret);
  if (code !== 0) {
    await rm(fresh, { recursive: true, force: true });
    throw cannotRun(output.trim());
  }
  await rename(fresh, dataFolder);
  if (launch.durable) syncFolder(home);
}

/** Removes what a killed first initialisation left; its orphan may still be writing for a moment. */
export async function sweep(home: string): Promise<void> {
  const options = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 };
  for (const name of await readdir(home)) {
    if (!name.startsWith('pg.new-') && !/^bin-.*\.new-/.test(name)) continue;
    await rm(join(home, name), options).catch(() => undefined);
  }
}

/** Sets the superuser's password where `server.json` was lost: single-user mode asks for none. */
export async function resetPassword(launch: Launch, password: string): Promise<void> {
  const { dataFolder, runAs } = launch.place;
  const statement = `ALTER ROLE ${SUPERUSER} PASSWORD '${password}';\n`;
  const args = ['--single', '-D', dataFolder, SUPERUSER];
  const { code, output } = await run(launch.binaries.postgres, args, runAs, statement);
  if (code !== 0 || output.includes('ERROR:')) throw cannotRun(output.trim());
}

/**
 * Starts the postmaster as a child of ours and waits until it takes connections. Tries another
 * port when the wished one is taken, and waits for the backends of a killed postmaster to leave.
 *
 * @returns the child and its port on 127.0.0.1
 * @throws Problem `embedded-cannot-run` with the last lines of PostgreSQL's log
 */
export async function launchPostgres(
  launch: Launch,
  wishedPort: number | null,
  spawned: (pid: number) => void,
): Promise<{ child: ChildProcess; port: number }> {
  let port = await freePort(wishedPort);
  for (let round = 0; round < 50; round++) {
    const child = spawnPostgres(launch, port);
    if (child.pid !== undefined) spawned(child.pid);
    if (await ready(launch, child)) return { child, port };
    const said = readFileSync(launch.logFile, 'utf8');
    if (/could not (bind|create any TCP)/.test(said)) port = await freePort(null);
    else if (/still in use|lock file .* already exists/.test(said)) await sleep(200);
    else throw cannotRun(said.trim().split('\n').slice(-3).join('；'));
  }
  throw cannotRun(readFileSync(launch.logFile, 'utf8').trim());
}

/** The longest path that fits a socket's address on every system (macOS has 104 bytes, with the end). */
const LONGEST_SOCKET = 103;

/**
 * Where the server's Unix socket lies: in its data folder, which only its user and root may enter. A round trip over it
 * costs a third less than over TCP. null where there are none or the path is too long.
 */
export function socketFolderOf({ dataFolder }: Place): string | null {
  const longest = Buffer.byteLength(`${dataFolder}/.s.PGSQL.65535`);
  return process.platform === 'win32' || longest > LONGEST_SOCKET ? null : dataFolder;
}

/** Fast shutdown; a postmaster that does not follow within `ms` is stopped at once (recovery later). */
export async function stopPostgres(pid: number, ms = 60_000): Promise<void> {
  signal(pid, 'SIGINT');
  if (await gone(pid, ms)) return;
  signal(pid, 'SIGQUIT');
  if (!(await gone(pid, 10_000))) throw cannotRun(`进程 ${pid} 没有退出`);
}

/** The postmaster that a killed owner left running on a data folder; null when there is none. */
export function orphanOf(dataFolder: string): number | null {
  const pid = lockLines(dataFolder)[0];
  return pid !== undefined && isPostmasterOf(Number(pid), dataFolder) ? Number(pid) : null;
}

/**
 * PostgreSQL refuses to start while the pid of its lock file lives, even when that pid now belongs
 * to some other program: such a lock is removed. A pid of any PostgreSQL is left for it to judge.
 */
export async function removeStaleLock(dataFolder: string): Promise<void> {
  const pid = Number(lockLines(dataFolder)[0] ?? 0);
  if (pid === 0 || birthOf(pid) === null || /postgres/.test(commandOf(pid))) return;
  await rm(join(dataFolder, 'postmaster.pid'), { force: true });
}

function spawnPostgres(launch: Launch, port: number): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: socketFolderOf(launch.place) ?? '',
    max_connections: String(launch.maxConnections),
    shared_buffers: '128MB',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // personal data may stand in a failing statement and in the detail of an error
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...(launch.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const args = ['-D', launch.place.dataFolder, '-p', String(port)];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const out = openSync(launch.logFile, 'w', 0o600);
  giveToOwner(launch.logFile, dirname(launch.logFile));
  try {
    // a session of its own: Ctrl-C in the terminal must not stop it under our open requests
    return spawn(launch.binaries.postgres, args, {
      ...spawnAs(launch.place.runAs),
      detached: true,
      stdio: ['ignore', out, out],
    });
  } finally {
    closeSync(out);
  }
}

/** Whether the child came to take connections; false when it ended instead. */
async function ready(launch: Launch, child: ChildProcess): Promise<boolean> {
  let ended = child.pid === undefined;
  child.once('error', () => undefined);
  child.once('exit', () => {
    ended = true;
  });
  for (let round = 1; !ended; round++) {
    const lock = lockLines(launch.place.dataFolder);
    if (Number(lock[0]) === child.pid && lock[7]?.startsWith('ready')) return true;
    if (round % 500 === 0) launch.log('数据库正在恢复上次未正常关闭的数据，请稍候');
    await sleep(10);
  }
  return false;
}

/** Lines of postmaster.pid: 1 pid, 4 port, 8 status (src/include/utils/pidfile.h). */
function lockLines(dataFolder: string): string[] {
  try {
    return readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

function freePort(wished: number | null): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => (wished === null ? reject(error) : resolve(freePort(null))));
    probe.listen({ host: '127.0.0.1', port: wished ?? 0, exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

/** Keeps the log of the run before as `….1`. */
export function turnLog(logFile: string): void {
  try {
    renameSync(logFile, `${logFile}.1`);
  } catch {
    // the first run has none
  }
}
