import { inMonth } from '../../../db/partition.ts';
import type { Work } from '../../../db/work.ts';
import { addMonths, firstOf } from '../../lib/day.ts';
import { type Counted, type Crosstab, crosstab } from './crosstab.ts';
import type { Span } from './span.ts';

/**
 * How the wages due in the month were paid on a project: all by their day; all, but later; a part; nothing; no payroll was sent; nothing
 * was due.
 */
export const payStates = ['on-time', 'late', 'part', 'none', 'unclaimed', 'nothing-due'] as const;

export interface PayFigures {
  /** Projects by district and state; money: what was due; workers: those registered on the last day. */
  projects: Crosstab;
  /** Of the wages due, what the workers have got by the last day. */
  paidFen: number;
}

/**
 * The projects of the region that were begun or registered by the day, by what became of their wages due in the month. A duty counts as met from the day on which it was met
 * for good: money that came back was not paid. Paid in part is what the bank's last word on the lines says by the day.
 * Reads the region's projects with three months of their duties each, and lines of those duties alone that are not met.
 */
export async function payFigures({ sql }: Work, span: Span): Promise<PayFigures> {
  const { lo, hi, month, first, day } = span;
  const months = [-1, 0, 1].map((n) => addMonths(month, n)) as [string, string, string];
  const rows = await sql<(Omit<Counted, 'row'> & { row: number; paid_fen: number })[]>`
    with site as materialized (
      select p.id, p.region_code, p.status from we.project p
      where p.region_code between ${lo} and ${hi} and least(p.starts_on, (p.known_at at time zone 'Asia/Shanghai')::date) <= ${day}::date
    ),
    duty as materialized (
      select s.id as project_id, o.subject as employer_id, (o.period || '-01')::date as wage_month, o.due_day, o.amount_fen, o.met_on
      from site s
      join we.obligation o on o.project_id = s.id and o.kind = 'wage' and o.period = any(${months}::text[]) and o.ended_at = 'infinity'
      where o.due_day between ${first}::date and ${day}::date
    ),
    told as (
      select d.project_id, d.due_day, d.amount_fen, d.met_on,
        case when d.met_on <= ${day}::date then d.amount_fen else coalesce(part.fen, 0) end as paid_fen
      from duty d
      left join lateral (
        select sum(l.paid_fen)::bigint as fen from we.payroll_line l
        where l.wage_month between ${inMonth(sql, firstOf(months[0]))} and ${inMonth(sql, firstOf(months[2]))}
          and l.project_id = d.project_id and l.wage_month = d.wage_month and l.employer_id = d.employer_id
          and l.kind <> 'resend' and l.withdrawn_on > ${day}::date and l.final_on <= ${day}::date
      ) part on d.met_on > ${day}::date and d.amount_fen is not null
    ),
    paid as (
      select project_id, coalesce(sum(amount_fen), 0)::bigint as due_fen, sum(paid_fen)::bigint as paid_fen,
        case
          when bool_and(met_on <= due_day) then 'on-time'
          when bool_and(met_on <= ${day}::date) then 'late'
          when sum(paid_fen) > 0 then 'part'
          when bool_or(amount_fen is not null) then 'none'
          else 'unclaimed'
        end as state
      from told group by project_id
    )
    select s.region_code as row, coalesce(p.state, 'nothing-due') as column, count(*)::int as count,
      coalesce(sum(p.due_fen), 0)::bigint as fen, coalesce(sum(p.paid_fen), 0)::bigint as paid_fen, coalesce(sum(crew.workers), 0)::int as workers
    from site s
    left join paid p on p.project_id = s.id
    cross join lateral (
      select count(*) as workers from we.engagement e
      where e.project_id = s.id and e.entered_on <= ${day}::date and coalesce(e.exited_on, 'infinity') > ${day}::date
    ) crew
    where p.project_id is not null or s.status <> 'finished'
    group by 1, 2`;
  const counted = rows.map((one) => ({ ...one, row: String(one.row).padStart(6, '0') }));
  const districts = [...new Set(counted.map(({ row }) => row))].sort();
  return {
    projects: crosstab(districts, payStates, counted),
    paidFen: rows.reduce((sum, { paid_fen }) => sum + paid_fen, 0),
  };
}
