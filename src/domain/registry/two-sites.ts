import type { Work } from '../../../db/work.ts';
import { addMonths, firstOf, monthOf } from '../../lib/day.ts';

/** Wages are paid within two months; a month more for what is told late. */
const LOOK_BACK_MONTHS = 3;

/**
 * Works out who attended on two projects on one day, of those engaged on two since the first of the month three months
 * before `work.day`'s, and marks the months for rule W12. One statement over all projects, which reads who is engaged and
 * the attendance of those few: what it costs does not grow with history. What is there already only grows.
 *
 * @returns how many workers' months were added or got another day
 */
export async function findTwoSites(work: Work): Promise<{ months: number }> {
  const { sql, day, now } = work;
  const from = firstOf(addMonths(monthOf(day), -LOOK_BACK_MONTHS));
  const [found] = await sql<{ months: number }[]>`
    with mobile as materialized (
      select e.worker_id
      from we.engagement e
      where (e.exited_on is null or e.exited_on >= ${from}::date) and e.entered_on <= ${day}::date
      group by e.worker_id
      having min(e.project_id) <> max(e.project_id)
    ),
    attended as materialized (
      select e.worker_id, a.project_id, a.month, bit_or(a.days) as days
      from we.engagement e
      cross join generate_series(${from}::date, ${day}::date, interval '1 month') m(month)
      -- With an offset, so that each is looked up and no history is read.
      cross join lateral (
        select a.project_id, a.month, a.days from we.attendance_month a
        where a.project_id = e.project_id and a.month = m.month::date and a.engagement_id = e.id
        offset 0
      ) a
      where (e.exited_on is null or e.exited_on >= ${from}::date) and e.entered_on <= ${day}::date
        and e.worker_id in (select worker_id from mobile)
      group by e.worker_id, a.project_id, a.month
    ),
    twice as (
      select a.project_id, a.month, a.worker_id, a.days & bit_or(o.days) as days
      from attended a
      join attended o on o.worker_id = a.worker_id and o.month = a.month and o.project_id <> a.project_id
      group by a.project_id, a.month, a.worker_id, a.days
    ),
    kept as (
      insert into we.two_sites as t (project_id, month, worker_id, days, known_at)
      select project_id, month, worker_id, days, ${now} from twice where days <> 0
      on conflict (project_id, month, worker_id) do update set days = t.days | excluded.days, known_at = excluded.known_at
        where t.days | excluded.days <> t.days
      returning project_id, month
    ),
    marked as (
      insert into we.pay_doubt (project_id, wage_month, about, known_at)
      select distinct project_id, month, 'pattern', ${now}::timestamptz from kept
      on conflict do nothing
    )
    select count(*)::int as months from kept`;
  return found as { months: number };
}
