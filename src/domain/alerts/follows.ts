import type { Work } from '../../../db/work.ts';

/**
 * What explains what on one project, the strongest first: while the account is frozen nobody is paid from it, and
 * without the owner's money wages are late. Both stay alerts and are told to whom they concern (law.md 11.8); a list
 * of cases shows the followers under their leader.
 */
const LEADS: readonly (readonly [leader: string, followers: readonly string[]])[] = [
  ['A05', ['W01', 'W02', 'W03', 'A07']],
  ['F01', ['W01']],
];

const PAIRS = LEADS.flatMap(([leader, followers], rank) =>
  followers.map((follower) => ({ leader, follower, rank })),
);

/**
 * Brings into line which alert leads which: of each project the gravest open one of a leading rule, over its live
 * followers. It costs what is open of these rules. The same day again changes nothing.
 *
 * @returns how many alerts follow another one now, and how many were moved
 */
export async function lineUp({ sql }: Work): Promise<{ following: number; moved: number }> {
  const [counts] = await sql<{ following: number; moved: number }[]>`
    with pair as (
      select * from unnest(${PAIRS.map((p) => p.leader)}::text[], ${PAIRS.map((p) => p.follower)}::text[], ${PAIRS.map((p) => p.rank)}::int[])
        as p(leader, follower, rank)
    ),
    lead as materialized (
      select distinct on (project_id, rule_id) project_id, rule_id, id from we.alert
      where rule_id = any(${LEADS.map(([leader]) => leader)}::text[]) and status in ('open', 'replied')
      order by project_id, rule_id, level desc, due_day, id
    ),
    wanted as materialized (
      select distinct on (a.project_id, a.id) a.project_id, a.id, l.id as lead
      from lead l
      join pair p on p.leader = l.rule_id
      join we.alert a on a.project_id = l.project_id and a.rule_id = p.follower and a.status in ('open', 'held', 'replied')
      order by a.project_id, a.id, p.rank
    ),
    now_following as (
      update we.alert a set follows = w.lead from wanted w
      where a.project_id = w.project_id and a.id = w.id and a.follows is distinct from w.lead
      returning 1
    ),
    now_alone as (
      update we.alert a set follows = null
      where a.follows is not null and not exists (select from wanted w where w.project_id = a.project_id and w.id = a.id)
      returning 1
    )
    select (select count(*) from wanted)::int as following,
      (select count(*) from now_following)::int + (select count(*) from now_alone)::int as moved`;
  return counts as { following: number; moved: number };
}
