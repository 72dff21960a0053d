import { randomBytes } from 'node:crypto';
import {
  lchownSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../src/lib/problem.ts';
import { birthOf } from './process.ts';

/**
 * What `server.json` (0600) says. It outlives the server, because it keeps the password and the
 * port; whether the owner lives is decided by `pid` and `birth` together, so a reused pid is seen.
 */
export interface ServerFile {
  /** Real path of the folder: a copied folder brings a file that does not speak of the copy. */
  folder: string;
  /** Our process; null after a clean stop. */
  pid: number | null;
  /** When our process was born, as `birthOf` tells it. */
  birth: string | null;
  /** The postmaster; null while it is being started and after a stop. */
  postgresPid: number | null;
  /** TCP port on 127.0.0.1; null until one was bound for the first time. */
  port: number | null;
  /** Folder of the Unix socket beside that port; null: there is none. */
  socketFolder: string | null;
  /** ISO instant given by the caller. */
  startedAt: string | null;
  password: string;
  /** False until the data folder is known to hold this password. */
  passwordSet: boolean;
}

/** Path of the file that names the owner. */
export function serverFileOf(folder: string): string {
  return join(folder, 'server.json');
}

/** The file's content; null when it is absent, torn or not ours to read. */
export function readServerFile(folder: string): ServerFile | null {
  return parse(readText(serverFileOf(folder)));
}

/** Whether the process that wrote the file still lives (and is not another one with its pid). */
export function ownerLives(folder: string, file: ServerFile): boolean {
  if (file.pid === null || file.folder !== folder) return false;
  return birthOf(file.pid) === file.birth;
}

/** Replaces the file in one step. Only the owner may call it. */
export function writeServerFile(folder: string, file: ServerFile): void {
  renameSync(draft(folder, file), serverFileOf(folder));
}

/**
 * Takes the folder for this process: one claimant wins, an owner that died is replaced, its
 * password and port are kept.
 *
 * @throws Problem `embedded-in-use` when a living process owns the folder,
 * `embedded-not-yours` when the file belongs to another user
 */
export function claim(folder: string, startedAt: string | null): ServerFile {
  const path = serverFileOf(folder);
  for (let round = 0; round < 10; round++) {
    const text = readText(path);
    const before = parse(text);
    if (before !== null && ownerLives(folder, before)) throw inUse(folder, before);
    const mine: ServerFile = {
      folder,
      pid: process.pid,
      birth: birthOf(process.pid),
      postgresPid: null,
      port: before?.port ?? null,
      socketFolder: null,
      startedAt,
      password: before?.password ?? randomBytes(24).toString('base64url'),
      passwordSet: before?.passwordSet ?? false,
    };
    if (text !== null && !moveAway(folder, text)) continue;
    if (linkInto(draft(folder, mine), path)) return mine;
  }
  throw new Problem(
    'conflict',
    'embedded-in-use',
    `数据目录 ${folder} 正被多个进程同时争用，请稍后再试。`,
  );
}

/** A stale file is moved away; false when another claimant replaced it meanwhile. */
function moveAway(folder: string, judged: string): boolean {
  const path = serverFileOf(folder);
  const aside = besides(folder);
  try {
    renameSync(path, aside);
  } catch {
    return false;
  }
  if (readText(aside) === judged) {
    rmSync(aside);
    return true;
  }
  linkInto(aside, path);
  return false;
}

/** A hard link appears with its whole content or not at all; false when the path is taken. */
function linkInto(from: string, path: string): boolean {
  try {
    linkSync(from, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(from, { force: true });
  }
}

function draft(folder: string, file: ServerFile): string {
  const path = besides(folder);
  writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600, flush: true });
  giveToOwner(path, folder);
  return path;
}

/** What root writes into another user's folder belongs to that user, who starts the next time. */
export function giveToOwner(path: string, folder: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  if (uid !== 0) lchownSync(path, uid, gid);
}

function besides(folder: string): string {
  return join(folder, `server.json.${process.pid}-${randomBytes(4).toString('hex')}`);
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new Problem(
      'forbidden',
      'embedded-not-yours',
      `无法读取 ${path}（${code}）：该数据目录属于另一个系统用户，请用当初启动服务的用户运行。`,
    );
  }
}

function parse(text: string | null): ServerFile | null {
  if (text === null) return null;
  try {
    const file = JSON.parse(text) as Partial<ServerFile> | null;
    return typeof file?.password === 'string' && file.password !== '' ? (file as ServerFile) : null;
  } catch {
    return null;
  }
}

function inUse(folder: string, file: ServerFile): Problem {
  const where = file.port === null ? '端口尚未分配' : `端口 ${file.port}`;
  return new Problem(
    'conflict',
    'embedded-in-use',
    `数据目录 ${folder} 正被另一个服务进程使用（进程号 ${file.pid}，数据库${where}）。` +
      '同一数据目录只能由一个服务进程使用：请先停止该进程，或设置 DATABASE_URL 使用独立的数据库。',
    { pid: file.pid, port: file.port },
  );
}
