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
 * wait. It reads the live alerts of the caller's region.
 */
export async function queueOf(work: Work, limit: number): Promise<QueuedCase[]> {
  if (work.actor.region === null) throw hidden();
  // Only those that another one explains are gathered: most explain themselves, and a hundred thousand groups of one are slow.
  const rows = await work.sql<Row[]>`
    with live as not materialized (
      select a.project_id, a.id, a.follows, a.level, a.amount_fen as fen, ${work.day}::date - a.due_day as days,
        case when jsonb_typeof(a.facts->'workers') = 'number' then (a.facts->>'workers')::int end as workers
      from we.alert a
      where a.status in ('open', 'replied') and coalesce(a.accepted_until, '-infinity'::date) < ${work.day}::date
    ),
    explained as (
      select project_id, follows as id, count(*)::int as alerts, max(level) as level, max(workers) as workers, max(days) as days, max(fen) as fen
      from live where follows is not null group by 1, 2
    ),
    ranked as (
      select project_id, id, coalesce(e.alerts, 0) + case when a.fen is null then 0 else 1 end as alerts, greatest(a.level, e.level) as level,
        nullif(greatest(a.workers, e.workers), 0) as workers, nullif(greatest(a.days, e.days, 0), 0) as days, greatest(a.fen, e.fen) as fen
      from (select * from live where follows is null) a full join explained e using (project_id, id)
    )
    select project_id, id, alerts, workers, days, fen from ranked
    order by coalesce(workers, 1)::double precision * coalesce(days, 1) * greatest(fen, 100) desc, level desc, project_id, id
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
  const [row] = await sql<Desk[]>`
    with night as (select max(day) as day from we.job_run where job = 'night' and status = 'done')
    select night.day as night, a.*, n.*
    from night
    cross join lateral (
      select count(*) filter (where opened_on = night.day)::int as opened,
        count(*) filter (where risen_on = night.day and opened_on < night.day)::int as risen,
        count(*) filter (where status = 'replied')::int as replied,
        count(*) filter (where handle_by <= ${day}::date)::int as "dueToday"
      from we.alert where status in ('open', 'held', 'replied')
    ) a
    cross join lateral (
      select count(*) filter (where status = 'draft')::int as drafts, count(*) filter (where status = 'overdue')::int as overdue
      from we.notice where status in ('draft', 'overdue')
    ) n`;
  return row as Desk;
}
