import { type SQL, sql } from 'drizzle-orm';
import type { Day } from '../../src/lib/day.ts';
import { isSeen } from './feeds.ts';
import { cells, chains, dueChains, dueDuties, type Since } from './wages.ts';

type Kind = 'wage-deposit' | 'payment-guarantee' | 'site-person' | 'stop-work' | 'board-check';

/** Working days within which the deposit is stored (65号 8). */
export const DEPOSIT_DAYS = 20;
/** As many calendar days at least: for days before the calendar begins. */
const DEPOSIT_CALENDAR_DAYS = 28;

/**
 * SELECT: the last statement of a kind that counts on the day, of one project: `form, amount_fen, required_fen, on_day,
 * until_day, shown`. Looked up a project at a time.
 */
export const inForce = (day: Day, kind: Kind, projectId: SQL): SQL => sql`
  select r.form, r.amount_fen, r.required_fen, r.on_day, r.until_day, r.shown
  from we.site_record r
  where r.project_id = ${projectId}
    and r.kind = ${kind}
    and r.effective_at is not null
    and r.on_day <= ${day}::date
  order by r.version desc
  limit 1`;

/** Condition: a statement of a kind waits for the authority on one project. */
export const isWaiting = (day: Day, kind: Kind, projectId: SQL): SQL => sql`
  exists (
    select from we.site_record r
    where r.project_id = ${projectId} and r.kind = ${kind}
      and r.effective_at is null and r.refused_at is null and r.on_day <= ${day}::date
  )`;

/**
 * Working days gone from a day to the day before the one asked, so that D > wd(from, n) is `>= n`; many, where the calendar
 * does not reach back.
 */
export const passed = (day: Day, from: SQL): SQL => sql`(
  select coalesce(
    (select g.wd_no from we.calendar_day g where g.day = ${day}::date - 1)
      - (select b.wd_no from we.calendar_day b where b.day = ${from}), 9999
  ))`;

/** The n-th working day after a day; by calendar days where the calendar does not reach back. */
const workingDayAfter = (from: SQL, days: number): SQL => sql`
  coalesce((
    select k.day
    from we.calendar_day c
    join we.calendar_day k on k.working and k.wd_no = c.wd_no + ${days}::int
    where c.day = ${from}
  ), ${from} + ${DEPOSIT_CALENDAR_DAYS}::int)`;

/**
 * SELECT: by when the deposit of each project that is not finished is to be stored: `project_id, contractor_id, base_on,
 * by_permit, due_day, known_day`. From the permit, else from the first contract; no row without either.
 */
export const depositDuties = (day: Day): SQL => sql`
  select p.id as project_id, p.contractor_id, base.on_day as base_on,
    p.permit_on is not null as by_permit,
    ${workingDayAfter(sql`base.on_day`, DEPOSIT_DAYS)} as due_day,
    (p.known_at at time zone 'Asia/Shanghai')::date as known_day
  from we.project p
  cross join lateral (
    select min(t.signed_on) as on_day
    from we.contract_terms t
    where t.project_id = p.id and t.effective_at is not null and t.signed_on <= ${day}::date
  ) signed
  cross join lateral (select coalesce(p.permit_on, signed.on_day) as on_day) base
  where p.status <> 'finished'
    and base.on_day <= ${day}::date`;

/** The n-th working day after the later of permit and contract, in SQL. */
export const depositDueAfter = (from: SQL): SQL => workingDayAfter(from, DEPOSIT_DAYS);

/**
 * SELECT: wages owed on the projects given (`project_id`), what is held left out: `project_id, fen`. W01 and W02 together.
 */
export const owedOn = (day: Day, since: Since | undefined, projects: SQL): SQL => sql`
  select c.project_id, sum(c.owed_fen - c.paid_fen - c.shielded_fen)::bigint as fen
  from (${cells(day, chainsOn(day, since, projects))}) c
  where c.owed_fen - c.paid_fen - c.shielded_fen > 0
    and ${isSeen(day, sql`c.project_id`)}
  group by c.project_id`;

/** The late chains of these projects: of those the night laid out, else looked up for their duties alone. */
const chainsOn = (day: Day, since: Since | undefined, projects: SQL): SQL =>
  since?.laidOut
    ? sql`select k.* from (${dueChains(day, since)}) k where k.project_id in (${projects})`
    : chains(
        day,
        since,
        sql`
        select d.* from (${dueDuties(day)}) d where d.project_id in (${projects})`,
      );
