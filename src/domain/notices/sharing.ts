import type { Work } from '../../../db/work.ts';

/** Rule to matter: alerts of rules with one matter that name one subject and period speak of one duty. */
export type Matters = Readonly<Record<string, string>>;

/** What decides which alerts share a paper. */
export interface Sharing {
  matters: Matters;
  /** Two rules whose red alerts on one project go in one joint letter, to the second one's addressee and the first one's. */
  joint: readonly [first: string, second: string];
}

/**
 * Open alerts with the paper they stand in: `paper_level`, their own level or the highest among those of one duty;
 * `paper_main`, their addressee, or that of the joint letter; `joint_id`, whom the joint letter goes to as well. `told`: not
 * for the authority only, not silenced, no unattested reason, no duty learnt today after its due day.
 */
export const papersOf = ({ sql, day }: Work, { matters, joint }: Sharing) => {
  const [first, second] = joint;
  const red = (rule: string) =>
    sql`max(r.main_id) filter (where r.told and r.paper_level = 3 and r.rule_id = ${rule}) over project`;
  return sql`
  select q.*, case when q.shared then q.second_main else q.main_id end as paper_main, case when q.shared then q.first_main end as joint_id
  from (
    select j.*, j.told and j.paper_level = 3 and j.first_main <> j.second_main and j.main_id in (j.first_main, j.second_main) as shared
    from (
      select r.*, ${red(first)} as first_main, ${red(second)} as second_main
      from (
        select s.*, case when s.told then max(s.level) filter (where s.told) over duty else s.level end as paper_level
        from (
          select a.*, coalesce(m.matter, a.id::text) as matter,
            a.audience = 'parties' and coalesce(a.facts->>'attested', 'true') = 'true'
              and not coalesce(a.facts->>'knownDay' >= ${day} and a.due_day < (a.facts->>'knownDay')::date, false) as told
          from we.alert a
          left join unnest(${Object.keys(matters)}::text[], ${Object.values(matters)}::text[]) as m(rule_id, matter) on m.rule_id = a.rule_id
          where a.status in ('open', 'replied') and not a.held and a.main_id is not null
            and coalesce(a.silenced_until, '-infinity'::date) < ${day}::date
        ) s
        window duty as (partition by s.project_id, s.main_id, s.matter, s.subject, s.period)
      ) r
      window project as (partition by r.project_id)
    ) j
  ) q`;
};
