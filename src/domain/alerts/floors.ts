import type { Work } from '../../../db/work.ts';
import { recordMany } from '../events.ts';

/**
 * The notices to which no reply stands on the day after the end of their term: what rule M01 finds, as duties and
 * papers. `o` and `n` are at hand behind it.
 */
export const unanswered = ({ sql, day }: Work) => sql`
  we.obligation o
  join we.notice n on n.project_id = o.project_id and n.id = o.subject::uuid
  where o.kind = 'notice-reply' and o.ended_at = 'infinity' and o.due_day < ${day}::date and o.met_on > ${day}::date`;

/** Marks served notices whose term passed without a reply. @returns how many */
export async function markOverdue(work: Work): Promise<number> {
  const { sql, day } = work;
  const marked = await sql<{ project_id: number; id: string }[]>`
    update we.notice t set status = 'overdue'
    from (select n.project_id, n.id from ${unanswered(work)}) u
    where t.project_id = u.project_id and t.id = u.id and t.status = 'served'
    returning t.project_id, t.id`;
  await recordMany(
    work,
    marked.map(({ project_id: projectId, id }) => ({
      projectId,
      name: 'notice.overdue',
      subject: id,
      body: { day, before: { status: 'served' }, after: { status: 'overdue' } },
    })),
  );
  return marked.length;
}

export interface FloorCounts {
  raised: number;
  lowered: number;
}

/**
 * Brings the floors of open, held and answered alerts into line: one level above a notice that named the alert and was not
 * answered (M01), and one above what the rule found where the winter campaign holds (`winter`: whether the day lies in it;
 * whether a project's authority takes part is its own word, else that of the one above). Floors fall again with what
 * raised them. Alerts about the system itself (M) have no ladder to move, and what was dismissed stays dismissed. Every
 * change of level leaves an event. The same day again changes nothing.
 */
export async function raiseFloors(
  work: Work,
  { winter }: { winter: boolean },
): Promise<FloorCounts> {
  const { sql, day, now, actor } = work;
  const [counts] = await sql<FloorCounts[]>`
    with named as materialized (
      select n.project_id, x.id::uuid as id, max(least(n.level + 1, 3)) as floor
      from (select n.project_id, n.alert_ids, n.level from ${unanswered(work)}) n
      cross join lateral jsonb_array_elements_text(n.alert_ids) x(id)
      group by 1, 2
    ),
    office as materialized (
      select y.uscc, y.region_lo, y.region_hi, s.winter from we.authority_setting s
      join we.company y on y.uscc = s.authority_id and 'authority' = any(y.kinds)
      where ${winter} and s.winter is not null
    ),
    cold as materialized (
      select p.id as project_id from we.project p
      cross join lateral (
        select y.winter from office y
        where p.region_code between y.region_lo and y.region_hi
        order by y.region_hi - y.region_lo, y.uscc limit 1
      ) nearest
      where nearest.winter
    ),
    touched as (
      select project_id, id from named
      union select project_id, id from we.alert where floor_level > 0 and status <> 'cleared'
      union select a.project_id, a.id from cold c join we.alert a on a.project_id = c.project_id where a.status in ('open', 'held', 'replied')
    ),
    wanted as materialized (
      select a.project_id, a.id, a.level as was_level, n.id is not null as unanswered, c.project_id is not null as cold,
        greatest(coalesce(n.floor, 0), case when c.project_id is null then 0 else least(a.found_level + 1, 3) end) as floor
      from touched t
      join we.alert a on a.project_id = t.project_id and a.id = t.id and a.status in ('open', 'held', 'replied') and a.rule_id not like 'M%'
      left join named n on n.project_id = a.project_id and n.id = a.id
      left join cold c on c.project_id = a.project_id
    ),
    moved as (
      update we.alert a set floor_level = w.floor, level = greatest(a.found_level, w.floor),
        risen_on = case when greatest(a.found_level, w.floor) > a.level then ${day}::date else a.risen_on end,
        silenced_until = case when greatest(a.found_level, w.floor) > a.level then null else a.silenced_until end
      from wanted w
      where a.project_id = w.project_id and a.id = w.id
        and (a.floor_level, a.level) is distinct from (w.floor, greatest(a.found_level, w.floor))
      returning a.project_id, a.id, a.rule_id, a.status, a.level, a.amount_fen, w.was_level, w.floor, w.unanswered, w.cold
    ),
    told as (
      select m.project_id, m.id, n.name, jsonb_build_object('projectId', m.project_id, 'at', ${now.toISOString()}::text,
        'actor', ${actor.id}::text, 'name', n.name, 'subject', m.id, 'body', jsonb_build_object('rule', m.rule_id, 'day', ${day}::date,
        'status', m.status, 'level', m.level, 'amountFen', m.amount_fen, 'floor', m.floor, 'unanswered', m.unanswered,
        'winter', m.cold))::text as body
      from moved m
      cross join lateral (select case when m.level > m.was_level then 'alert.raised' else 'alert.lowered' end as name) n
      where m.level <> m.was_level
    ),
    recorded as (
      insert into we.event (project_id, at, day, actor, name, subject, body, digest)
      select t.project_id, ${now}, ${day}, ${actor.id}, t.name, t.id::text, t.body, encode(sha256(convert_to(t.body, 'UTF8')), 'hex')
      from told t
      returning name
    )
    select count(*) filter (where name = 'alert.raised')::int as raised, count(*) filter (where name = 'alert.lowered')::int as lowered
    from recorded`;
  return counts as FloorCounts;
}
