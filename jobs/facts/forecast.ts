import { type SQL, sql } from 'drizzle-orm';
import { addMonths, type Day, firstOf, monthOf } from '../../src/lib/day.ts';
import { monthsOf, type Since } from './wages.ts';

/** From how many months back a usual day rate may come. */
export const RATE_MONTHS = 6;

/** The oldest month whose lines a forecast for the month of a day may look at, so many months before included. */
export const rateSince = (day: Day, months = 0): Since => ({
  month: firstOf(addMonths(monthOf(day), -RATE_MONTHS - months)),
  laidOut: false,
});

/**
 * SELECT: what wages come to before a payroll tells, days attended × usual day rate (net). Takes `months`
 * (`project_id, employer_id, wage_month, as_of`, and what else) and adds `workers` and `fen`. The rate is the worker's own in the
 * employer's latest regular month before (by the table's days, else by those attended), else that month's mean; a month that is not over is drawn out to its end
 * in proportion. `fen` is null where somebody attended and the employer has no month to take a rate from.
 * Lines of months before `since` are not looked at.
 */
export const forecast = (day: Day, since: Since, months: SQL): SQL => sql`
  select m.*, f.workers, case when f.workers = 0 then 0 else f.fen end as fen
  from (
    select m.*, (m.wage_month + interval '1 month')::date - m.wage_month as whole,
      greatest(least(m.as_of - m.wage_month + 1, (m.wage_month + interval '1 month')::date - m.wage_month), 1) as elapsed
    from (${months}) m
  ) m
  cross join lateral (
    select max(b.wage_month) as month
    from we.payroll_batch b
    where b.project_id = m.project_id and b.employer_id = m.employer_id and b.kind = 'regular'
      and b.wage_month < m.wage_month
      and b.wage_month >= (m.wage_month - make_interval(months => ${RATE_MONTHS}::int))::date
      and b.claimed_on <= m.as_of and b.withdrawn_on > m.as_of
  ) past
  cross join lateral (
    select (count(*) filter (where w.days > 0))::int as workers,
      (sum(round(
        w.days * coalesce(w.net_fen, w.all_fen) * m.whole
          / (coalesce(w.rate_days, w.all_days) * m.elapsed)
      )) filter (where w.days > 0))::bigint as fen
    from (
      select a.days, r.net_fen, r.rate_days, sum(r.net_fen) over () as all_fen,
        sum(r.rate_days) over () as all_days
      from (
        select a.engagement_id,
          bit_count(we.days_until(a.days, a.month, m.as_of)::bit(32)) as days
        from we.attendance_month a
        where a.project_id = m.project_id and a.month = m.wage_month
          and a.employer_id = m.employer_id
        offset 0
      ) a
      full join (
        select l.engagement_id, sum(l.net_fen)::numeric as net_fen, sum(told.days) as rate_days
        from we.payroll_line l
        left join we.attendance_month p on p.project_id = l.project_id and p.month = l.wage_month
          and p.engagement_id = l.engagement_id
        cross join lateral (
          select coalesce(l.work_days, bit_count(p.days::bit(32))) as days
        ) told
        where ${monthsOf(day, since)}
          and l.project_id = m.project_id and l.wage_month = past.month
          and l.employer_id = m.employer_id and l.kind = 'regular' and told.days > 0
          and l.claimed_on <= m.as_of and l.withdrawn_on > m.as_of
        group by l.engagement_id
        offset 0
      ) r on r.engagement_id = a.engagement_id
    ) w
  ) f`;

/**
 * SELECT: how such forecasts of a project came true, one row an employer and wage month of the `months` before that of
 * `row` (`project_id, wage_month`): `project_id, employer_id, wage_month, forecast_fen` as it stood on the day the payroll
 * was claimed, and `owed_fen`, what that payroll said. Where nobody had attended, or there was no rate, there is no row.
 */
export const misses = (day: Day, row: SQL, months: number): SQL => sql`
  select f.project_id, f.employer_id, f.wage_month, f.fen as forecast_fen, f.owed_fen
  from (${forecast(
    day,
    rateSince(day, months + 2),
    sql`
    select b.project_id, b.employer_id, b.wage_month, b.claimed_on as as_of,
      b.total_net_fen as owed_fen
    from we.payroll_batch b
    where b.project_id = ${row}.project_id and b.kind = 'regular'
      and b.wage_month < ${row}.wage_month
      and b.wage_month >= (${row}.wage_month - make_interval(months => ${months}::int))::date
      and b.claimed_on <= ${day}::date and b.withdrawn_on > ${day}::date`,
  )}) f
  where f.fen is not null and f.workers > 0`;
