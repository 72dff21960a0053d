import type { Work } from '../../../db/work.ts';
import type { Day, Month } from '../../lib/day.ts';
import type { Page } from '../paging.ts';

/** A project in a list, with its lights. */
export interface ProjectLights {
  projectCode: string;
  name: string;
  status: string;
  owner: string | null;
  contractor: string | null;
  balanceFen: number;
  red: number;
  orange: number;
  yellow: number;
}

/**
 * The caller's projects in the order of their registration, each with its live alerts by level, cases counted once. `q`: the beginning of a code, part
 * of a name, or a company's whole code.
 */
export async function projectsLit(
  { sql }: Work,
  { q, status }: { q?: string | undefined; status?: string | undefined },
  page: Page,
): Promise<{ items: ProjectLights[]; next: string | null }> {
  const literal = q?.replaceAll(/[\\%_]/g, '\\$&');
  const rows = await sql<(ProjectLights & { id: number })[]>`
    with shown as materialized (
      select p.id, p.code, p.name, p.status, p.owner_id, p.contractor_id from we.project p
      where p.id > ${Number(page.after ?? 0)}
        ${status === undefined ? sql`` : sql`and p.status = ${status}`}
        ${q === undefined ? sql`` : sql`and (p.code like ${`${literal}%`} or p.name ilike ${`%${literal}%`} or ${q} in (p.owner_id, p.contractor_id))`}
      order by p.id limit ${page.limit + 1}
    )
    select s.id, s.code as "projectCode", s.name, s.status, o.name as owner, c.name as contractor, a.*,
      coalesce((select sum(balance_fen) from we.wage_account w where w.project_id = s.id), 0)::bigint as "balanceFen"
    from shown s
    left join we.company o on o.uscc = s.owner_id
    left join we.company c on c.uscc = s.contractor_id
    cross join lateral (
      select count(*) filter (where level = 3)::int as red, count(*) filter (where level = 2)::int as orange,
        count(*) filter (where level = 1)::int as yellow
      from we.alert where project_id = s.id and status in ('open', 'held', 'replied') and follows is null
    ) a
    order by s.id`;
  const items = rows.slice(0, page.limit);
  return {
    items: items.map(({ id: _, ...row }) => row),
    next: rows.length > page.limit ? String(items.at(-1)?.id) : null,
  };
}

/** A duty of a year, as a cell of its grid. */
export interface YearDuty {
  kind: string;
  who: string | null;
  month: Month;
  dueDay: Day;
  metOn: Day | null;
  amountFen: number | null;
  metFen: number;
}

const OF_MONTHS = ['transfer', 'payroll-sheet', 'wage'];

/** The monthly duties of a project whose month lies in a span of months, in order of kind, company and month. */
export async function dutiesOfMonths(
  { sql }: Work,
  projectId: number,
  from: Month,
  to: Month,
): Promise<YearDuty[]> {
  const rows = await sql<YearDuty[]>`
    select o.kind, c.name as who, o.period as month, o.due_day as "dueDay", nullif(o.met_on, 'infinity') as "metOn",
      o.amount_fen as "amountFen", o.met_fen as "metFen"
    from we.obligation o left join we.company c on c.uscc = o.subject
    where o.project_id = ${projectId} and o.ended_at = 'infinity' and o.kind = any(${OF_MONTHS}::text[]) and o.period between ${from} and ${to}
      and o.due_day < 'infinity'
    order by array_position(${OF_MONTHS}::text[], o.kind), o.subject, o.period`;
  return [...rows];
}

/** What a team was owed and got for a month. */
export interface TeamMonth {
  team: string;
  month: Month;
  workers: number;
  owedFen: number;
  paidFen: number;
}

/** Payroll lines of a project by team and wage month: what is owed now and what has reached the workers. */
export async function teamsOfMonths(
  { sql }: Work,
  projectId: number,
  from: Month,
  to: Month,
): Promise<TeamMonth[]> {
  const rows = await sql<TeamMonth[]>`
    select coalesce(e.team, '') as team, to_char(l.wage_month, 'YYYY-MM') as month, count(distinct l.engagement_id)::int as workers,
      sum(l.pay_fen)::bigint as "owedFen", sum(least(l.paid_fen, l.pay_fen))::bigint as "paidFen"
    from we.payroll_line l
    left join we.engagement e on e.project_id = l.project_id and e.id = l.engagement_id
    where l.project_id = ${projectId} and l.wage_month between (${from} || '-01')::date and (${to} || '-01')::date
      and l.kind <> 'resend' and l.withdrawn_on = 'infinity' and l.replaced_on = 'infinity'
    group by 1, 2 order by 1, 2`;
  return [...rows];
}

/** The people of an employer on a project. */
export interface EmployerWorkers {
  employer: string;
  teams: number;
  /** On the site today. */
  present: number;
  left: number;
  since: Day;
}

/** Who is engaged on a project, by employer: as many as the caller may see. */
export async function employersOf(
  { sql, day }: Work,
  projectId: number,
): Promise<EmployerWorkers[]> {
  const rows = await sql<EmployerWorkers[]>`
    select coalesce(c.name, e.employer_id) as employer, count(distinct e.team)::int as teams,
      count(*) filter (where e.entered_on <= ${day}::date and coalesce(e.exited_on, 'infinity') >= ${day}::date)::int as present,
      count(*) filter (where e.exited_on < ${day}::date)::int as left, min(e.entered_on) as since
    from we.engagement e left join we.company c on c.uscc = e.employer_id
    where e.project_id = ${projectId}
    group by e.employer_id, c.name order by 1`;
  return [...rows];
}
