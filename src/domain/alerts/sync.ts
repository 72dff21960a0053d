import { type SQL, sql } from 'drizzle-orm';
import { prepared, type Work } from '../../../db/work.ts';

export interface Found {
  ruleId: string;
  /** Of the rule's parameters; 1, those in the code, unless told otherwise. */
  version?: number | undefined;
  /** The rule rests on bank data: what it finds is held while a feed is behind. */
  needsBank: boolean;
  audience: 'parties' | 'authority';
  /** Whom the paper goes to; null when none does. */
  main: 'owner' | 'contractor' | 'employer' | null;
  /** The subject is an employer's code (W rules). */
  employerIsSubject: boolean;
  /** The rule's SELECT for the day. */
  find: SQL;
}

export interface SyncCounts {
  found: number;
  opened: number;
  changed: number;
  cleared: number;
  held: number;
}

const mainColumn = (main: Found['main']): SQL =>
  main === 'owner'
    ? sql`n.owner_id`
    : main === 'contractor'
      ? sql`n.contractor_id`
      : main === 'employer'
        ? sql`n.subject`
        : sql`null`;

/**
 * The one statement behind all rules: brings the alerts of a rule into line with what it finds on `work.day`. It opens
 * (a key found again after clearing is the next episode), refreshes, holds and releases, reopens a dismissed alert
 * whose level or amount rose, or whose excuse has ended, and clears; while a project's feed is behind nothing of a bank rule is
 * cleared there. Every change of state leaves an event with the facts of the moment. The same day again changes nothing.
 */
