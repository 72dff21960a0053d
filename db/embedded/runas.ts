import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../src/lib/problem.ts';
import { type RunAs, run, spawnAs } from './process.ts';

/** Where the data lie and who runs PostgreSQL there. */
export interface Place {
  /** Folder that holds the data folder (and, where needed, a copy of the binaries). */
  readonly home: string;
  /** PostgreSQL's data folder, `home`/pg; may not exist yet. */
  readonly dataFolder: string;
  readonly runAs: RunAs;
}

/** Root's folders that every user reaches and that outlive a restart of the machine. */
const SHELTERS = ['/var/lib/wage-escrow-monitor', '/var/tmp/wage-escrow-monitor'];
/** PostgreSQL refuses root; initdb wants a user that has a passwd entry. */
const SERVANTS = ['postgres', 'nobody'];

/**
 * Decides where the data of a folder lie and who runs PostgreSQL. Existing data decide: they stay
 * where they are and run as their owner. New data of root go into `folder`, or, where the other
 * user cannot reach it (a 0700 home above), into a shelter keyed by the folder's path.
 *
 * @throws Problem `embedded-not-yours`, `embedded-cannot-run`
 */
export function findPlace(folder: string, shelters: readonly string[] = SHELTERS): Place {
  if (process.getuid?.() !== 0) return ownPlace(folder);
  const sheltered = shelters.map((shelter) => join(shelter, keyOf(folder)));
  for (const home of [folder, ...sheltered]) {
    const owner = ownerOf(join(home, 'pg'));
    if (owner !== null) return place(home, owner.uid === 0 ? adoptFromRoot(home) : owner);
  }
  const runAs = servant();
  if (reaches(runAs, folder)) return place(folder, runAs);
  for (const home of sheltered) {
    if (makeSafe(home) && reaches(runAs, home)) return place(home, runAs);
  }
  throw cannotRun(`系统用户（uid ${runAs.uid}）无法进入 ${folder}`);
}

/** The refusal when PostgreSQL cannot be run here at all. */
export function cannotRun(why: string): Problem {
  return new Problem(
    'unavailable',
    'embedded-cannot-run',
    `无法启动内置 PostgreSQL：${why}。请设置 DATABASE_URL 使用独立的 PostgreSQL（15 或更高版本）。`,
  );
}

function place(home: string, runAs: RunAs): Place {
  return { home, dataFolder: join(home, 'pg'), runAs };
}

function ownPlace(folder: string): Place {
  const owner = ownerOf(join(folder, 'pg'));
  if (owner !== null && owner.uid !== process.getuid?.()) {
    throw new Problem(
      'forbidden',
      'embedded-not-yours',
      `${join(folder, 'pg')} 属于系统用户 uid ${owner.uid}：请用当初启动服务的用户（或 root）运行。`,
    );
  }
  return place(folder, null);
}

/** Data that came to belong to root (a copy made by root) are given to the servant. */
function adoptFromRoot(home: string): NonNullable<RunAs> {
  const { uid, gid } = servant();
  execFileSync('chown', ['-R', `${uid}:${gid}`, join(home, 'pg')]);
  return { uid, gid };
}

function servant(): NonNullable<RunAs> {
  for (const name of SERVANTS) {
    const [uid, gid] = [idOf('-u', name), idOf('-g', name)];
    if (uid !== null && gid !== null) return { uid, gid };
  }
  throw cannotRun(`以 root 运行时需要系统用户 ${SERVANTS.join(' 或 ')}`);
}

function idOf(flag: '-u' | '-g', name: string): number | null {
  try {
    const id = Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
    return Number.isSafeInteger(id) && id > 0 ? id : null;
  } catch {
    return null;
  }
}

/** Whether the user can stand in a folder: asked of the system itself, ACLs and mounts included. */
function reaches(runAs: RunAs, folder: string): boolean {
  try {
    execFileSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], {
      ...spawnAs(runAs),
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

/** Makes a folder nobody but root can write to; false when something unsafe lies in the way. */
function makeSafe(home: string): boolean {
  try {
    mkdirSync(home, { recursive: true, mode: 0o755 });
    return [join(home, '..'), home].every((path) => {
      const stat = lstatSync(path);
      return stat.isDirectory() && stat.uid === 0 && (stat.mode & 0o022) === 0;
    });
  } catch {
    return false;
  }
}

function ownerOf(path: string): NonNullable<RunAs> | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? null : { uid: stat.uid, gid: stat.gid };
}

function keyOf(folder: string): string {
  return createHash('sha256').update(folder).digest('hex').slice(0, 16);
}

/** Whether a user can run a binary, shared libraries included. */
export async function runs(binary: string, runAs: RunAs): Promise<boolean> {
  return (await run(binary, ['--version'], runAs)).code === 0;
}
