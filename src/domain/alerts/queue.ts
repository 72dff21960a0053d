import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { publicId } from '../../lib/id.ts';
import { hidden } from '../access.ts';
import { type AlertView, readAlerts } from './listing.ts';

/** A case in the queue, and why it stands where it stands: the greatest of each figure among its alerts. */
export interface QueuedCase {
  alert: AlertView;
  /** How many alerts it is, the leading one among them. */
  alerts: number;
  /** null where its rules count nobody; then as if it were one. */
  workers: number | null;
  /** Since the due day; null where there is none, or it is to come; then as if it were one. */
  days: number | null;
  amountFen: number;
}

type Fragment = ReturnType<Work['sql']>;

interface Row {
  project_id: number;
  id: string;
  alerts: number;
  workers: number | null;
  days: number | null;
  fen: number;
}

/**
 * What an authority looks at first: open and answered alerts by case, in order of workers × days × money, then level. Excused and held ones
 * wait. Days run to the last night, as in the words of the alerts. It reads the live alerts of the caller's region.
 */
export async function queueOf(work: Work, limit: number): Promise<QueuedCase[]> {
  if (work.actor.region === null) throw hidden();
  const { sql, day } = work;
  const weight = (workers: Fragment, days: Fragment, fen: Fragment) =>
    sql`greatest(${workers}, 1)::double precision * greatest(${days}, 1) * greatest(${fen}, 100)`;
  // A case weighs no less than its leader alone: of the leaders, each for itself, the heaviest are enough, beside the cases of several.
  const rows = await sql<Row[]>`
    with night as (select coalesce(max(day), ${day}::date) as day from we.job_run where job = 'night' and status = 'done'),
    live as not materialized (
      select a.project_id, a.id, a.follows, a.level, a.amount_fen as fen, (select day from night) - a.due_day as days, a.workers
      from we.alert a
      where a.status in ('open', 'replied') and coalesce(a.accepted_until, '-infinity'::date) < ${day}::date
    ),
    explained as (
      select project_id, follows as id, count(*)::int as alerts, max(level) as level, max(workers) as workers, max(days) as days, max(fen) as fen
      from live where follows is not null group by 1, 2
    ),
    weighed as (
      select e.project_id, e.id, e.alerts + case when a.id is null then 0 else 1 end as alerts, greatest(e.level, a.level) as level,
        greatest(e.workers, a.workers) as workers, greatest(e.days, a.days) as days, greatest(e.fen, a.fen) as fen
      from explained e left join live a on a.project_id = e.project_id and a.id = e.id and a.follows is null
      union all
      (select project_id, id, 1, level, workers, days, fen from live where follows is null
        order by ${weight(sql`workers`, sql`days`, sql`fen`)} desc, level desc, project_id, id limit ${limit})
    )
    select project_id, id, max(alerts) as alerts, nullif(max(workers), 0) as workers, nullif(greatest(max(days), 0), 0) as days, max(fen) as fen
    from weighed group by project_id, id
    order by ${weight(sql`max(workers)`, sql`max(days)`, sql`max(fen)`)} desc, max(level) desc, project_id, id
    limit ${limit}`;
  const keys = rows.map(({ project_id: projectId, id }) => ({ projectId, id }));
  const views = await readAlerts(work, keys);
  return rows.flatMap(({ project_id, id, fen: amountFen, ...why }) => {
    const alert = views.find(({ alertId }) => alertId === publicId(project_id, id));
    return alert ? [{ ...why, amountFen, alert }] : [];
  });
}

/** What an office has before it today. */
export interface Desk {
  /** The last night that ran to its end; null before the first. */
  night: Day | null;
  opened: number;
  risen: number;
  replied: number;
  dueToday: number;
  drafts: number;
  overdue: number;
}

/** Counts of what is new, has risen, is answered, due, to be signed and not answered in time, in the caller's region. */
export async function deskOf({ sql, day, actor }: Work): Promise<Desk> {
  if (actor.region === null) throw hidden();
  const [last] = await sql<{ night: Day | null }[]>`
    select max(day) as night from we.job_run where job = 'night' and status = 'done'`;
  const night = last?.night ?? null;
  const live = sql`status in ('open', 'held', 'replied')`;
  // Each count by an index of its own: to pass all live alerts by once takes a hundred times as long.
  const [counts] = await sql<Omit<Desk, 'night'>[]>`
    select * from (select count(*)::int as opened from we.alert where opened_on = ${night}::date and ${live}) o
    cross join (select count(*)::int as risen from we.alert where risen_on = ${night}::date and opened_on < ${night}::date and ${live}) r
    cross join (select count(*)::int as replied from we.alert where status = 'replied') a
    cross join (select count(*)::int as "dueToday" from we.alert where handle_by <= ${day}::date and ${live}) d
    cross join (
      select count(*) filter (where status = 'draft')::int as drafts, count(*) filter (where status = 'overdue')::int as overdue
      from we.notice where status in ('draft', 'overdue')
    ) n`;
  return { night, ...(counts as Omit<Desk, 'night'>) };
}
