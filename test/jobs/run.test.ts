import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type JobDeps, runJob } from '../../jobs/run.ts';
import {
  claimRun,
  failRun,
  finishRun,
  holdRun,
  listRuns,
  progressOf,
} from '../../src/domain/runs.ts';
import { refusal, rowCounts, stageDb, type Work } from '../domain/stage.ts';

const db = stageDb();

let clock = new Date('2026-07-01T00:30:00+08:00');
const setNow = (text: string) => {
  clock = new Date(`${text}+08:00`);
};
const deps = (given: Partial<JobDeps> = {}): JobDeps => ({
  db: db.night(),
  clock: { now: () => clock },
  draw: () => Buffer.from('%PDF-'),
  trail: null,
  ...given,
});
const night = (day: string, given: Partial<JobDeps> = {}) => runJob(deps(given), 'night', day);
const runs = async () => {
  const rows = await db.sql()`select day, status from we.job_run where job = 'night' order by day`;
  return rows.map((r) => `${r.day} ${r.status}`);
};

beforeEach(async () => {
  await db.sql()`truncate we.job_run, we.alert, we.notice`;
});
afterEach(async () => {
  await db.sql()`alter table we.alert drop constraint if exists broken`;
});

test('the first run does its own day, the next one the days that were missed, in order', async () => {
  setNow('2026-06-02T00:30:00');
  expect(await night('2026-06-01')).toMatchObject({
    job: 'night',
    day: '2026-06-01',
    status: 'done',
  });
  setNow('2026-06-05T00:30:00');
  const done: string[] = [];
  await night('2026-06-04', { onStep: (day, step) => step === 'drafts' && done.push(day) });
  expect(done).toEqual(['2026-06-02', '2026-06-03', '2026-06-04']);
  expect(await runs()).toEqual([1, 2, 3, 4].map((d) => `2026-06-0${d} done`));
});

test('the same day again does nothing', async () => {
  setNow('2026-06-02T00:30:00');
  const first = await night('2026-06-01');
  const before = await rowCounts(db);
  setNow('2026-06-02T09:00:00');
  expect(await night('2026-06-01')).toEqual(first);
  expect(await rowCounts(db)).toEqual(before);
});

test('a day before one that is done is refused, and so is a day to come', async () => {
  setNow('2026-06-10T00:30:00');
  await night('2026-06-09');
  expect(await refusal(night('2026-06-08'))).toMatchObject({ code: 'run-day-earlier' });
  expect(await refusal(night('2026-06-11'))).toMatchObject({ code: 'run-day-future' });
  expect(await runs()).toEqual(['2026-06-09 done']);
});

test('a day that is not over may run again, until a run after its end', async () => {
  setNow('2026-06-09T18:00:00');
  const early = await night('2026-06-09');
  setNow('2026-06-09T23:59:59');
  const later = await night('2026-06-09');
  expect(later.asOf).not.toBe(early.asOf);
  setNow('2026-06-10T00:00:00');
  const final = await night('2026-06-09');
  expect(final.asOf).not.toBe(later.asOf);
  setNow('2026-06-10T08:00:00');
  expect(await night('2026-06-09')).toEqual(final);
});

test('of two processes at once one runs the night and the other is told', async () => {
  setNow('2026-06-02T00:30:00');
  const ends = await Promise.allSettled([night('2026-06-01'), night('2026-06-01')]);
  expect(ends.filter((e) => e.status === 'fulfilled')).toHaveLength(1);
  expect(ends.flatMap((e) => (e.status === 'rejected' ? [e.reason.code] : []))).toEqual([
    'run-busy',
  ]);
  expect(await runs()).toEqual(['2026-06-01 done']);
});

test('a night that another process has done meanwhile is not claimed again', async () => {
  setNow('2026-06-02T00:30:00');
  await night('2026-06-01');
  const claim = () => db.byNight('2026-06-02', (work) => claimRun(work, 'night', '2026-06-01', 3));
  expect(await claim()).toBeNull();
});

test('while its holder’s lease lasts a run is busy; after it somebody else takes it over', async () => {
  setNow('2026-06-02T00:30:00');
  await db.byNight('2026-06-02', (work) => claimRun(work, 'night', '2026-06-01', 3));
  expect((await refusal(night('2026-06-01'))).code).toBe('run-busy');
  await db.sql()`update we.job_run set lease_until = clock_timestamp() - interval '1 second'`;
  expect((await night('2026-06-01')).status).toBe('done');
});

test('a process that slept through its lease stops, and leaves the run to the other', async () => {
  const act = <T>(fn: (work: Work) => Promise<T>) => db.byNight('2026-06-02', fn);
  const claim = () => act((work) => claimRun(work, 'night', '2026-06-01', 3));
  const [sleeper] = [(await claim()) as string];
  await db.sql()`update we.job_run set lease_until = clock_timestamp() - interval '1 second'`;
  const other = (await claim()) as string;
  const hold = (token: string) => act((work) => holdRun(work, 'night', '2026-06-01', token));
  expect((await refusal(hold(sleeper))).code).toBe('run-taken-over');
  const finish = act((work) => finishRun(work, 'night', '2026-06-01', sleeper, {}));
  expect((await refusal(finish)).code).toBe('run-taken-over');
  await act((work) => failRun(work, 'night', '2026-06-01', sleeper, 'late'));
  expect(await runs()).toEqual(['2026-06-01 running']);
  await hold(other);
});

