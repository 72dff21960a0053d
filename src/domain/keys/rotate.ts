import type { Db } from '../../../db/client.ts';
import { type Actor, read, type Work, write } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import type { BlindKind } from '../../lib/vault.ts';
import { record } from '../events.ts';
import { countOld, type Resealed, reseal } from './reseal.ts';
import { compared, inProject, outside, type SealedTable } from './sealed.ts';

/** Who changes the keys, and where: the night's role, which sees all projects. */
export interface Rotation {
  db: Db;
  actor: Actor;
  now: Date;
  day: Day;
  /** Called after each step; rows are counted, `total` as it was at the start. */
  progress: (done: number, total: number) => void;
}

/**
 * Seals everything with the newest key and indexes it under that key, while the program runs. Where a row lies is
 * read off the row, so that a run that was ended at any point is taken up by the next. A project's compared indexes
 * change in one transaction, which its writers wait for; all else goes a thousand rows at a time.
 */
export async function rotate(rotation: Rotation): Promise<{ rows: number; projects: number }> {
  const { db, actor, now, day, progress } = rotation;
  const inWork = <T>(fn: (work: Work) => Promise<T>) =>
    patiently(() => write(db, actor, now, day, fn));
  const { total, projects } = await read(db, actor, now, day, outstanding);
  let done = 0;
  const count = (rows: number) => {
    done += rows;
    progress(done, total);
  };
  const inBatches = async (sealed: SealedTable, projectId: number | null) => {
    let after: string[] | null = null;
    do {
      const from = after;
      const batch: Resealed = await inWork((work) => reseal(work, sealed, projectId, from));
      count(batch.rows);
      after = batch.after;
    } while (after !== null);
  };
  for (const sealed of outside) await inBatches(sealed, null);
  for (const id of projects) {
    count(await inWork((work) => reindex(work, id)));
    for (const sealed of inProject) await inBatches(sealed, id);
  }
  await inWork((work) =>
    record(work, 0, 'keys.rotated', String(db.vault.version), {
      rows: done,
      projects: projects.length,
    }),
  );
  return { rows: done, projects: projects.length };
}

const DEADLOCK = '40P01';
const MOST_TRIES = 10;

/** A writer that holds a row and waits for another may cross our way: he goes first, the step is made again. */
async function patiently<T>(step: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await step();
    } catch (error) {
      if ((error as { code?: string }).code !== DEADLOCK || tries === MOST_TRIES) throw error;
    }
  }
}

async function outstanding(work: Work) {
  let total = 0;
  for (const sealed of [...outside, ...compared, ...inProject])
    total += await countOld(work, sealed);
  const projects = await work.sql<{ id: number }[]>`select id from we.project order by id`;
  return { total, projects: projects.map((p) => p.id) };
}

/** Moves a project to the newest index: its rows, the persons on it and its accounts, all or none. */
async function reindex(work: Work, projectId: number): Promise<number> {
  const { sql, vault } = work;
  const [project] = await sql<{ index_version: number }[]>`
    select index_version from we.project where id = ${projectId} for update`;
  let rows = 0;
  for (const sealed of compared) {
    let after: string[] | null = null;
    do {
      const batch: Resealed = await reseal(work, sealed, projectId, after);
      if (sealed.table === 'engagement') await movePersons(work, batch.values);
      if (sealed.table === 'wage_account') await moveAccounts(work, batch.values);
      rows += batch.rows;
      after = batch.after;
    } while (after !== null);
  }
  if (project?.index_version !== vault.version) {
    await sql`update we.project set index_version = ${vault.version} where id = ${projectId}`;
    await record(work, projectId, 'project.reindexed', String(projectId), {
      version: vault.version,
      rows,
    });
  }
  return rows;
}

/** Old blind index and new one of each value, for every older key. */
function moves({ vault }: Work, kind: BlindKind, values: string[]) {
  const pairs = [...new Set(values)].flatMap((value) => {
    const [newest, ...older] = vault.blinds(kind, value) as [string, ...string[]];
    return older.map((old) => ({ old, newest }));
  });
  return { old: pairs.map((p) => p.old), newest: pairs.map((p) => p.newest) };
}

async function movePersons(work: Work, idNumbers: string[]): Promise<void> {
  const { old, newest } = moves(work, 'id', idNumbers);
  await work.sql`
    update we.worker_index w set bidx = u.newest, key_version = ${work.vault.version}
    from unnest(${old}::text[], ${newest}::text[]) as u(old, newest) where w.bidx = u.old`;
}

async function moveAccounts(work: Work, accountNos: string[]): Promise<void> {
  const { old, newest } = moves(work, 'account', accountNos);
  await work.sql`
    update we.account_directory d set account_bidx = u.newest
    from unnest(${old}::text[], ${newest}::text[]) as u(old, newest) where d.account_bidx = u.old`;
}
