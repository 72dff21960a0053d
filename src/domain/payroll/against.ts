import { z } from 'zod';
import { inMonth } from '../../../db/partition.ts';
import type { Work } from '../../../db/work.ts';
import { type Day, firstOf, lastOf, type Month } from '../../lib/day.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';

/** One person's month: what the gates counted, and what the payrolls say. Money in fen. */
export interface AttendedAndPaid {
  engagementId: string;
  name: string;
  idLast4: string;
  team: string | null;
  employerUscc: string;
  employerName: string | null;
  /** Days on which somebody went in; null: none were reported. */
  attended: number | null;
  /** Days that the payrolls count; null: they do not say. */
  claimedDays: number | null;
  /** null: no payroll names this person. */
  netFen: number | null;
  paidFen: number | null;
  differs: Difference | null;
}

export type Difference = 'no-payroll' | 'no-attendance' | 'more-claimed' | 'fewer-claimed';

export const differences = [
  'no-payroll',
  'no-attendance',
  'more-claimed',
  'fewer-claimed',
] as const;

export interface AgainstFilter {
  employerUscc?: string | undefined;
  /** Only those whose attendance and payroll differ. */
  differing?: boolean | undefined;
}

/**
 * 考勤与工资对照: the people engaged on a project in a month, with their days by the gates and by the live payrolls, by team and name.
 * The lines of re-sends and what was corrected or withdrawn are left out.
 *
 * @throws Problem `cursor-invalid`
 */
export async function attendanceAgainst(
  { sql }: Work,
  projectId: number,
  month: Month,
  { employerUscc, differing }: AgainstFilter,
  page: Page,
): Promise<{ items: AttendedAndPaid[]; next: string | null }> {
  const after = readCursor(page.after, z.tuple([z.string(), z.string(), z.guid()]));
  const first: Day = firstOf(month);
  const rows = await sql<AttendedAndPaid[]>`
    with line as (
      select engagement_id, sum(work_days)::int as days, sum(net_fen)::bigint as net_fen, sum(least(paid_fen, pay_fen))::bigint as paid_fen
      from we.payroll_line
      where project_id = ${projectId} and wage_month = ${inMonth(sql, first)} and kind <> 'resend' and withdrawn_on = 'infinity'
        and replaced_on = 'infinity'
      group by 1
    ),
    person as (
      select e.id as "engagementId", e.name, e.id_last4 as "idLast4", e.team, e.employer_id as "employerUscc", c.name as "employerName",
        bit_count(a.days::bit(32))::int as attended, l.days as "claimedDays", l.net_fen as "netFen", l.paid_fen as "paidFen",
        case when l.net_fen is null then case when a.days is not null then 'no-payroll' end
          when a.days is null then 'no-attendance'
          when l.days > bit_count(a.days::bit(32)) then 'more-claimed'
          when l.days < bit_count(a.days::bit(32)) then 'fewer-claimed' end as differs
      from we.engagement e
      left join we.company c on c.uscc = e.employer_id
      left join we.attendance_month a on a.project_id = e.project_id and a.month = ${first}::date and a.engagement_id = e.id
      left join line l on l.engagement_id = e.id
      where e.project_id = ${projectId} and e.entered_on <= ${lastOf(month)}::date and coalesce(e.exited_on, 'infinity'::date) >= ${first}::date
        ${employerUscc === undefined ? sql`` : sql`and e.employer_id = ${employerUscc}`}
    )
    select * from person
    where true ${differing ? sql`and differs is not null` : sql``}
      ${after === null ? sql`` : sql`and (coalesce(team, ''), name, "engagementId") > (${after[0]}, ${after[1]}, ${after[2]}::uuid)`}
    order by coalesce(team, ''), name, "engagementId" limit ${page.limit + 1}`;
  return pageOf(
    rows,
    page.limit,
    (row) => row,
    (row) => [row.team ?? '', row.name, row.engagementId],
  );
}
