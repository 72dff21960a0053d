import postgres from 'postgres';
import { expect, inject, test } from 'vitest';
import { openDb } from '../../db/client.ts';
import { runJob } from '../../jobs/run.ts';
import { postAttendance } from '../../src/domain/registry/attendance.ts';
import { entry, payout, refusal, stageDb, type Worker } from '../domain/stage.ts';
import { testVault } from '../helpers/app.ts';
import { urlOf } from '../helpers/cluster.ts';
import { killed } from '../helpers/embedded.ts';
import { ownerOf } from '../helpers/insert.ts';
import { backends, holdUp, start, until } from './child.ts';
import { draw } from './night-child.ts';

const db = stageDb();
const DAY = '2026-07-20';
const AFTER = '2026-07-21T00:30:00+08:00';

/** Projects with troubles of many kinds, and the night before the one in question done. */
async function troubles() {
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

async function night(url: string, day: string, now: string) {
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

/** A copy of this file's database, as its superuser and as the night see it. */
async function copy(): Promise<{ ownerUrl: string; nightUrl: string }> {
  const { ownerUrl, nightUrl } = db.at();
  const from = new URL(ownerUrl).pathname.slice(1);
  const sql = postgres(inject('clusterUrl'), { max: 1, onnotice: () => undefined });
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${from}`;
  await sql.unsafe(`create database ${from}_copy template ${from}`);
  await sql.end();
  return { ownerUrl: urlOf(ownerUrl, `${from}_copy`), nightUrl: urlOf(nightUrl, `${from}_copy`) };
}

async function outcome(ownerUrl: string) {
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

test('a night whose process is killed is completed by its repeat, to the same end as undisturbed', {
  timeout: 90_000,
}, async () => {
  await troubles();
  const undisturbed = await copy();
  await night(undisturbed.nightUrl, DAY, AFTER);
  const wanted = await outcome(undisturbed.ownerUrl);
  expect(new Set(wanted.alerts.map((a) => a.rule_id)).size).toBeGreaterThan(4);
  expect(wanted.notices.length).toBeGreaterThan(2);

  const { ownerUrl, nightUrl } = db.at();
  // The process stands still in one of its steps: where W01 brings its alerts into line.
  const letGo = await holdUp(ownerUrl, "select from we.alert where rule_id = 'W01' for update");
  const { child, said } = start('night-child.ts', [nightUrl, DAY, AFTER]);
  await until(async () => (await backends(ownerUrl, 'we_night')).waiting > 0 && said() !== '');
  await killed(child);
  await letGo();
  expect(said()).not.toContain('drafts');
  await until(async () => (await backends(ownerUrl, 'we_night')).alive === 0);

  expect((await refusal(night(nightUrl, DAY, AFTER))).code).toBe('run-busy');
  await ownerOf(
    db.at(),
  )`update we.job_run set lease_until = clock_timestamp() - interval '1 second' where status = 'running'`;
  await night(nightUrl, DAY, AFTER);
  expect(await outcome(ownerUrl)).toEqual(wanted);
  await night(nightUrl, DAY, AFTER);
  expect(await outcome(ownerUrl)).toEqual(wanted);
});