test('a run that is taken over among its rules does no further step', async () => {
  setNow('2026-06-02T00:30:00');
  const own = db.night();
  let left = 11;
  let taken: PromiseLike<unknown> | undefined;
  // Everything after the first transactions waits until another process has the run.
  const begin = async (...given: Parameters<typeof own.begin>) => {
    left -= 1;
    if (left < 0) {
      taken ??= db.sql()`update we.job_run set claimed_by = gen_random_uuid()`.execute();
      await taken;
    }
    return own.begin(...given);
  };
  const held = new Proxy(own, {
    get: (of, name) => (name === 'begin' ? begin : Reflect.get(of, name)),
  });
  const steps: string[] = [];
  const ended = night('2026-06-01', { db: held, onStep: (_, step) => steps.push(step) });
  expect((await refusal(ended)).code).toBe('run-taken-over');
  expect(steps).toContain('chains');
  expect(steps.length).toBeLessThan(10);
  expect(await runs()).toEqual(['2026-06-01 running']);
});

test('a step that fails marks the run, and the next run goes on from there', async () => {
  await db.site({ signedOn: '2026-01-02' });
  setNow('2026-06-02T00:30:00');
  await night('2026-06-01');
  const sql = db.sql();
  await sql`delete from we.alert`;
  await sql`alter table we.alert add constraint broken check (rule_id <> 'A01') not valid`;
  setNow('2026-06-04T00:30:00');
  await expect(night('2026-06-03')).rejects.toThrow();
  expect(await runs()).toEqual(['2026-06-01 done', '2026-06-02 failed']);
  const [failed] =
    await sql`select failure, finished_at is not null as ended from we.job_run where day = '2026-06-02'`;
  expect(failed).toEqual({ failure: expect.stringContaining('broken'), ended: true });
  await sql`alter table we.alert drop constraint broken`;
  expect((await night('2026-06-03')).status).toBe('done');
  expect(await runs()).toEqual([1, 2, 3].map((d) => `2026-06-0${d} done`));
  const [alert] = await sql`select count(*)::int as n from we.alert where rule_id = 'A01'`;
  expect(alert?.n).toBe(1);
});

test('a night goes by the version in force on its day, whenever it runs', async () => {
  const site = await db.site({ signedOn: '2026-01-02' });
  const version = {
    ...{ rule_id: 'A01', number: 2, params: '{"orangeDays":0}', valid_from: '2026-02-04' },
    ...{ proposed_by: '甲', released_by: '乙', proposed_at: clock, released_at: clock },
  };
  const sql = db.sql();
  await sql`insert into we.rule_version ${sql(version)}`;
  const found = () =>
    sql`select rule_version, level from we.alert where rule_id = 'A01' and project_id = ${site.id}`;
  setNow('2026-02-05T00:30:00');
  // Due on Monday 2 February: a day late it is yellow as built; two days late, above none, orange by the version.
  await night('2026-02-03');
  expect((await found()).map((row) => ({ ...row }))).toEqual([{ rule_version: 1, level: 1 }]);
  await night('2026-02-04');
  expect((await found()).map((row) => ({ ...row }))).toEqual([{ rule_version: 2, level: 2 }]);
  await sql`truncate we.rule_version`;
});

test('each finished night leaves an event and what its steps counted', async () => {
  setNow('2026-06-02T00:30:00');
  await db.sql()`delete from we.event where name = 'job.finished'`;
  const run = await night('2026-06-01');
  expect(Object.keys(run.counts ?? {})).toEqual(
    expect.arrayContaining(['unfold', 'A01', 'F01', 'W01', 'S05', 'M02', 'floors', 'drafts']),
  );
  const events = await db.sql()`select subject, day from we.event where name = 'job.finished'`;
  expect(events.map((e) => Object.values(e))).toEqual([['night 2026-06-01', '2026-06-01']]);
});

test('runs are listed newest first, page by page', async () => {
  setNow('2026-06-02T00:30:00');
  await night('2026-06-01');
  setNow('2026-06-04T00:30:00');
  await night('2026-06-03');
  await runJob(deps(), 'partitions', '2026-06-02');
  const page = (limit: number, after?: string) =>
    db.byNight('2026-06-04', (work) => listRuns(work, { limit, after }));
  const namesOf = ({ items }: Awaited<ReturnType<typeof page>>) =>
    items.map((r) => `${r.day} ${r.job}`);
  const all = ['2026-06-03 night', '2026-06-02 night', '2026-06-02 partitions', '2026-06-01 night'];
  // The page's edge lies between two jobs of one day.
  const first = await page(2);
  expect(namesOf(first)).toEqual(all.slice(0, 2));
  const second = await page(2, first.next as string);
  expect(namesOf(second)).toEqual(all.slice(2));
  expect(second.next).toBeNull();
  expect(namesOf(await page(4))).toEqual(all);
  await expect(page(2, '2026-06-02')).rejects.toMatchObject({ code: 'cursor-invalid' });
});

