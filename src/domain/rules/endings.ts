import { type SQL, sql } from 'drizzle-orm';
import { prepared, type Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import type { Ending, Found, Pair } from './course.ts';

/** Runs a rule's SELECT and writes nothing; of the actor's region, or of all. */
export function findOnly(work: Work, find: SQL): Promise<Found[]> {
  const { lo, hi } = work.actor.region ?? { lo: 0, hi: 999_999 };
  return prepared<Found>(
    work,
    sql`
    select f.project_id as "projectId", f.subject, f.period, we.level_no(f.level) as level,
      coalesce(f.amount_fen, 0)::bigint as "amountFen"
    from (${find}) f
    join we.project p on p.id = f.project_id
    where p.region_code between ${lo}::int and ${hi}::int`,
  );
}

export interface Ended {
  projectCode: string;
  /** The case's latest alert; null: the nights never had one. */
  alertId: string | null;
  ended: Ending;
}

/**
 * How cases of a rule ended, in their order. The alert of a case is the latest of its key that stood on a day on which
 * the case was found; one that was still found on the last day may have got it later.
 *
 * @param duty the kind of duty that the rule says is not met, with the finding's subject and period
 */
export async function endingsOf(
  { sql }: Work,
  rule: { id: string; duty: string | null },
  pairs: readonly Pair[],
  lastDay: Day,
): Promise<Ended[]> {
  const spans = pairs.map(spanOf);
  return sql<Ended[]>`
    select d.code as "projectCode", a.id as "alertId", case
      when a.status in ('dismissed', 'cleared') and act.name = 'alert.dismissed' then 'dismissed'
      when a.status in ('dismissed', 'cleared') and act.name = 'alert.accepted' then 'accepted'
      when a.status <> 'cleared' or a.id is null and k.last_day = ${lastDay}::date then 'open'
      when ${rule.duty}::text is null then 'cleared'
      when exists (
        select from we.meeting m
        where m.project_id = k.project_id and m.obligation_id = we.duty_id(k.project_id, ${rule.duty}, k.subject, k.period)
          and m.amount_fen >= 0 and (m.known_at at time zone 'Asia/Shanghai')::date > k.first_day
      ) then 'met'
      else 'corrected' end as ended
    from unnest(${pairs.map((p) => p.projectId)}::bigint[], ${pairs.map((p) => p.subject)}::text[],
      ${pairs.map((p) => p.period)}::text[], ${spans.map((s) => s.first)}::date[], ${spans.map((s) => s.last)}::date[])
      with ordinality as k(project_id, subject, period, first_day, last_day, n)
    join we.project_directory d on d.project_id = k.project_id
    left join lateral (
      select x.id, x.status from we.alert x
      where x.project_id = k.project_id and x.rule_id = ${rule.id} and x.subject = k.subject and x.period = k.period
        and coalesce(x.cleared_on, 'infinity'::date) > k.first_day
        and (x.opened_on <= k.last_day or k.last_day = ${lastDay}::date)
      order by x.episode desc
      limit 1
    ) a on true
    left join lateral (
      select e.name from we.event e
      where e.project_id = k.project_id and e.subject = a.id::text
        and e.name in ('alert.dismissed', 'alert.accepted', 'alert.reopened')
      order by e.id desc
      limit 1
    ) act on true
    order by k.n`;
}

function spanOf({ tried, inForce }: Pair): { first: Day; last: Day } {
  const courses = [tried, inForce].filter((course) => course !== null);
  const days = courses.flatMap(({ firstDay, lastDay }) => [firstDay, lastDay]).sort();
  return { first: days[0] as Day, last: days.at(-1) as Day };
}
