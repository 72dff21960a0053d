import type { Tx } from '../../../db/client.ts';
import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { addMonths, firstOf, monthOf } from '../../lib/day.ts';

/** How far ahead duties born of time are made (`architecture.md` 3). */
export const AHEAD_DAYS = 45;

/** Which projects a statement is about: one, or with null all of them (the night). */
export interface Span {
  projectId: number | null;
  /** First and last month looked at; the night needs only those near the day. */
  from: Day;
  to: Day;
}

/** Everything a project can have, for writes. */
export const wholeSpan = (projectId: number, day: Day): Span => ({
  projectId,
  from: '2019-01-01',
  to: firstOf(addMonths(monthOf(day), 2)),
});

/** The months whose duties may come within reach on one night. */
export const nightSpan = (day: Day): Span => ({
  projectId: null,
  from: firstOf(addMonths(monthOf(day), -2)),
  to: firstOf(addMonths(monthOf(day), 2)),
});

/**
 * The duties that time and the terms bring about, as rows (project_id, kind, subject, period, nominal_day,
 * due_day, provisional, terms_version, amount_fen, parties, status): wage and payroll-sheet for every
 * employer with an engagement in the month, transfer for every month under a contract.
 */
export function shape(sql: Tx, span: Span) {
  const mine = (column: string) =>
    span.projectId === null ? sql`true` : sql`${sql(column)} = ${span.projectId}`;
  return sql`
    term as (
      select t.*, case when t.from_month = min(t.from_month) over (partition by t.project_id)
        then '2000-01-01'::date else t.from_month end as holds_from,
        min(t.from_month) over (partition by t.project_id) as first_month,
        coalesce(lead(t.from_month) over (partition by t.project_id order by t.from_month), 'infinity'::date) as holds_to
      from (
        select distinct on (project_id, from_month) * from we.contract_terms
        where ${mine('project_id')} and effective_at is not null
        order by project_id, from_month, version desc
      ) t
    ),
    stay as (
      select distinct e.project_id, e.employer_id, date_trunc('month', e.entered_on::timestamp) as from_month,
        date_trunc('month', least(e.exited_on, ${span.to}::date)::timestamp) as to_month
      from we.engagement e
      where ${mine('e.project_id')} and (e.exited_on is null or e.exited_on >= ${span.from}::date)
    ),
    employed as (
      select distinct s.project_id, s.employer_id, m::date as month
      from stay s
      cross join lateral generate_series(greatest(s.from_month, ${span.from}::timestamp),
        least(s.to_month, ${span.to}::timestamp), interval '1 month') m
    ),
    dated as (
      select p.id as project_id, 'wage' as kind, e.employer_id as subject, e.month, t.version as terms_version, null::bigint as amount_fen,
        case when t.pay_day is null then (e.month + interval '2 months' - interval '1 day')::date
          else we.day_in_month((e.month + make_interval(months => coalesce(t.pay_month_offset, 0)))::date, t.pay_day) end as nominal_day
      from employed e
      join we.project p on p.id = e.project_id
      left join term t on t.project_id = e.project_id and t.holds_from <= e.month and e.month < t.holds_to
      union all
      select p.id, 'transfer', p.owner_id, m::date, t.version,
        coalesce(t.labour_cost_fen, round(t.labour_cost_ratio * g.value_fen)::bigint),
        case when t.transfer_day is null then (m + interval '2 months' - interval '1 day')::date
          else we.day_in_month((m + make_interval(months => coalesce(t.transfer_month_offset, 0)))::date, t.transfer_day) end
      from term t
      join we.project p on p.id = t.project_id
      cross join lateral generate_series(
        greatest(date_trunc('month', coalesce(p.starts_on, t.first_month)::timestamp), date_trunc('month', t.first_month::timestamp),
          date_trunc('month', t.holds_from::timestamp), ${span.from}::timestamp),
        least(date_trunc('month', coalesce(p.ends_on, ${span.to}::date)::timestamp), ${span.to}::timestamp),
        interval '1 month') m
      left join lateral (
        select r.value_fen from we.progress r
        where r.project_id = p.id and r.month = m::date order by r.version desc limit 1
      ) g on true
      where ${mine('p.id')} and t.holds_from <= m::date and m::date < t.holds_to
    ),
    placed as (
      select d.project_id, d.kind, d.subject, to_char(d.month, 'YYYY-MM') as period, d.nominal_day,
        case d.kind when 'wage' then n.back_day else n.fwd_day end as due_day, n.provisional, d.terms_version, d.amount_fen
      from dated d
      join we.calendar_day n on n.day = d.nominal_day
    ),
    shape as (
      select l.*, l.provisional or c.provisional as any_provisional, p.region_code, p.owner_id, p.contractor_id, p.status as project_status
      from (
        select * from placed
        union all
        select s.project_id, 'payroll-sheet', s.subject, s.period, s.nominal_day, k.day, s.provisional or k.provisional, s.terms_version, 0
        from placed s
        join we.calendar_day c on c.day = s.due_day
        join we.calendar_day k on k.working and k.wd_no = c.wd_no - 5
        where s.kind = 'wage'
      ) l
      join we.project p on p.id = l.project_id
      join we.calendar_day c on c.day = l.due_day
    )`;
}

/** Columns of a new version, from a row `s` of the shape. */
export const shapedColumns = (sql: Tx) => sql`
  s.region_code, s.owner_id, s.contractor_id, case when s.kind in ('wage', 'payroll-sheet') then s.subject end,
  s.kind, s.subject, s.period, s.nominal_day, s.due_day, s.any_provisional, s.terms_version`;

export const dutyColumns = (sql: Tx) => sql`
  project_id, id, version, region_code, owner_id, contractor_id, employer_id, kind, subject, period,
  nominal_day, due_day, provisional, terms_version, amount_fen, met_fen, open_count, met_on, known_at`;

/** What the functions here need of a unit of work. */
export type DutyWork = Pick<Work, 'sql' | 'now' | 'day'>;