test('the partitions job makes the months to two years ahead, once', async () => {
  setNow('2026-09-02T02:00:00');
  const last = async () => {
    const [row] =
      await db.sql()`select max(relname::text) as name from pg_class where relname like 'payroll_line_2%' and relkind = 'r'`;
    return row?.name;
  };
  expect(await last()).toBe('payroll_line_2028_06');
  await runJob(deps(), 'partitions', '2026-09-02');
  expect(await last()).toBe('payroll_line_2028_09');
  expect((await runJob(deps(), 'partitions', '2026-09-02')).status).toBe('done');
});

test('papers that take long are counted while they are drawn, beside the steps', async () => {
  await db.claim(await db.stage({ workers: 1 }));
  await db.claim(await db.stage({ workers: 1 }));
  setNow('2026-08-11T00:30:00');
  const seen: Record<string, unknown>[] = [];
  const draw = async () => {
    await sleep(seen.length < 2 ? 2_000 : 0);
    seen.push(...(await db.sql()`select kind, about, status, done, total from we.task`));
    return Buffer.from('%PDF-');
  };
  const run = await night('2026-08-10', { draw });
  const { drawn } = (run.counts as { drafts: { drawn: number } }).drafts;
  expect(drawn).toBeGreaterThan(1);
  const task = { kind: 'drafts', about: '2026-08-10', total: seen[0]?.total };
  // It is told once a second; a machine that is busy may be late by one.
  for (const [n, { done, ...rest }] of seen.entries()) {
    expect(rest).toEqual({ ...task, status: 'running' });
    expect(done).toBeLessThanOrEqual(n);
  }
  expect(seen.at(-1)?.done).toBeGreaterThan(0);
  expect(task.total).toBeGreaterThanOrEqual(drawn);
  const [ended] = await db.sql()`select kind, about, status, done, total from we.task`;
  expect(ended).toEqual({ ...task, status: 'done', done: task.total });
}, 60_000);

describe('how far a run has come', () => {
  const progress = (day = '2026-06-04') =>
    db.byNight('2026-06-05', (work) => progressOf(work, 'night', day));

  test('is told step by step while it is at work, of missed days first', async () => {
    setNow('2026-06-02T00:30:00');
    await night('2026-06-01');
    setNow('2026-06-05T00:30:00');
    // A night that finds the alerts' table taken stands still in its middle, and can be looked at.
    const hold = await db.sql().reserve();
    await hold`begin`;
    await hold`lock table we.alert in exclusive mode`;
    const running = night('2026-06-03');
    const seenAt = () => progress().then((one) => (one?.done ? one.day : null));
    await expect.poll(seenAt, { timeout: 15_000 }).toBe('2026-06-02');
    const seen = await progress();
    await hold`commit`;
    hold.release();
    await running;
    expect(seen).toMatchObject({ day: '2026-06-02', status: 'running', failure: null });
    expect(seen?.done).toBeLessThan(seen?.steps ?? 0);
    expect(await progress()).toMatchObject({
      ...{ day: '2026-06-03', status: 'done', last: 'drafts', done: seen?.steps },
    });
    expect(await progress('2026-06-02')).toMatchObject({ day: '2026-06-02', status: 'done' });
    expect(await progress('2026-05-31')).toBeNull();
  });

  test('of a step that failed nothing is told, but why; the next run begins anew', async () => {
    setNow('2026-06-05T00:30:00');
    await db.sql()`alter table we.job_run add constraint broken check (counts is null)`;
    await refusal(night('2026-06-04')).catch(() => {});
    const [failed] = [await progress()];
    await db.sql()`alter table we.job_run drop constraint broken`;
    expect(failed).toMatchObject({ status: 'failed', done: failed?.steps });
    expect(failed?.failure).toContain('broken');
    await db.byNight('2026-06-05', (work) => claimRun(work, 'night', '2026-06-04', 7));
    expect(await progress()).toMatchObject({ status: 'running', done: 0, steps: 7, last: null });
  });

  test('since when nothing ended is told in seconds of the database’s clock', async () => {
    setNow('2026-06-05T00:30:00');
    await db.byNight('2026-06-05', (work) => claimRun(work, 'night', '2026-06-04', 7));
    expect((await progress())?.quietSeconds).toBeLessThan(5);
    await db.sql()`update we.job_run set lease_until = clock_timestamp() - interval '8 minutes'`;
    expect((await progress())?.quietSeconds).toBeGreaterThanOrEqual(600);
    await db.sql()`insert into we.job_step values ('night', '2026-06-04', 'unfold', clock_timestamp() - interval '1 minute')`;
    expect(Math.round((await progress())?.quietSeconds ?? 0)).toBeLessThan(70);
  });
});