export async function syncAlerts(work: Work, rule: Found): Promise<SyncCounts> {
  const { day, now, actor } = work;
  const d = sql`${day}::date`;
  const version = sql`${rule.version ?? 1}::int`;
  const [counts] = await prepared<SyncCounts>(
    work,
    sql`
    with found as materialized (${rule.find}),
    blind as materialized (
      select distinct a.project_id from we.wage_account a, we.calendar_day c
      where ${rule.needsBank}::boolean and c.day = ${d} - 1 and a.opened_on <= ${d} and coalesce(a.closed_on, 'infinity'::date) > ${d}
        and coalesce(a.feed_through, a.opened_on - 1) < c.back_day
    ),
    live as materialized (select * from we.alert where rule_id = ${rule.ruleId} and status <> 'cleared'),
    now_found as materialized (
      select f.project_id, f.subject, f.period, we.level_no(f.level) as level, coalesce(f.amount_fen, 0)::bigint as amount_fen, f.due_day, f.facts,
        b.project_id is not null as held, p.region_code, p.owner_id, p.contractor_id, l.id as live_id,
        l.status as was_status, l.level as was_level, l.risen_on, l.replied_at,
        greatest(we.level_no(f.level), coalesce(l.floor_level, 0)) as new_level,
        case
          when l.status = 'dismissed' and coalesce(f.amount_fen, 0) <= l.dismissed_fen
            and case when l.accepted_until is null then greatest(we.level_no(f.level), l.floor_level) <= l.dismissed_level
              else l.accepted_until >= ${d} end then 'dismissed'
          when b.project_id is not null then 'held'
          when l.replied_at is not null and l.status <> 'dismissed' then 'replied'
          else 'open' end as new_status
      from found f
      join we.project p on p.id = f.project_id
      left join blind b on b.project_id = f.project_id
      left join live l on l.project_id = f.project_id and l.subject = f.subject and l.period = f.period
    ),
    opened as (
      insert into we.alert (project_id, id, region_code, owner_id, contractor_id, employer_id, rule_id, rule_version, subject, period, episode, status,
        held, level, found_level, amount_fen, due_day, facts, audience, main_id, opened_on, risen_on, last_found_on)
      select n.project_id, md5(concat_ws(':', n.project_id, ${rule.ruleId}::text, n.subject, n.period, coalesce(e.last, 0) + 1))::uuid,
        n.region_code, n.owner_id, n.contractor_id, case when ${rule.employerIsSubject}::boolean then n.subject end, ${rule.ruleId}, ${version}, n.subject, n.period,
        coalesce(e.last, 0) + 1, n.new_status, n.held, n.level, n.level, n.amount_fen, n.due_day, n.facts, ${rule.audience}, ${mainColumn(rule.main)},
        ${d}, ${d}, ${d}
      from now_found n
      left join lateral (
        select max(x.episode) as last from we.alert x where x.project_id = n.project_id and x.rule_id = ${rule.ruleId}
          and x.subject = n.subject and x.period = n.period
      ) e on true
      where n.live_id is null
      on conflict do nothing
      returning project_id, id, status, level, amount_fen, facts
    ),
    standing as (
      update we.alert a set rule_version = ${version}, found_level = n.level, level = n.new_level, amount_fen = n.amount_fen, due_day = n.due_day, facts = n.facts,
        held = n.held, status = n.new_status, last_found_on = ${d}, risen_on = case when n.new_level > n.was_level then ${d} else n.risen_on end,
        replied_at = case when n.was_status = 'dismissed' and n.new_status <> 'dismissed' then null else n.replied_at end,
        accepted_until = case when n.new_status = 'dismissed' then a.accepted_until end,
        silenced_until = case when n.new_level > n.was_level then null else a.silenced_until end
      from now_found n
      where a.project_id = n.project_id and a.id = n.live_id
        and (a.rule_version, a.found_level, a.level, a.amount_fen, a.due_day, a.facts, a.held, a.status) is distinct from
          (${version}, n.level, n.new_level, n.amount_fen, n.due_day, n.facts, n.held, n.new_status)
      returning a.project_id, a.id, a.status, a.level, a.amount_fen, a.facts, n.was_status, n.was_level
    ),
    cleared as (
      update we.alert a set status = 'cleared', held = false, cleared_on = ${d}
      from live l
      where a.project_id = l.project_id and a.id = l.id
        -- As lists, which are hashed: of a CTE the planner expects one row, and would compare each with each.
        and l.id not in (select n.live_id from now_found n where n.live_id is not null)
        and l.project_id not in (select b.project_id from blind b)
      returning a.project_id, a.id, a.status, a.level, a.amount_fen, a.facts, l.status as was_status
    ),
    change as (
      select project_id, id, case status when 'held' then 'alert.opened-held' else 'alert.opened' end as name, status, level, amount_fen, facts from opened
      union all
      select project_id, id, case
          when was_status = 'dismissed' and status <> 'dismissed' then 'alert.reopened'
          when status = 'held' and was_status <> 'held' then 'alert.held'
          when was_status = 'held' and status <> 'held' then 'alert.released'
          when level > was_level then 'alert.raised' else 'alert.lowered' end, status, level, amount_fen, facts
      from standing where status <> was_status or level <> was_level
      union all
      select project_id, id, 'alert.cleared', status, level, amount_fen, facts from cleared
    ),
    told as (
      select c.project_id, c.id, c.name, jsonb_build_object('projectId', c.project_id, 'at', ${now.toISOString()}::text, 'actor', ${actor.id}::text,
        'name', c.name, 'subject', c.id, 'body', jsonb_build_object('rule', ${rule.ruleId}::text, 'version', ${version}, 'day', ${d}, 'status', c.status, 'level', c.level,
        'amountFen', c.amount_fen, 'facts', c.facts))::text as body
      from change c
    ),
    recorded as (
      insert into we.event (project_id, at, day, actor, name, subject, body, digest)
      select t.project_id, ${now.toISOString()}::timestamptz, ${d}, ${actor.id}, t.name, t.id::text, t.body,
        encode(sha256(convert_to(t.body, 'UTF8')), 'hex')
      from told t
      returning 1
    )
    select (select count(*) from now_found)::int as found, (select count(*) from opened)::int as opened,
      (select count(*) from standing)::int as changed, (select count(*) from cleared)::int as cleared,
      (select count(*) from now_found where held)::int as held, (select count(*) from recorded)::int as recorded`,
  );
  return counts as SyncCounts;
}
