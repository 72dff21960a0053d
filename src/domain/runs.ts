import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { sendAhead, type Work } from '../../db/work.ts';
import type { Day } from '../lib/day.ts';
import { addDays, startOf } from '../lib/day.ts';
import { Problem } from '../lib/problem.ts';
import { record } from './events.ts';
import { type Page, pageOf, readCursor } from './paging.ts';

const LEASE = '2 minutes';

export interface JobRun {
  job: string;
  day: Day;
  status: 'running' | 'done' | 'failed';
  startedAt: string;
  finishedAt: string | null;
  asOf: string;
  counts: Record<string, unknown> | null;
  failure: string | null;
}

const columns = (sql: Work['sql']) => sql`
  job, day, status, started_at as "startedAt", finished_at as "finishedAt", as_of as "asOf", counts, failure`;

const iso = (instant: string) => new Date(instant).toISOString();

const told = (run: JobRun): JobRun => ({
  ...run,
  startedAt: iso(run.startedAt),
  finishedAt: run.finishedAt && iso(run.finishedAt),
  asOf: iso(run.asOf),
});

/** A run of a day that was over when it ran is final; one that ran before the day's end may run again. */
const isFinal = (run: Pick<JobRun, 'day' | 'status' | 'asOf'>) =>
  run.status === 'done' && new Date(run.asOf) >= startOf(addDays(run.day, 1));

/**
 * The days that a run up to `day` has to do: days missed since the last finished one first. None when it is done.
 *
 * @throws Problem `run-day-future`; `run-day-earlier` when a later day was finished (use a rehearsal)
 */
export async function daysToRun({ sql, day: today }: Work, job: string, day: Day): Promise<Day[]> {
  if (day > today) throw new Problem('invalid', 'run-day-future', '不能运行还没有到的日子。');
  const runs = await sql<Pick<JobRun, 'day' | 'status' | 'asOf'>[]>`
    select day, status, as_of as "asOf" from we.job_run
    where job = ${job} and (day = ${day} or status = 'done') order by day desc limit 400`;
  const own = runs.find((r) => r.day === day);
  if (own && isFinal(own)) return [];
  const last = runs.find((r) => r.status === 'done' && r.day !== day);
  if (last && last.day > day) {
    throw new Problem(
      'conflict',
      'run-day-earlier',
      `${last.day} 的夜间任务已经完成，不能再运行更早的 ${day}；如需回看请用试算。`,
    );
  }
  const days: Day[] = [];
  for (let d = last ? addDays(last.day, 1) : day; d <= day; d = addDays(d, 1)) days.push(d);
  return days;
}

/**
 * Claims one run by a lease on the database's clock, so that two schedulers never do the same night; a run whose
 * holder died is taken over when its lease is out.
 *
 * @returns the claim's token, or null when somebody else holds it or has done it for good
 */
export async function claimRun(
  { sql, now }: Work,
  job: string,
  day: Day,
  steps: number,
): Promise<string | null> {
  const token = randomUUID();
  const [row] = await sql`
    insert into we.job_run as r (job, day, status, claimed_by, lease_until, started_at, as_of, steps)
    values (${job}, ${day}, 'running', ${token}, clock_timestamp() + ${LEASE}::interval, ${now}, ${now}, ${steps})
    on conflict (job, day) do update set status = 'running', claimed_by = excluded.claimed_by, lease_until = excluded.lease_until,
      started_at = excluded.started_at, steps = excluded.steps, as_of = excluded.as_of, finished_at = null, failure = null
    where r.status = 'failed' or r.status = 'running' and r.lease_until < clock_timestamp()
      or r.status = 'done' and r.as_of < ${startOf(addDays(day, 1))}
    returning claimed_by`;
  if (!row) return null;
  await sql`delete from we.job_step where job = ${job} and day = ${day}`;
  return token;
}

/** Keeps that a step ended, in its own transaction, for those who watch the run. */
export function keepStep(work: Work, job: string, day: Day, name: string): void {
  sendAhead(
    work,
    work.sql`insert into we.job_step (job, day, name, ended_at) values (${job}, ${day}, ${name}, clock_timestamp())
      on conflict on constraint job_step_pk do update set ended_at = excluded.ended_at`,
  );
}

