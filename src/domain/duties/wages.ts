import { inMonth } from '../../../db/partition.ts';
import type { DutyWork } from './shape.ts';
import { revive } from './unfold.ts';

/**
 * Recomputes what a wage duty and its payroll sheet say, from the lines, the attendance and the meetings:
 * amount, open lines, the day since which nothing is open. One employer, some wage months.
 * A month whose lines were detached stays as it is. Nothing is met while no line is claimed; sums do not hide people, so both the open lines and the amount decide.
 */
export async function refreshWages(
  work: DutyWork,
  projectId: number,
  employerId: string,
  periods: string[],
) {
  const { sql } = work;
  await revive(work, projectId, employerId, periods);
  for (const period of periods) {
    const month = `${period}-01`;
    await sql`
      with line as (
        select count(*) filter (where owed) as owed_count,
          sum(net_fen) filter (where owed)::bigint as amount_fen,
          count(*) filter (where owed and paid_fen < pay_fen)::int as open_count,
          coalesce(max(final_on) filter (where owed and pay_fen > 0), max(claimed_on) filter (where owed)) as last_on
        from (
          select *, kind <> 'resend' and replaced_on = 'infinity' as owed from we.payroll_line
          where project_id = ${projectId} and wage_month = ${inMonth(sql, month)} and employer_id = ${employerId}
            and withdrawn_on = 'infinity'
        ) l
      ),
      met as (
        select o.id, o.version, coalesce(sum(m.amount_fen), 0)::bigint as fen
        from we.obligation o
        left join we.meeting m on m.project_id = o.project_id and m.obligation_id = o.id
        where o.project_id = ${projectId} and o.kind = 'wage' and o.subject = ${employerId} and o.period = ${period}
          and o.ended_at = 'infinity' and ${month}::date >= we.oldest_month()
        group by o.id, o.version
      )
      update we.obligation o set amount_fen = l.amount_fen, met_fen = t.fen, open_count = l.open_count,
        met_on = case when l.owed_count > 0 and l.open_count = 0 and t.fen >= l.amount_fen then l.last_on else 'infinity'::date end
      from line l, met t
      where o.project_id = ${projectId} and o.id = t.id and o.version = t.version`;
    await refreshSheet(work, projectId, employerId, period);
  }
}

/**
 * Moves a wage duty by what a message about payouts changed, without reading its lines again: while lines stay open,
 * nothing else of it can have changed.
 *
 * @returns false, and nothing is written, where the duty has to be recomputed (`refreshWages`)
 */
export async function moveWages(
  { sql }: DutyWork,
  projectId: number,
  employerId: string,
  period: string,
  by: { opened: number; metFen: number },
): Promise<boolean> {
  const rows = await sql`
    update we.obligation set open_count = open_count + ${by.opened}, met_fen = met_fen + ${by.metFen}, met_on = 'infinity'
    where project_id = ${projectId} and kind = 'wage' and subject = ${employerId} and period = ${period} and ended_at = 'infinity'
      and amount_fen is not null and open_count + ${by.opened} > 0
    returning id`;
  return rows.length > 0;
}

/**
 * 工资支付表: open are the attending workers without a line; met on the day the last line came. A line of somebody who did not
 * attend makes the month one to look into (rule W12).
 */
export async function refreshSheet(
  { sql, now }: DutyWork,
  projectId: number,
  employerId: string,
  period: string,
) {
  const month = `${period}-01`;
  await sql`
    with attending as (
      select a.engagement_id from we.attendance_month a
      where a.project_id = ${projectId} and a.month = ${month}::date and a.employer_id = ${employerId}
    ),
    line as (
      select l.engagement_id, min(l.claimed_on) as claimed_on from we.payroll_line l
      where l.project_id = ${projectId} and l.wage_month = ${inMonth(sql, month)} and l.employer_id = ${employerId}
        and l.withdrawn_on = 'infinity'
      group by l.engagement_id
    ),
    state as (
      select count(*) filter (where l.engagement_id is null)::int as missing, count(l.engagement_id) as matched,
        (select count(*) from line) as lines, max(l.claimed_on) as attending_on, (select max(claimed_on) from line) as lines_on
      from attending a left join line l on l.engagement_id = a.engagement_id
    ),
    doubted as (
      insert into we.pay_doubt (project_id, wage_month, about, known_at)
      select ${projectId}, ${month}::date, 'pattern', ${now} from state s where s.lines > s.matched
      on conflict do nothing
    )
    update we.obligation o set open_count = case when s.lines = 0 then greatest(s.missing, 1) else s.missing end,
      met_on = case when s.missing = 0 and s.lines > 0 then coalesce(s.attending_on, s.lines_on) else 'infinity'::date end
    from state s
    where o.project_id = ${projectId} and o.kind = 'payroll-sheet' and o.subject = ${employerId} and o.period = ${period}
      and o.ended_at = 'infinity' and ${month}::date >= we.oldest_month()`;
}
