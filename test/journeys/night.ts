import postgres from 'postgres';
import { inject } from 'vitest';
import { openDb } from '../../db/client.ts';
import { runJob } from '../../jobs/run.ts';
import { postAttendance } from '../../src/domain/registry/attendance.ts';
import { entry, payout, type StageDb, type Worker } from '../domain/stage.ts';
import { testVault } from '../helpers/app.ts';
import { urlOf } from '../helpers/cluster.ts';
import { ownerOf } from '../helpers/insert.ts';
import { draw } from './night-child.ts';

export const DAY = '2026-07-20';
export const AFTER = '2026-07-21T00:30:00+08:00';

/** Projects with troubles of many kinds, and the night before the one in question done. */
export async function troubles(db: StageDb) {
  for (let i = 0; i < 3; i += 1) {
    const stage = await db.stage();
    const { idNumber } = stage.workers[0] as Worker;
    const at = new Date('2026-07-03T07:00:00+08:00');
    await db.act(stage.contractor, '2026-07-03', (work) =>
      postAttendance(work, stage.id, [{ idNumber, at, direction: 'in' }]),
    );
    const batch = await db.claim(stage);
    await db.order(stage, batch);
    await db.bank(stage, [
      payout(batch, 1, 'paid', '2026-07-14'),
      payout(batch, 2, 'returned', '2026-07-14'),
      entry(stage, 'debit', 30_000_00, '2026-07-16', { counterpartyKind: 'company' }),
      { kind: 'feed', accountNo: stage.accountNo, through: i === 0 ? '2026-07-10' : '2026-07-31' },
    ]);
  }
  await db.stage({ openedOn: null });
  await night(db.at().nightUrl, '2026-07-16', '2026-07-17T00:30:00+08:00');
}

/** A whole night in this process. */
export async function night(url: string, day: string, now: string) {
  const pool = openDb(url, testVault, 4);
  try {
    return await runJob(
      { db: pool, clock: { now: () => new Date(now) }, draw, trail: null },
      'night',
      day,
    );
  } finally {
    await pool.end();
  }
}

/** A copy of a file's database, as its superuser and as the night see it; dropped when `drop` is called. */
export async function copy(
  db: StageDb,
  name = 'copy',
): Promise<{ ownerUrl: string; nightUrl: string; drop: () => Promise<void> }> {
  const { ownerUrl, nightUrl } = db.at();
  const from = new URL(ownerUrl).pathname.slice(1);
  const to = `${from}_${name}`;
  const run = async (...statements: string[]) => {
    const sql = postgres(inject('clusterUrl'), { max: 1, onnotice: () => undefined });
    for (const statement of statements) await sql.unsafe(statement);
    await sql.end();
  };
  await run(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${from}'`,
    `create database ${to} template ${from}`,
  );
  return {
    ownerUrl: urlOf(ownerUrl, to),
    nightUrl: urlOf(nightUrl, to),
    drop: () => run(`drop database ${to} with (force)`),
  };
}

/** All that a night may change, but for instants. */
export async function outcome(ownerUrl: string) {
  const sql = ownerOf({ ownerUrl });
  const [alerts, duties, notices, events, runs] = await Promise.all([
    sql`select * from we.alert order by project_id, id`,
    sql`select project_id, id, version, due_day, amount_fen, met_fen, met_on, ended_why from we.obligation order by 1, 2, 3`,
    sql`select project_id, id, status, instrument, level, alert_ids, facts_digest, sha256, drafted_on, refreshed_on, lapsed_on
      from we.notice order by 1, 2`,
    sql`select project_id, day, name, subject, digest from we.event where name like 'alert.%' order by 1, 2, 3, 4`,
    sql`select day, status from we.job_run order by day`,
  ]);
  return {
    alerts: [...alerts],
    duties: [...duties],
    notices: [...notices],
    events: [...events],
    runs: [...runs],
  };
}

/** Lets the lease of a run that is under way be over. */
export const leaseOver = (ownerUrl: string) =>
  ownerOf({
    ownerUrl,
  })`update we.job_run set lease_until = clock_timestamp() - interval '1 second' where status = 'running'`;