/** How far a run has come. */
export interface Progress {
  /** The day that is at work, at most the one asked for: missed days come first. */
  day: Day;
  status: JobRun['status'];
  /** Since its last step ended. */
  quietSeconds: number;
  failure: string | null;
  done: number;
  /** null: not known. */
  steps: number | null;
  /** The step that ended last; null before the first. */
  last: string | null;
}

/** How far the runs of a job up to a day have come, by the one that began last; null where none began. */
export async function progressOf({ sql }: Work, job: string, day: Day): Promise<Progress | null> {
  const [row] = await sql<Progress[]>`
    select r.day, r.status, r.failure, r.steps, s.done, s.last,
      extract(epoch from clock_timestamp() - greatest(r.lease_until - ${LEASE}::interval, s.ended))::int as "quietSeconds"
    from we.job_run r
    cross join lateral (
      select count(*)::int as done, max(ended_at) as ended, (array_agg(name order by ended_at desc))[1] as last
      from we.job_step where job = r.job and day = r.day
    ) s
    where r.job = ${job} and r.day <= ${day} order by r.started_at desc, r.day desc limit 1`;
  return row ?? null;
}

/** Renews the lease. @throws Problem `run-taken-over` */
export async function renewRun({ sql }: Work, job: string, day: Day, token: string): Promise<void> {
  const [row] = await sql`update we.job_run set lease_until = clock_timestamp() + ${LEASE}::interval
    where job = ${job} and day = ${day} and claimed_by = ${token} and status = 'running' returning day`;
  if (!row) throw takenOver();
}

/**
 * Holds the claim for the length of a step's own transaction: a process that slept through its lease stops here,
 * and nobody can take the run over while the step is at work. Steps may hold it together.
 *
 * @throws Problem `run-taken-over`
 */
export async function holdRun({ sql }: Work, job: string, day: Day, token: string): Promise<void> {
  const [row] = await sql`select day from we.job_run
    where job = ${job} and day = ${day} and claimed_by = ${token} and status = 'running' for share`;
  if (!row) throw takenOver();
}

const takenOver = () => new Problem('conflict', 'run-taken-over', '这次运行已由另一进程接手。');

/** Ends a run, with what each step counted. */
export async function finishRun(
  work: Work,
  job: string,
  day: Day,
  token: string,
  counts: Record<string, unknown>,
): Promise<void> {
  await renewRun(work, job, day, token);
  await work.sql`update we.job_run set status = 'done', finished_at = ${work.now}, counts = ${JSON.stringify(counts)}::jsonb
    where job = ${job} and day = ${day} and claimed_by = ${token}`;
  await record(work, 0, 'job.finished', `${job} ${day}`, { counts });
}

/** Marks a run as failed, so that the next one can take it up at once. */
export async function failRun(
  { sql, now }: Work,
  job: string,
  day: Day,
  token: string,
  failure: string,
): Promise<void> {
  await sql`update we.job_run set status = 'failed', finished_at = ${now}, failure = ${failure.slice(0, 500)}
    where job = ${job} and day = ${day} and claimed_by = ${token}`;
}

/** One run, or null. */
export async function findRun({ sql }: Work, job: string, day: Day): Promise<JobRun | null> {
  const [row] = await sql<
    JobRun[]
  >`select ${columns(sql)} from we.job_run where job = ${job} and day = ${day}`;
  return row ? told(row) : null;
}

/** Runs, newest day first. */
export async function listRuns({ sql }: Work, page: Page) {
  const [day, job] = readCursor(page.after, z.tuple([z.iso.date(), z.string()])) ?? [];
  const rows = await sql<JobRun[]>`select ${columns(sql)} from we.job_run
    where ${day === undefined ? sql`true` : sql`(day < ${day} or day = ${day} and job > ${job as string})`}
    order by day desc, job limit ${page.limit + 1}`;
  return pageOf(rows, page.limit, told, (row) => [row.day, row.job]);
}
