import { allocate, withCreditsFor } from '../accounts/allocation.ts';
import { lockDuties } from './duty.ts';
import {
  AHEAD_DAYS,
  type DutyWork,
  dutyColumns,
  type Span,
  shape,
  shapedColumns,
} from './shape.ts';

/**
 * For how long a project was what: the first status holds from the start, of one day the last one counts. The
 * intervals of one day's earlier ones are empty.
 */
const standing = ({ sql }: DutyWork, { projectId }: Span) => sql`
  standing as (
    select project_id, status, case when seq = min(seq) over p then '-infinity'::date else on_day end as from_day,
      coalesce(lead(on_day) over (p order by seq), 'infinity'::date) as to_day
    from we.project_status where ${projectId === null ? sql`true` : sql`project_id = ${projectId}`}
    window p as (partition by project_id)
  )`;

/**
 * Makes the duties that time brings about and that are not there yet: nominal day at most 45 days
 * ahead; instalments only of active projects and not for months suspended from first to last day, and what is left
 * of credits goes to them. Safe to repeat. A payroll
 * that is claimed earlier names its `claimed` duty, which is then made whatever the distance.
 *
 * @returns how many duties were made
 */
export async function unfold(
  work: DutyWork,
  span: Span,
  claimed = { employerId: '', period: '' },
): Promise<number> {
  const { sql, now, day } = work;
  const made = await sql<{ project_id: number; kind: string; period: string }[]>`
    with ${shape(sql, span)}, ${standing(work, span)}
    insert into we.obligation (${dutyColumns(sql)})
    select s.project_id, we.duty_id(s.project_id, s.kind, s.subject, s.period), 1, ${shapedColumns(sql)},
      s.amount_fen, 0, case s.kind when 'payroll-sheet' then 1 else 0 end, 'infinity', ${now}
    from shape s
    where (s.nominal_day <= ${day}::date + ${AHEAD_DAYS}::int
        or s.subject = ${claimed.employerId} and s.period = ${claimed.period} and s.kind <> 'transfer')
      and (s.kind <> 'transfer' or s.project_status = 'active' and exists (
        select from standing t where t.project_id = s.project_id and t.status <> 'suspended' and t.from_day < t.to_day
          and t.from_day < (s.period || '-01')::date + interval '1 month' and t.to_day > (s.period || '-01')::date))
    on conflict do nothing
    returning project_id, kind, period`;
  const transfers = made.filter((m) => m.kind === 'transfer');
  for (const projectId of await withCreditsFor(work, transfers)) {
    await lockDuties(work, projectId);
    await allocate(work, projectId);
  }
  return made.length;
}

/**
 * Writes a new version of the live duties whose day or amount the terms, the progress or the calendar now
 * put elsewhere; the old version ends `superseded`. With `fromDue`, only duties due after that day move.
 *
 * @returns the duties that moved, with their old and new due day
 */
export async function reshape({ sql, now }: DutyWork, span: Span, fromDue: string) {
  return sql<
    { project_id: number; kind: string; subject: string; period: string; was: string; is: string }[]
  >`
    with ${shape(sql, span)},
    moved as materialized (
      select o.project_id, o.id, o.version, o.due_day as was, o.met_fen, o.open_count, o.met_on,
        coalesce(s.amount_fen, o.amount_fen) as new_amount, s.kind, s.subject, s.period, s.nominal_day, s.due_day,
        s.any_provisional, s.terms_version, s.region_code, s.owner_id, s.contractor_id
      from shape s
      join we.obligation o on o.project_id = s.project_id and o.id = we.duty_id(s.project_id, s.kind, s.subject, s.period)
        and o.ended_at = 'infinity'
      where o.due_day > ${fromDue}::date
        and (o.nominal_day, o.due_day, o.provisional) is distinct from (s.nominal_day, s.due_day, s.any_provisional)
        or (s.kind = 'transfer' and s.amount_fen is not null and o.amount_fen is distinct from s.amount_fen
          and (o.amount_fen is null or o.due_day > ${fromDue}::date))
    ),
    ended as (
      update we.obligation o set ended_at = ${now}, ended_why = 'superseded'
      from moved m
      where o.project_id = m.project_id and o.id = m.id and o.version = m.version
      returning o.project_id, o.id
    ),
    made as (
      insert into we.obligation (${dutyColumns(sql)})
      select s.project_id, s.id, s.version + 1, ${shapedColumns(sql)}, s.new_amount, s.met_fen, s.open_count, s.met_on, ${now}
      from moved s join ended e on e.project_id = s.project_id and e.id = s.id
      on conflict do nothing
      returning project_id, id
    )
    select m.project_id, m.kind, m.subject, m.period, m.was, m.due_day as is
    from moved m join made on made.project_id = m.project_id and made.id = m.id
    order by m.project_id, m.due_day`;
}

/** Ends wage duties (and their payroll sheets) of which nothing is owed, once their due day is over. */
export async function endNothingOwed(work: DutyWork): Promise<number> {
  const { sql, now, day } = work;
  const since = await oldestOpenMonth(work);
  const ended = await sql`
    with empty as (
      select w.project_id, w.subject, w.period from we.obligation w
      where w.kind = 'wage' and w.ended_at = 'infinity' and w.met_on = 'infinity' and w.due_day < ${day}::date
        and w.amount_fen is null
        and not exists (select from we.attendance_month a where a.project_id = w.project_id
          and a.month = (w.period || '-01')::date and a.employer_id = w.subject)
        and not exists (select from we.payroll_line l where l.wage_month >= ${since}::date and l.project_id = w.project_id
          and l.wage_month = (w.period || '-01')::date and l.employer_id = w.subject and l.withdrawn_on = 'infinity')
    )
    update we.obligation o set ended_at = ${now}, ended_why = 'nothing-owed'
    from empty e
    where o.project_id = e.project_id and o.kind in ('wage', 'payroll-sheet') and o.subject = e.subject
      and o.period = e.period and o.ended_at = 'infinity'
    returning o.project_id`;
  return ended.length;
}

/** Brings back what ended `nothing-owed`, for the months of one employer that now have facts. */
export async function revive(
  { sql, now }: DutyWork,
  projectId: number,
  employerId: string,
  periods: string[],
) {
  await sql`
    insert into we.obligation (${dutyColumns(sql)})
    select o.project_id, o.id, o.version + 1, o.region_code, o.owner_id, o.contractor_id, o.employer_id, o.kind, o.subject, o.period,
      o.nominal_day, o.due_day, o.provisional, o.terms_version, o.amount_fen, o.met_fen, o.open_count, o.met_on, ${now}
    from we.obligation o
    where o.project_id = ${projectId} and o.kind in ('wage', 'payroll-sheet') and o.subject = ${employerId}
      and o.period = any(${periods}::text[]) and o.ended_why = 'nothing-owed'
      and not exists (select from we.obligation n where n.project_id = o.project_id and n.id = o.id and n.version > o.version)
    on conflict do nothing
    returning project_id`;
}

/** The oldest wage month with a duty about wages that was not met on the day; none: the day's own month. */
export async function oldestOpenMonth({ sql, day }: DutyWork): Promise<string> {
  const [row] = await sql<{ month: string }[]>`
    select coalesce(min(period) || '-01', date_trunc('month', ${day}::date)::date::text) as month from we.obligation
    where kind in ('wage', 'payroll-sheet', 'resend') and ended_at = 'infinity' and met_on > ${day}`;
  return row?.month as string;
}
