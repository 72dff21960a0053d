import { chmodSync, mkdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { binariesFor } from './binaries.ts';
import {
  claim,
  ownerLives,
  readServerFile,
  type ServerFile,
  serverFileOf,
  writeServerFile,
} from './owner.ts';
import {
  initialise,
  type Launch,
  launchPostgres,
  orphanOf,
  removeStaleLock,
  resetPassword,
  SUPERUSER,
  socketFolderOf,
  stopPostgres,
  sweep,
  turnLog,
} from './postgres.ts';
import { birthOf, signal } from './process.ts';
import { findPlace, type Place } from './runas.ts';

/** How to start the server of a folder. */
export interface EmbeddedOptions {
  /** The program's data folder, e.g. `.data`; made when absent. */
  readonly dataDir: string;
  /** One line of plain Chinese for the operator. */
  readonly log: (line: string) => void;
  /** The instant to record as the start. */
  readonly now?: Date;
  /** false: no fsync (tests only). Default true. */
  readonly durable?: boolean;
  /** Connections of all processes together; default 60. */
  readonly maxConnections?: number;
  /** Called once when PostgreSQL ends without `stop` having been called. */
  readonly onExit?: (why: string) => void;
  /** Where root puts data that the other user could not reach; for tests. */
  readonly shelters?: readonly string[];
}

/** Where a running server is found. */
export interface EmbeddedInfo {
  /** URL of the superuser, for postgres.js. */
  readonly ownerUrl: string;
  /** TCP port on 127.0.0.1. */
  readonly port: number;
  /** Folder of the Unix socket, for our own pools; null: there is none. */
  readonly socketFolder: string | null;
  /** The process that owns the folder. */
  readonly pid: number;
  readonly postgresPid: number;
  /** ISO instant, null when the owner gave none. */
  readonly startedAt: string | null;
}

/** The server this process owns. */
export interface EmbeddedServer extends EmbeddedInfo {
  /** PostgreSQL's own data folder. */
  readonly dataFolder: string;
  /** Fast shutdown, then the folder is free. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts the program's own PostgreSQL on a folder: initialises it the first time, stops what a
 * killed owner left running, recovers what a killed PostgreSQL left behind.
 *
 * @throws Problem `embedded-in-use` (extra: pid, port) when another process owns the folder,
 * `embedded-not-yours` when another system user does, `embedded-cannot-run` when PostgreSQL
 * cannot be run here
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const folder = prepareFolder(options.dataDir);
  const file = claim(folder, options.now?.toISOString() ?? null);
  try {
    return await startClaimed(options, folder, file);
  } catch (error) {
    release(folder);
    throw error;
  }
}

/** The running server of a folder, for our own commands; null when none is ready there. */
export function findEmbedded(dataDir: string): EmbeddedInfo | null {
  const folder = realFolder(dataDir);
  if (folder === null) return null;
  const file = readServerFile(folder);
  const info = file !== null && ownerLives(folder, file) ? infoOf(file) : null;
  return info !== null && birthOf(info.postgresPid) !== null ? info : null;
}

/**
 * Removes a folder whose owner is dead, its orphaned PostgreSQL first.
 *
 * @returns false when a living process owns it
 */
export async function discardEmbedded(dataDir: string): Promise<boolean> {
  const folder = realFolder(dataDir);
  if (folder === null) return true;
  const file = readServerFile(folder);
  if (file !== null && ownerLives(folder, file)) return false;
  const orphan = orphanOf(join(folder, 'pg'));
  if (orphan !== null) await stopPostgres(orphan, 5_000);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  return true;
}

async function startClaimed(
  options: EmbeddedOptions,
  folder: string,
  file: ServerFile,
): Promise<EmbeddedServer> {
  const place = findPlace(folder, options.shelters);
  if (place.home !== folder) {
    options.log(`${folder} 无法由数据库的系统用户访问，数据存放在 ${place.home}`);
  }
  await stopOrphan(place, options.log);
  const launch = await prepareData(options, folder, place, file);
  const { child, port } = await launchPostgres(launch, file.port, (pid) => {
    Object.assign(file, { postgresPid: pid });
    writeServerFile(folder, file);
  });
  Object.assign(file, { port, passwordSet: true, socketFolder: socketFolderOf(place) });
  writeServerFile(folder, file);
  const info = infoOf(file);
  if (info === null) throw new Error('PostgreSQL ended while it was being started');

  let stopping: Promise<void> | null = null;
  let running = true;
  const lastChance = () => signal(info.postgresPid, 'SIGINT');
  process.once('exit', lastChance);
  child.unref();
  const ended = (why: string) => {
    running = false;
    process.off('exit', lastChance);
    if (stopping === null) options.onExit?.(why);
  };
  child.once('exit', (code, name) => ended(name ?? `exit ${code}`));
  const stop = async () => {
    if (running) await stopPostgres(info.postgresPid);
    release(folder);
  };
  return {
    ...info,
    dataFolder: place.dataFolder,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

async function stopOrphan(place: Place, log: (line: string) => void): Promise<void> {
  const orphan = orphanOf(place.dataFolder);
  if (orphan === null) return removeStaleLock(place.dataFolder);
  log(`上次的服务进程未正常退出，先停止遗留的数据库进程 ${orphan}`);
  await stopPostgres(orphan);
}

/** Leaves a data folder that holds our password, made now or before. */
async function prepareData(
  options: EmbeddedOptions,
  folder: string,
  place: Place,
  file: ServerFile,
): Promise<Launch> {
  await sweep(place.home);
  const binaries = await binariesFor(place, options.log);
  const logFile = join(folder, 'postgres.log');
  turnLog(logFile);
  const { log, durable = true, maxConnections = 60 } = options;
  const launch: Launch = { place, binaries, logFile, durable, maxConnections, log };
  if (statSync(place.dataFolder, { throwIfNoEntry: false }) === undefined) {
    log(`首次启动：正在 ${place.dataFolder} 初始化数据库`);
    await initialise(launch, file.password);
  } else if (!file.passwordSet) {
    log(`${serverFileOf(folder)} 缺失：正在重设数据库口令`);
    await resetPassword(launch, file.password);
  }
  return launch;
}

function infoOf(file: ServerFile): EmbeddedInfo | null {
  const { pid, port, socketFolder = null, postgresPid, startedAt, password, passwordSet } = file;
  if (!passwordSet || pid === null || port === null || postgresPid === null) return null;
  const ownerUrl = `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
  return { ownerUrl, port, socketFolder, pid, postgresPid, startedAt };
}

/** The file stays, it keeps password and port; only the owner leaves it. */
function release(folder: string): void {
  const file = readServerFile(folder);
  if (file?.pid !== process.pid) return;
  writeServerFile(folder, { ...file, pid: null, birth: null, postgresPid: null });
}

/** Root's folder must be passable for the user that runs PostgreSQL; the files in it are 0600. */
function prepareFolder(dataDir: string): string {
  const path = resolve(dataDir);
  if (mkdirSync(path, { recursive: true, mode: 0o700 }) !== undefined) {
    if (process.getuid?.() === 0) chmodSync(path, 0o711);
  }
  return realpathSync(path);
}

function realFolder(dataDir: string): string | null {
  try {
    return realpathSync(resolve(dataDir));
  } catch {
    return null;
  }
}
